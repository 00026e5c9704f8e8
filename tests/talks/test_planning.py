"""Agreements at the table: made, carried out in trajectories and on dates, and told on the planning form."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from coachtrack.agenda.actions import cancel_appointment
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import AppointmentKind, CancelReason, Span
from coachtrack.agreements.models import Agreement
from coachtrack.errors import Refused
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.talks.actions.planning import Group, Pair, agree, draft_trajectories, plan_dates
from coachtrack.talks.models import TalkAgreement
from coachtrack.talks.queries.planning import agreements_in, planned_dates
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.trainings.models import MeetingCeiling, Training
from coachtrack.trainings.rules import MeetingPlan, TargetGroup
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.viewer import Role
from tests.factories.agenda import make_appointment
from tests.factories.agreements import a_promise, instrument_id
from tests.factories.funding import open_for_coaching
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.factories.talks import make_talk
from tests.factories.trajectories import make_session
from tests.support.moments import NOW

FIRST = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
A_WEEK, HOURS = timedelta(weeks=1), timedelta(hours=2)


@pytest.fixture
def table(db):
    """A school with its talk about 2026-2027, and who sits at the table or is asked for something."""
    school = make_school(name="De Wissel")
    period = open_for_coaching(school)
    advisor, trainer, teacher = make_holder(Role.ADVISOR, school), make_holder(Role.TRAINER), make_teacher(school)
    talk = make_talk(school, advisor, first_year=2026, period_id=period.id)
    who = {"by": advisor.id, "now": NOW}
    return SimpleNamespace(school=school, advisor=advisor, trainer=trainer, teacher=teacher, talk=talk, who=who)


def agreed(table, code="team_training", **given):
    promise = a_promise(instrument_id=instrument_id(code), **({"amount": 4, "minutes_each": 120} | given))
    return agree(table.talk, promise, **table.who)


def a_group(table, **given):
    group = Group("Dans in de klas", AppointmentKind.TEAM_TRAINING, TargetGroup.CLASSROOM_STAFF, table.trainer.id)
    return replace(group, **given)


def weekly(count, first=FIRST):
    spans = (Span(first + number * A_WEEK, first + number * A_WEEK + HOURS) for number in range(count))
    return {number: MeetingPlan(span, "Aula") for number, span in enumerate(spans)}


def test_an_agreement_made_at_the_table_belongs_to_the_talk(db, table):
    agreement = agreed(table, responsible="De ICC'er", due_on=date(2027, 5, 1), discipline=Discipline.DANCE)
    assert db.get(TalkAgreement, (table.talk.id, agreement.id)) is not None
    (told,) = agreements_in(table.talk)
    assert (told.instrument, told.responsible, told.due_on) == ("Teamtraining", "De ICC'er", date(2027, 5, 1))
    assert (told.without_date, told.dates, told.trajectories) == (4, (), ())


def test_a_talk_of_which_the_report_was_made_gets_no_more_agreements(db, table):
    table.talk.status = TalkStatus.REPORTED
    with pytest.raises(Refused):
        agreed(table)
    assert db.query(Agreement).count() == 0


def test_dates_stand_in_the_agenda_of_everyone_and_on_the_planning_form(db, table):
    agreement = agreed(table, discipline=Discipline.DANCE)
    plan_dates(agreement, a_group(table), weekly(2), **table.who)
    (told,) = agreements_in(table.talk)
    assert told.without_date == 2
    assert [each.starts_at for each in planned_dates(table.talk)] == [FIRST, FIRST + A_WEEK]
    date_ = told.dates[0]
    assert (date_.title, date_.place, date_.led_by, date_.attendees) == (
        "Dans in de klas", "Aula", (table.trainer.name,), 1,
    )  # fmt: skip
    people = {each.person_id for each in db.get(Appointment, date_.appointment_id).participants}
    assert people == {table.trainer.id, table.teacher.id}


def test_more_dates_can_be_added_to_a_training_that_goes_on(db, table):
    agreement = agreed(table)
    plan_dates(agreement, a_group(table), weekly(1), **table.who)
    training = db.query(Training).one()
    later = plan_dates(agreement, a_group(table, training=training), weekly(2, FIRST + A_WEEK), **table.who)
    assert [each.appointment.starts_at for each in later] == [FIRST + A_WEEK, FIRST + 2 * A_WEEK]
    assert db.query(Training).count() == 1
    assert agreements_in(table.talk)[0].without_date == 1


def test_a_working_group_asks_its_members_only(db, table):
    other = make_teacher(table.school)
    agreement = agreed(table, "working_group")
    group = a_group(table, kind=AppointmentKind.WORKING_GROUP, attendee_ids=[other.id])
    (meeting,) = plan_dates(agreement, group, weekly(1), **table.who)
    assert {each.person_id for each in meeting.appointment.participants} == {table.trainer.id, other.id}


def test_what_was_cancelled_is_no_date_any_more(db, table):
    agreement = agreed(table)
    meeting, _other = plan_dates(agreement, a_group(table), weekly(2), **table.who)
    cancel_appointment(meeting.appointment, reason=CancelReason.SCHOOL, **table.who)
    assert [each.starts_at for each in planned_dates(table.talk)] == [FIRST + A_WEEK]
    assert agreements_in(table.talk)[0].without_date == 3


def test_a_trainer_who_is_booked_is_named_at_the_line_whatever_the_order_of_the_lines(db, table):
    agreement, lines = agreed(table), weekly(3)
    make_appointment(make_coach(), table.trainer, starts_at=FIRST + A_WEEK)
    with pytest.raises(Refused) as refused:
        plan_dates(agreement, a_group(table), {0: lines[2], 4: lines[1], 7: lines[0]}, **table.who)
    assert refused.value.field == "meetings-4-day"


def test_the_ceiling_of_the_school_counts_what_stands_there_already(db, table):
    db.add(MeetingCeiling(school_id=table.school.id, first_year=2026, meetings=3))
    agreement = agreed(table)
    plan_dates(agreement, a_group(table), weekly(2), **table.who)
    with pytest.raises(Refused) as refused:
        plan_dates(agreement, a_group(table), weekly(2, FIRST + 4 * A_WEEK), **table.who)
    assert (refused.value.field, refused.value.values) == ("meetings-1-day", {"most": 3, "number": 4})
    group = a_group(table, kind=AppointmentKind.WORKING_GROUP)
    assert len(plan_dates(agreement, group, weekly(2, FIRST + 4 * A_WEEK), **table.who)) == 2


def test_coaches_are_asked_for_named_teachers_and_it_counts_for_the_agreement(db, table):
    coach, second = make_coach(), make_teacher(table.school)
    agreement = agreed(table, "coaching", amount=3, discipline=Discipline.DANCE)
    pairs = {0: Pair(table.teacher.id, coach.id), 2: Pair(second.id, coach.id)}
    drafted = draft_trajectories(agreement, pairs, discipline=Discipline.DANCE, **table.who)
    assert [each.status for each in drafted] == [TrajectoryStatus.PROPOSED] * 2
    assert {each.agreement_id for each in drafted} == {agreement.id}
    (told,) = agreements_in(table.talk)
    assert (told.without_date, [each.teacher for each in told.undated]) == (1, [table.teacher.name, second.name])


def test_who_drafts_for_herself_has_the_trajectory_in_preparation(db, table):
    coach = make_coach()
    agreement = agreed(table, "co_teaching", discipline=Discipline.DANCE)
    who = {"by": coach.id, "now": NOW}
    pairs = {0: Pair(table.teacher.id, coach.id)}
    (drafted,) = draft_trajectories(agreement, pairs, discipline=Discipline.DANCE, **who)
    assert drafted.status is TrajectoryStatus.DRAFT


@pytest.mark.parametrize(
    ("discipline", "teacher", "field"),
    [(Discipline.MUSIC, "own", "teachers-3-coach_id"), (Discipline.DANCE, "elsewhere", "teachers-3-take")],
)
def test_a_pair_that_cannot_be_is_refused_at_its_line(db, table, discipline, teacher, field):
    coach, elsewhere = make_coach(Discipline.DANCE), make_teacher(make_school())
    agreement = agreed(table, "coaching")
    chosen = table.teacher if teacher == "own" else elsewhere
    with pytest.raises(Refused) as refused:
        draft_trajectories(agreement, {3: Pair(chosen.id, coach.id)}, discipline=discipline, **table.who)
    assert refused.value.field == field


def test_sessions_of_a_trajectory_stand_on_the_planning_form_with_coach_and_teacher(db, table):
    coach = make_coach()
    agreement = agreed(table, "coaching", amount=1, discipline=Discipline.DANCE)
    who = {"by": coach.id, "now": NOW}
    pairs = {0: Pair(table.teacher.id, coach.id)}
    (trajectory,) = draft_trajectories(agreement, pairs, discipline=Discipline.DANCE, **who)
    make_session(trajectory, FIRST)
    (told,) = agreements_in(table.talk)
    (date_,) = told.dates
    assert (date_.led_by, date_.people, date_.attendees) == ((coach.name,), (table.teacher.name,), 0)
    assert (told.undated, told.without_date, told.trajectories[0].dates) == ((), 0, 1)


def test_the_form_asks_as_much_of_the_database_for_many_agreements_as_for_one(db, table, statements):
    def asked():
        db.commit()
        db.expire_all()
        table.talk.id  # noqa: B018 - loaded before counting
        statements.clear()
        agreements_in(table.talk)
        return len(statements)

    coach = make_coach()

    def one_more(number):
        plan_dates(agreed(table), a_group(table), weekly(2, FIRST + number * 3 * A_WEEK), **table.who)
        agreement = agreed(table, "coaching", discipline=Discipline.DANCE)
        pairs = {0: Pair(make_teacher(table.school).id, coach.id)}
        (trajectory,) = draft_trajectories(agreement, pairs, discipline=Discipline.DANCE, by=coach.id, now=NOW)
        make_session(trajectory, FIRST + number * 3 * A_WEEK - timedelta(days=1))

    one_more(0)
    before = asked()
    for number in (1, 2):
        one_more(number)
    assert asked() == before


@pytest.mark.sqlite
def test_forty_dates_cost_as_much_each_as_ten_do(db, table, statements):
    make_teacher(table.school)
    agreement = agreed(table, "working_group", amount=40)
    group = a_group(table, kind=AppointmentKind.WORKING_GROUP)
    first = datetime(2026, 11, 25, 7, tzinfo=UTC)

    def cost(count):
        db.commit()
        statements.clear()
        spans = (Span(first + timedelta(days=each), first + timedelta(days=each, hours=1)) for each in range(count))
        plan_dates(agreement, group, {line: MeetingPlan(span) for line, span in enumerate(spans)}, **table.who)
        db.flush()
        spent = len(statements)
        db.rollback()
        return spent

    cost(1)
    one, ten, forty = cost(1), cost(10), cost(40)
    each = (ten - one) / 9
    assert (forty - ten) / 30 <= each
    assert each <= 20
    assert db.query(CoachingTrajectory).count() == 0
