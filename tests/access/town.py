"""Two schools, each with its people and one of everything: around the first stand all kinds of visitors."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from coachtrack.accounts.actions import invite
from coachtrack.accounts.actions.links import new_link
from coachtrack.accounts.models import LinkKind
from coachtrack.accounts.queries import find_account_of
from coachtrack.agenda.actions import add_feed_address
from coachtrack.agenda.queries.answer_links import Invited, answer_token
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, Span
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.agreements.actions import Promise, make_agreement
from coachtrack.assessments.actions import ask_teachers
from coachtrack.assessments.queries.links import link_token
from coachtrack.coverage.actions import exempt, set_requirement, try_requirement
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.rules.requirement import Demand, ExemptionReason, Group, Measure, Requirement
from coachtrack.database import db
from coachtrack.funding.actions import add_goal as add_scheme_goal
from coachtrack.funding.actions import choose_framework
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import curriculum_frameworks
from coachtrack.funding.rules import Stream
from coachtrack.people.models import AdministratorProposal, Person
from coachtrack.people.rules.posts import PostFunction
from coachtrack.reflections import actions as reflections
from coachtrack.reports.rules.certificates import code_of, shown_code
from coachtrack.schools.models import District
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.actions import preparation
from coachtrack.talks.actions.contacts import add_contact
from coachtrack.talks.actions.questionnaires import make_questionnaire
from coachtrack.talks.models import TalkAgreement
from coachtrack.talks.rules.contacts import Contact, ContactLevel
from coachtrack.talks.rules.preparation import ChecklistItem, EviPillar
from coachtrack.trainings import actions as trainings
from coachtrack.trainings.rules import MeetingPlan, TargetGroup
from coachtrack.trajectories import actions as trajectories
from coachtrack.viewer import Role
from tests.access.belongings import belongings_of, latest
from tests.access.handing_over import hand_over
from tests.factories.assessments import make_assessment
from tests.factories.funding import make_opening, make_participation, make_period
from tests.factories.people import make_absence, make_coach, make_holder, make_leader, make_person, make_teacher
from tests.factories.reports import make_rate, make_recipient, make_report
from tests.factories.schools import (
    make_attention,
    make_closure,
    make_institution,
    make_material,
    make_project,
    make_school,
)
from tests.factories.talks import open_a_talk
from tests.factories.trajectories import LESSON, LESSON_AT, STARTED, make_held_session, make_session, make_trajectory
from tests.support.moments import NOW

A_WEEK = timedelta(days=7)
ASKED = Requirement((Group((Demand(Measure.COACHING_MINUTES, 600),)),))
KINDS = {
    "n": "nobody",
    "c": "coach",
    "t": "teacher",
    "i": "icc",
    "d": "director",
    "v": "advisor",
    "m": "commission",
    "a": "administrator",
    "r": "trainer",
}
"""The letters of the table: a person without a role and the eight kinds of people with one."""


@dataclass(frozen=True)
class Words:
    """What is written where only two may read it; the draft is the coach's alone, the last two the teacher shared."""

    question: str = "Hoe begin ik een dansles?"
    goal: str = "Ik durf een dansles te openen"
    draft: str = "Nog even laten liggen."
    shared: str = "De kinderen dansten zelf verder."
    reaction: str = "Dat had ik niet verwacht."
    told: str = "Ik wil meer durven laten gebeuren"
    let_read: str = "De oude foto's brachten iedereen aan het praten."


@dataclass(frozen=True)
class Town:
    """The people by the letter of their kind, what there is at the first and at the second school, and its people."""

    people: dict[str, Person]
    here: dict[str, Any]
    elsewhere: dict[str, Any]
    others: dict[str, Person]

    def ids(self, names: "list[str]", letter: str, *, own: bool, endpoint: str) -> dict[str, Any]:
        """The arguments of a route: what is at her own school (or hers), or at the other one (or somebody else's)."""
        place = self.here if own else self.elsewhere
        found = {}
        for name in names:
            value = place.get(f"{endpoint}:{name}", place.get(name))
            found[name] = value.get(letter, value["c"]) if isinstance(value, dict) else value
        return found


def build(words: Words = Words()) -> Town:
    """Build it, through the actions where there are."""
    period = make_period()
    make_opening(period)
    set_requirement(period, ASKED, starts_on=period.starts_on, by=None, now=STARTED)
    programme = SimpleNamespace(
        commission=make_holder(Role.COMMISSION), administrator=make_holder(Role.ADMINISTRATOR), nobody=make_person()
    )
    here, people = _school(period, programme, words)
    elsewhere, others = _school(period, programme, Words())
    for name in ("commission", "administrator", "nobody"):
        others[name[0]] = make_person()
    letters = {"n": programme.nobody, "m": programme.commission, "a": programme.administrator} | people
    mine = belongings_of(letters)
    theirs = belongings_of({letter: others.get(letter, others["c"]) for letter in letters})
    _, token = add_feed_address(letters["t"].id, "telefoon", FeedLevel.FULL, "nl", NOW)
    for_all = _programme(period, programme.administrator) | {"agenda.feed:token": token}
    ask_teachers(period, None, by=programme.commission.id, now=NOW)
    for_all["assessments.say_by_link:token"] = link_token(letters["t"].id, period.id, NOW)
    for_all["accounts.use_sign_in_link:token"] = _sign_in_link(letters["n"])
    db.session.commit()
    return Town(letters, here | mine | for_all, elsewhere | theirs | for_all, others)


def _school(period: FundingPeriod, programme: Any, words: Words) -> tuple[dict[str, Any], dict[str, Person]]:
    """A school with its people, a trajectory, an agreement, a training; ids by the names that routes give them."""
    school = make_school()
    participation = make_participation(school, period)
    coach, teacher = make_coach(*Discipline), make_teacher(school)
    director, icc = make_leader(school), make_leader(school, PostFunction.CULTURE_COORDINATOR)
    advisor, trainer = make_holder(Role.ADVISOR, school), make_holder(Role.TRAINER)
    people = {"c": coach, "t": teacher, "d": director, "i": icc, "v": advisor, "r": trainer}
    ids: dict[str, Any] = {
        "school_id": school.id,
        "participation_id": participation.id,
        "board_id": school.board_id,
        "person_id": teacher.id,
        "post_id": latest("post", person_id=teacher.id),
        "absence_id": make_absence(teacher, date(2026, 12, 1), date(2026, 12, 4)).id,
        "grant_id": latest("role_grant", person_id=advisor.id),
        "material_id": make_material(school).id,
        "closure_id": make_closure(school, date(2026, 12, 9)).id,
        "attention_id": make_attention(school).id,
        "appointment_id": latest("coach_appointment", person_id=coach.id),
    }
    for endpoint in ("show_coach", "record_qualification", "set_discipline"):
        ids[f"people.{endpoint}:person_id"] = coach.id
    invite(teacher, by=programme.administrator.id, now=NOW)
    ids |= _coaching(coach, teacher, school, programme, words)
    ids |= _agreed(school, period, programme.commission)
    ids |= _trained(school, trainer, teacher)
    ids |= _talked(school, advisor)
    ids |= _accounted(school, period, programme.commission, director)
    db.session.add(TalkAgreement(talk_id=ids["talk_id"], agreement_id=ids["agreement_id"]))
    spoken = Contact(ContactLevel.SCHOOL, date(2026, 11, 3), "Directeur", "Het loopt.", school_id=school.id)
    tule = curriculum_frameworks()[1]
    ids["choice_id"] = choose_framework(
        school.id, tule, starts_on=period.starts_on, by=programme.commission.id, now=NOW
    ).id
    ids["contact_id"] = add_contact(spoken, by=programme.commission.id, now=NOW).id
    ids |= {"moment": "begin", "assessment_id": make_assessment(teacher, school, period).id}
    ids["exemption_id"] = exempt(
        teacher.id, period, reason=ExemptionReason.OTHER, starts_on=date(2026, 11, 1), ends_on=None,
        by=programme.commission.id, now=NOW,
    ).id  # fmt: skip
    return ids, people


def _coaching(coach: Person, teacher: Person, school: Any, programme: Any, words: Words) -> dict[str, Any]:
    """A trajectory under way with a session to come, one begun, one shared and one in draft; a request; a proposal."""
    trajectory = make_trajectory(coach=coach, teacher=teacher, school=school)
    who = {"by": coach.id, "now": NOW}
    reflections.set_baseline(trajectory.id, question=words.question, starting_point=words.question, **who)
    goal = reflections.add_goal(trajectory.id, goal=words.goal, **who)
    trajectories.activate(trajectory, **who)
    shared = make_held_session(trajectory, LESSON_AT - 2 * A_WEEK)
    trajectories.save_draft(shared, went_well=words.shared, learnt=words.shared, next_step=words.shared, **who)
    trajectories.share_debrief(shared, **who)
    trajectories.react(shared, words=words.reaction, by=teacher.id, now=NOW)
    drafted = make_held_session(trajectory, LESSON_AT - A_WEEK)
    trajectories.save_draft(drafted, went_well=words.draft, learnt=words.draft, next_step=words.draft, **who)
    begun = make_session(trajectory)
    coming = make_session(trajectory, LESSON_AT + 2 * A_WEEK)
    request = trajectories.ask_for_coaching(
        teacher_id=teacher.id, school_id=school.id, discipline=Discipline.MUSIC, by=teacher.id, now=NOW
    )
    proposal = trajectories.propose_trajectory(
        coach_id=coach.id, teacher_id=teacher.id, school_id=school.id, discipline=Discipline.DRAMA,
        by=programme.commission.id, now=NOW,
    )  # fmt: skip
    ids: dict[str, Any] = {
        "trajectory_id": trajectory.id,
        "session_id": shared.id,
        "drafted": drafted.id,
        "trajectories.save_draft:session_id": drafted.id,
        "goal_id": goal.id,
        "request_id": request.id,
        "agenda.show:appointment_id": coming.appointment_id,
        "trajectories.of_appointment:appointment_id": coming.appointment_id,
        "agenda.download:appointment_id": coming.appointment_id,
        "agenda.answer:appointment_id": coming.appointment_id,
        "agenda.answer_by_link:token": answer_token(Invited(coming.appointment_id, teacher.id, 0)),
    }
    for endpoint in ("accept_proposal", "decline_proposal"):
        ids[f"trajectories.{endpoint}:trajectory_id"] = proposal.id
    for endpoint in ("log_session", "log_otherwise", "log_not_held"):
        ids[f"trajectories.{endpoint}:session_id"] = begun.id
    for endpoint in ("move_session", "cancel_session"):
        ids[f"trajectories.{endpoint}:session_id"] = coming.id
    return ids | hand_over(trajectory, told=words.told, let_read=words.let_read)


def _agreed(school: Any, period: FundingPeriod, commission: Person) -> dict[str, Any]:
    promise = Promise(
        first_year=2026, period_id=period.id, amount=4, minutes_each=60, new_instrument="Co-teaching in de klas"
    )
    return {"agreement_id": make_agreement(school.id, promise, by=commission.id, now=NOW).id}


def _trained(school: Any, trainer: Person, teacher: Person) -> dict[str, Any]:
    """A training with a meeting behind it, one that was cancelled and one to come."""
    starts = [datetime(2026, 11, day, 14, tzinfo=UTC) for day in (10, 26, 30)]
    training = trainings.plan_training(
        title="Muziek in de klas", kind=AppointmentKind.TEAM_TRAINING, target_group=TargetGroup.CLASSROOM_STAFF,
        stream=Stream.REGULAR_LESSON, trainer_id=trainer.id, school_id=school.id, discipline=Discipline.MUSIC,
        meetings=[MeetingPlan(Span(start, start + LESSON)) for start in starts], by=trainer.id, now=STARTED,
    )  # fmt: skip
    held, cancelled, coming = training.meetings
    trainings.take_attendance(held, present=[teacher.id], away=[], by=trainer.id, now=NOW)
    trainings.cancel_meeting(cancelled, reason=CancelReason.SCHOOL, by=trainer.id, now=NOW)
    entry = trainings.add_entry(
        trainings.Offer(
            f"Coachcursus {school.name}", AppointmentKind.COURSE, [TargetGroup.EDUCATION_OFFICERS], 120,
            gives_qualification=True,
        ),
        by=trainer.id, now=NOW,
    )  # fmt: skip
    course = trainings.plan_training(
        title="Coachcursus", kind=AppointmentKind.COURSE, target_group=TargetGroup.EDUCATION_OFFICERS,
        stream=Stream.REGULAR_LESSON, trainer_id=trainer.id, catalogue_id=entry.id,
        meetings=[MeetingPlan(Span(start, start + LESSON)) for start in (datetime(2026, 12, 1, 9, tzinfo=UTC),)],
        by=trainer.id, now=STARTED,
    )  # fmt: skip
    return {
        "training_id": training.id,
        "entry_id": entry.id,
        "trainings.name_finishers:training_id": course.id,
        "meeting_id": coming.id,
        "trainings.take_attendance:meeting_id": held.id,
        "trainings.restore_meeting:meeting_id": cancelled.id,
        "trainings.of_appointment:appointment_id": coming.appointment_id,
    }


def _talked(school: Any, advisor: Person) -> dict[str, Any]:
    """A talk that is being prepared: with a file, a link to its questionnaire, and an outcome of Evi."""
    talk, who = open_a_talk(school, advisor), {"by": advisor.id, "now": NOW}
    questionnaire, token = make_questionnaire(talk, **who)
    paper = preparation.add_paper(talk, ChecklistItem.ACTIVITIES, "rooster.pdf", b"%PDF-1.7", **who)
    outcome = preparation.Outcome(EviPillar.VISION, 2)
    return {
        "talk_id": talk.id,
        "talks.of_appointment:appointment_id": talk.appointment_id,
        "talks.step:key": "b",
        "talks.save_step:key": "b",
        "questionnaire_id": questionnaire.id,
        "talks.questionnaire:token": token,
        "paper_id": paper.id,
        "evi_id": preparation.record_evi(school, date(2026, 10, 5), [outcome], **who)[0].id,
    }


def _accounted(school: Any, period: FundingPeriod, commission: Person, director: Person) -> dict[str, Any]:
    """An issued report that somebody got, and a rate: the school's own, or for the commission the lead partner's."""
    report = make_report(period, commission, school)
    own = make_rate(school, by=director)
    shared = make_rate(None, by=commission, starts_on=date(2025, 1, 1) + timedelta(days=school.id))
    return {
        "report_id": report.id,
        "file_id": {"m": report.files[0].id, "c": report.files[1].id},
        "recipient_id": make_recipient(report, commission).id,
        "rate_id": {"m": shared.id, "c": own.id},
    }


def _programme(period: FundingPeriod, administrator: Person) -> dict[str, Any]:
    """What belongs to the programme as a whole."""
    district = District(name="Noord")
    proposal = AdministratorProposal(
        person=make_person(), starts_on=date(2026, 11, 1), proposed_by=make_holder(Role.ADMINISTRATOR), proposed_at=NOW
    )
    db.session.add_all((district, proposal))
    goal = add_scheme_goal(period, name="Alle scholen", by=administrator.id, now=NOW)
    invited = make_person("Nieuw")
    address = str(invite(invited, by=administrator.id, now=NOW))
    return {
        "period_id": period.id,
        "trial_id": try_requirement(
            Reference(period, NOW.date()), ASKED, starts_on=period.starts_on, by=administrator.id, now=NOW
        ).id,
        "scheme_id": period.scheme_id,
        "opening_id": latest("coaching_opening", period_id=period.id),
        "funding.change_goal:goal_id": goal.id,
        "funding.raise_goal:goal_id": goal.id,
        "district_id": district.id,
        "project_id": make_project(make_school(district=district), date(2027, 3, 1), date(2027, 4, 23)).id,
        "holiday_id": latest("school_holiday"),
        "mail_id": latest("outbox_mail"),
        "institution_id": make_institution().id,
        "instrument_id": latest("instrument"),
        "guide_id": latest("talk_guide"),
        "talks.new_guide:kind": "ambition",
        "proposal_id": proposal.id,
        "token": address.rpartition("/")[2],
        "code": shown_code(code_of(1)),
        "table": "scholen",
        "kind": "csv",
        "accounts.choose_password:kind": "invitation",
        "filename": "css/no-such.css",
        "name": "entra",
        "term": "content",
    }


def _sign_in_link(person: Person) -> str:
    account = find_account_of(person.id)
    assert account is not None
    return new_link(account, LinkKind.SIGN_IN, by=None, now=NOW)[1].rpartition("/")[2]
