"""Talks of the demo: what the advisor and her schools said and agreed, what was prepared, what waits for someone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from coachtrack.agenda.rules.appointments import AppointmentKind, Span
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agreements.actions import Promise
from coachtrack.agreements.models import Agreement, Instrument
from coachtrack.database import db
from coachtrack.demo import logins
from coachtrack.demo.casting import person_at
from coachtrack.demo.days import AFTER_SCHOOL, Diary, moment
from coachtrack.demo.frame import Frame
from coachtrack.demo.spoken import ANSWERS, PREPARED, RESULTS, WORDS_OF_EVI
from coachtrack.funding.queries import goals_of
from coachtrack.pdf import pdf_of
from coachtrack.people.models import Person
from coachtrack.people.queries import roles_held, teachers_of
from coachtrack.schools import actions as schools
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import AttentionKind, Discipline
from coachtrack.talks.actions import answers, planning, preparation, questionnaires, reports
from coachtrack.talks.actions import talks as actions
from coachtrack.talks.models import Talk
from coachtrack.talks.queries.reports import told_in
from coachtrack.talks.queries.talks import guide_steps
from coachtrack.talks.rules.answers import options_of
from coachtrack.talks.rules.guides import Question, QuestionKind
from coachtrack.talks.rules.preparation import ChecklistItem, EviPillar
from coachtrack.talks.rules.reports import fingerprint
from coachtrack.talks.rules.talks import ParticipantRole, Seat, TalkKind
from coachtrack.talks.views.report_content import confirmed_words, report_content
from coachtrack.trainings.rules import MeetingPlan, TargetGroup
from coachtrack.viewer import Role

HOUR_AND_A_HALF = timedelta(minutes=90)
FEW = 4
"""In a talk that is only half way, so many questions of each step have an answer."""


class Talks:
    """The advisor goes round her schools: last year all of them, this year she is half way."""

    def __init__(self, frame: Frame, diary: Diary, now: datetime) -> None:
        self.frame, self.diary, self.now = frame, diary, now
        self.advisor_id = frame.advisor_id
        advised = [each for each in roles_held(self.advisor_id, diary.today) if each.role is Role.ADVISOR]
        self.school_ids = sorted(each.school_id for each in advised if each.school_id is not None)
        self.director_id = person_at(logins.LEADER).id
        led = roles_held(self.director_id, diary.today)
        self.home_id = next(each.school_id for each in led if each.role is Role.SCHOOL_LEADER and each.school_id)

    def hold(self) -> None:
        """All of them."""
        for number, school_id in enumerate(self.school_ids):
            self._know(school_id, number)
        self._hold_last_year()
        others = [school_id for school_id in self.school_ids if school_id != self.home_id]
        self._report_at_home()
        self._half_way(others[0])
        self._prepared(others[1])

    def _know(self, school_id: int, number: int) -> None:
        """What Evi said twice, how many team meetings the school wants, and what to reckon with."""
        school = db.session.get_one(School, school_id)
        for year, better in ((self.diary.last_year, 0), (self.diary.this_year, 1)):
            measured_on = self.diary.first_school_day(year.starts_on + timedelta(days=35 + number))
            outcomes = [
                preparation.Outcome(pillar, min(1 + (place + number) % 3 + better, 4), WORDS_OF_EVI[pillar] * better)
                for place, pillar in enumerate(EviPillar)
            ]
            if measured_on < self.diary.today:
                preparation.record_evi(school, measured_on, outcomes, by=self.advisor_id, now=self._at(measured_on))
        kind, note = (
            (AttentionKind.ANNIVERSARY, "De school bestaat 50 jaar; in mei is er een feestweek."),
            (AttentionKind.MOVE, "Na de voorjaarsvakantie zit de school in een ander gebouw."),
            (AttentionKind.NEW_MATERIALS, "Er komt een nieuwe rekenmethode; dat vraagt tijd van het team."),
        )[number % 3]
        if number % 2 == 0:
            schools.add_attention(
                school_id,
                kind=kind,
                starts_on=self.diary.today - timedelta(days=20),
                ends_on=self.diary.today + timedelta(days=200),
                note=note,
                by=self.advisor_id,
                now=self.now - timedelta(days=20),
            )

    def _hold_last_year(self) -> None:
        for number, school_id in enumerate(self.school_ids):
            year = self.diary.last_year
            talk = self._open(school_id, year, year.starts_on + timedelta(days=40 + 3 * number))
            self._answer(talk, few=False)
            self._results(talk)
            self._report(talk)

    def _report_at_home(self) -> None:
        """At the school of the director with an account: the report waits until she confirms it."""
        talk = self._open(self.home_id, self.diary.this_year, self.diary.today - timedelta(days=20))
        self._answer(talk, few=False)
        self._results(talk)
        self._agree(talk)
        reports.make_report(talk, by=self.advisor_id, now=min(self._end(talk) + timedelta(days=2), self.now))

    def _half_way(self, school_id: int) -> None:
        """The talk was yesterday or so, and not all of it was written down."""
        talk = self._open(school_id, self.diary.this_year, self.diary.today - timedelta(days=5))
        self._answer(talk, few=True)
        self._results(talk)
        self._agree(talk)

    def _prepared(self, school_id: int) -> None:
        """The talk is to come: some of the preparation is ready, and the school has answered."""
        talk = self._open(school_id, self.diary.this_year, self.diary.today + timedelta(days=10))
        at = self.now - timedelta(days=4)
        for item in (ChecklistItem.EARLIER_RESULTS, ChecklistItem.EVI_RESULT, ChecklistItem.TRAINING_CATALOGUE):
            preparation.tick(talk, item, by=self.advisor_id, now=at)
        questionnaire, _token = questionnaires.make_questionnaire(talk, by=self.advisor_id, now=at)
        questionnaires.answer_questionnaire(
            questionnaire, PREPARED, answered_by="de ICC'er", now=self.now - timedelta(days=2)
        )

    def _open(self, school_id: int, year: SchoolYear, from_: date) -> Talk:
        day = self.diary.free_afternoon(from_, self.advisor_id)
        starts_at = moment(day, AFTER_SCHOOL)
        seats = [Seat(ParticipantRole.CULTURE_COORDINATOR, name="Sam de Wit")]
        if school_id == self.home_id:
            seats.insert(0, Seat(ParticipantRole.SCHOOL_LEADER, person_id=self.director_id))
        else:
            seats.insert(0, Seat(ParticipantRole.SCHOOL_LEADER, name="Robin de Groot"))
        return actions.open_talk(
            school_id,
            TalkKind.AMBITION,
            actions.Frame(seats=seats, was_coached=True, coached_how="Begeleiding in de vorige periode"),
            first_year=year.first,
            advisor_id=self.advisor_id,
            starts_at=starts_at,
            ends_at=starts_at + HOUR_AND_A_HALF,
            place="directiekamer",
            by=self.advisor_id,
            now=min(max(starts_at - timedelta(days=30), self.frame.began_at), self.now),
        )

    def _answer(self, talk: Talk, *, few: bool) -> None:
        for step in guide_steps(talk):
            for number, question in enumerate(step.questions):
                if few and number >= FEW:
                    break
                at = min(self._end(talk), self.now)
                answers.save_answer(
                    talk, question, _said(question, talk.school_id), version=0, by=self.advisor_id, now=at
                )

    @staticmethod
    def _results(talk: Talk) -> None:
        """What the school aims for, and how."""
        for part, aimed in RESULTS.items():
            rows = answers.add_results(talk, part, [what for what, _how in aimed])
            for row, (what, how) in zip(rows, aimed, strict=True):
                answers.save_result(talk, row.id, what=what, how=how, version=row.version)

    def _agree(self, talk: Talk) -> None:
        """Co-teaching for two teachers, and a working group with three dates."""
        at = min(self._end(talk), self.now)
        by = self.advisor_id
        lessons = planning.agree(talk, self._promise(talk, "co_teaching", 2, 6 * 60), by=by, now=at)
        coach_id = person_at(logins.COACH).id
        teachers = [each.id for each in teachers_of(talk.school_id, self.diary.today)][-2:]
        pairs = {number: planning.Pair(teacher_id, coach_id) for number, teacher_id in enumerate(teachers)}
        planning.draft_trajectories(lessons, pairs, discipline=Discipline.DANCE, by=by, now=at)
        group = planning.agree(talk, self._promise(talk, "working_group", 3, 60), by=by, now=at)
        self._plan_working_group(group, at)

    def _plan_working_group(self, agreement: Agreement, at: datetime) -> None:
        days = [self.diary.free_afternoon(self.diary.today + timedelta(days=21), self.advisor_id)]
        days += [self.diary.free_afternoon(days[0] + timedelta(days=days_on), self.advisor_id) for days_on in (35, 70)]
        spans = [Span(moment(day, AFTER_SCHOOL), moment(day, time(16, 30))) for day in days]
        members = [each.id for each in teachers_of(agreement.school_id, self.diary.today)][:3]
        planning.plan_dates(
            agreement,
            planning.Group(
                title="Werkgroep cultuur",
                kind=AppointmentKind.WORKING_GROUP,
                target_group=TargetGroup.CLASSROOM_STAFF,
                trainer_id=self.advisor_id,
                attendee_ids=members,
            ),
            {number: MeetingPlan(span, "teamkamer") for number, span in enumerate(spans)},
            by=self.advisor_id,
            now=at,
        )

    def _promise(self, talk: Talk, code: str, amount: int, minutes_each: int) -> Promise:
        instrument_id = db.session.scalars(sa.select(Instrument.id).where(Instrument.code == code)).one()
        if talk.period_id is None:
            raise LookupError(talk.school_id)
        goals: Sequence[int] = [goal.id for goal in goals_of(talk.period_id)]
        return Promise(
            first_year=talk.first_year,
            period_id=talk.period_id,
            amount=amount,
            minutes_each=minutes_each,
            instrument_id=instrument_id,
            goal_ids=tuple(goals[2:4]),
            discipline=Discipline.DANCE if code == "co_teaching" else None,
            responsible="de ICC'er en de schoolbegeleider",
        )

    def _report(self, talk: Talk) -> None:
        at = self._end(talk) + timedelta(days=3)
        reports.make_report(talk, by=self.advisor_id, now=at)
        if talk.school_id == self.home_id:
            self._confirm(talk, at + timedelta(days=4))

    def _confirm(self, talk: Talk, at: datetime) -> None:
        director = db.session.get_one(Person, self.director_id)
        content = report_content(told_in(talk), status=confirmed_words(director.name, at))
        document = pdf_of("document", content, at=at.astimezone(UTC))
        reports.confirm_report(talk, content, document, seen=fingerprint(content), by=director, now=at)

    @staticmethod
    def _at(day: date) -> datetime:
        return moment(day, time(16))

    @staticmethod
    def _end(talk: Talk) -> datetime:
        if talk.appointment is None:
            raise LookupError(talk.id)
        return talk.appointment.ends_at


def _said(question: Question, turn: int) -> object:
    """An answer that fits the kind of question; where it has words, those written for it."""
    words = ANSWERS.get(question.key, "")
    if question.kind is QuestionKind.TEXT:
        return words or ANSWERS["otherwise"]
    if question.kind is QuestionKind.LINES:
        return (words or ANSWERS["themes"]).split("; ")
    keys = [option.key for option in options_of(question)]
    if question.kind is QuestionKind.MARKS:
        marks = {row.key: keys[(turn + place) % len(keys)] for place, row in enumerate(question.rows)}
        return {"marks": marks, "text": words}
    single = question.kind in (QuestionKind.YES_NO, QuestionKind.YES_PARTLY_NO)
    return {"chosen": keys[:1] if single else keys[turn % 2 :: 2], "text": words}
