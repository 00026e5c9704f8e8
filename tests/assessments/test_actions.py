"""Saying, changing, taking back, counting and asking."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from coachtrack import crypto
from coachtrack.accounts.models import Account
from coachtrack.assessments import actions, queries
from coachtrack.assessments.models import AssessmentAnswer, AssessmentCount, AssessmentLink, SelfAssessment
from coachtrack.assessments.queries.links import link_token
from coachtrack.assessments.rules.questions import AssessmentMoment
from coachtrack.audit import AuditEntry
from coachtrack.database import db as database
from coachtrack.errors import NotFound, Refused
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role
from tests.factories.accounts import mails_to
from tests.factories.assessments import about_period, make_assessment
from tests.factories.funding import make_participation, make_period
from tests.factories.people import make_absence, make_holder, make_leader, make_person, make_post, make_teacher
from tests.factories.schools import make_school
from tests.support.moments import NOW
from tests.support.together import together

A_WEEK = timedelta(days=7)
AFTERWARDS = datetime(2029, 1, 2, 9, tzinfo=UTC)


@pytest.fixture
def period(db):
    return make_period()


@pytest.fixture
def school(db, period):
    school = make_school(name="De Bron")
    make_participation(school, period)
    return school


@pytest.fixture
def team(school):
    return [make_teacher(school) for _number in range(12)]


def line(period, school, measure="expertise"):
    counts = queries.counts_of([school.id], period.id)
    found = [each.answers for each in counts.about(measure)] if counts else []
    return found[0] if found else None


def test_she_reads_back_what_she_said(school, period, team):
    said = make_assessment(team[0], school, period, {"expertise": 3, "growth:dance": 1})
    assert [each.id for each in queries.assessments_of(team[0].id)] == [said.id]
    assert queries.get_assessment(said.id).said == {"expertise": 3, "growth:dance": 1}
    assert queries.assessments_of(team[1].id) == []


def test_what_she_says_stands_sealed_in_the_table(db, school, period, team):
    make_assessment(team[0], school, period, {"expertise": 3})
    (kept,) = db.scalars(sa.select(sa.type_coerce(AssessmentAnswer.answer, sa.Text)))
    assert kept != "3"
    assert crypto.decrypt(kept) == "3"


def test_what_she_says_otherwise_takes_the_place_of_the_first(school, period, team):
    make_assessment(team[0], school, period, {"expertise": 3, "motivation": 1})
    said = make_assessment(team[0], school, period, {"expertise": 4, "improvement": 2}, now=NOW + A_WEEK)
    assert said.said == {"expertise": 4, "improvement": 2}
    assert len(queries.assessments_of(team[0].id)) == 1


def test_skipping_everything_keeps_nothing_and_takes_back_what_was_said(db, school, period, team):
    about = about_period(team[0], school, period)
    actions.say(about, {}, now=NOW)
    make_assessment(team[0], school, period)
    actions.say(about, {}, now=NOW)
    assert db.scalar(sa.select(sa.func.count(SelfAssessment.id))) == 0
    assert db.scalar(sa.select(sa.func.count(AssessmentAnswer.id))) == 0


def test_start_and_end_of_a_trajectory_stand_beside_the_period(school, period, team):
    for moment in (AssessmentMoment.START, AssessmentMoment.END):
        make_assessment(team[0], school, period, moment=moment, trajectory_id=7, discipline=Discipline.DANCE)
    make_assessment(team[0], school, period)
    assert {(each.about, each.moment) for each in queries.assessments_of(team[0].id)} == {
        ("trajectory:7", AssessmentMoment.START),
        ("trajectory:7", AssessmentMoment.END),
        (f"period:{period.id}", AssessmentMoment.PERIOD),
    }


def test_after_the_period_nothing_is_said_or_changed_but_it_can_be_taken_back(school, period, team):
    said = make_assessment(team[0], school, period)
    with pytest.raises(Refused, match="over"):
        make_assessment(team[0], school, period, {"expertise": 1}, now=AFTERWARDS)
    actions.take_back(said)
    with pytest.raises(NotFound):
        queries.get_assessment(said.id)


def test_counts_appear_with_the_fifth_and_change_with_the_next_five(school, period, team):
    shown = []
    for number, teacher in enumerate(team):
        make_assessment(teacher, school, period, {"expertise": number % 4 + 1})
        shown.append(line(period, school))
    assert shown == [None] * 4 + [(2, 1, 1, 1)] * 5 + [(3, 3, 2, 2)] * 3


def test_each_question_waits_for_five_of_its_own(school, period, team):
    for number, teacher in enumerate(team[:6]):
        answers = {"expertise": number % 4 + 1} | ({"motivation": number % 4 + 1} if number < 4 else {})
        make_assessment(teacher, school, period, answers)
    assert line(period, school) == (2, 1, 1, 1)
    assert line(period, school, "motivation") is None


def test_what_was_counted_and_said_again_alike_is_nothing_new(school, period, team):
    for _time in range(2):
        for number, teacher in enumerate(team[:5]):
            make_assessment(teacher, school, period, {"expertise": number % 4 + 1}, now=NOW + _time * A_WEEK)
    make_assessment(team[0], school, period, {"expertise": 4})
    assert line(period, school) == (2, 1, 1, 1)


def test_what_was_taken_back_goes_with_the_next_five(school, period, team):
    said = [
        make_assessment(teacher, school, period, {"expertise": 1 + (number == 0)})
        for number, teacher in enumerate(team[:5])
    ]
    actions.take_back(said[0])
    assert line(period, school) == (4, 1, 0, 0)
    for number, teacher in enumerate(team[5:10]):
        make_assessment(teacher, school, period, {"expertise": 3 + (number == 0)})
    assert line(period, school) == (4, 0, 4, 1)


def test_all_schools_together_are_those_that_show_something(school, period, team):
    small = make_school(name="De Beek")
    make_participation(small, period)
    for number, teacher in enumerate(team[:5]):
        make_assessment(teacher, school, period, {"expertise": number % 4 + 1})
    for _number in range(4):
        make_assessment(make_teacher(small), small, period, {"expertise": 4})
    together = queries.counts_of(None, period.id)
    assert (together.schools, [(each.people, each.answers) for each in together.lines]) == (1, [(5, (2, 1, 1, 1))])
    assert queries.counts_of([small.id], period.id) is None
    assert queries.counts_of([], period.id) is None


def test_start_end_and_period_are_counted_apart_and_told_in_that_order(school, period, team):
    for moment in (AssessmentMoment.PERIOD, AssessmentMoment.END, AssessmentMoment.START):
        for number, teacher in enumerate(team[:5]):
            about = (
                {} if moment is AssessmentMoment.PERIOD else {"trajectory_id": number, "discipline": Discipline.DANCE}
            )
            make_assessment(teacher, school, period, {"growth:dance": number % 2 + 1}, moment=moment, **about)
    lines = queries.counts_of(None, period.id).about("growth:dance")
    assert [(each.moment, each.answers) for each in lines] == [
        (AssessmentMoment.START, (3, 2, 0, 0)),
        (AssessmentMoment.END, (3, 2, 0, 0)),
        (AssessmentMoment.PERIOD, (3, 2, 0, 0)),
    ]


def test_nothing_that_others_read_names_a_person(db, school, period, team, statements):
    for number, teacher in enumerate(team[:5]):
        make_assessment(teacher, school, period, {"expertise": number % 4 + 1})
    statements.clear()
    queries.counts_of(None, period.id)
    queries.asked_of(None, period.id)
    assert statements.naming("self_assessment", "assessment_answer", "person") == []
    assert "person_id" not in AssessmentCount.__table__.columns
    assert db.scalar(sa.select(sa.func.count(AuditEntry.id)).where(AuditEntry.act.contains("assess"))) == 0


def asked(db):
    return db.scalars(sa.select(AssessmentLink).order_by(AssessmentLink.id)).all()


def test_everyone_in_front_of_a_class_of_a_school_that_takes_part_is_asked_once(db, school, period):
    teacher, away = make_teacher(school), make_teacher(school)
    make_absence(away, NOW.date())
    make_leader(school)
    make_post(make_person(email=None), school)
    closed = make_teacher(school)
    db.add(Account(person_id=closed.id, created_at=NOW, deactivated_at=NOW))
    elsewhere = make_teacher(make_school(name="De Beek"))
    coordinator = make_teacher(school)
    make_post(coordinator, school, PostFunction.CULTURE_COORDINATOR)
    db.flush()
    assert actions.ask_teachers(period, None, by=None, now=NOW) == 2
    assert [each.person_id for each in asked(db)] == [teacher.id, coordinator.id]
    assert mails_to(elsewhere) == []
    late = make_teacher(school)
    assert actions.ask_teachers(period, [school.id], by=None, now=NOW) == 1
    assert asked(db)[-1].person_id == late.id
    with pytest.raises(Refused, match="nobody"):
        actions.ask_teachers(period, None, by=None, now=NOW)


def test_a_link_is_kept_as_a_hash_and_stands_in_the_mail(db, school, period, team):
    actions.ask_teachers(period, [school.id], by=None, now=NOW)
    (mail,) = mails_to(team[0])
    token = link_token(team[0].id, period.id, NOW)
    assert f"http://localhost/blik/{token}" in mail.body
    link = queries.find_link(token)
    assert (link.person_id, link.token_hash) == (team[0].id, crypto.token_hash(token))
    assert queries.find_link(token[:-1]) is None
    assert queries.find_link("x" * 300) is None


def test_a_signed_link_of_which_the_hash_is_gone_opens_nothing(db, school, period, team):
    assert queries.find_link(link_token(team[0].id, period.id, NOW)) is None


def test_a_link_holds_once_and_her_own_page_uses_it_up(db, school, period, team):
    actions.ask_teachers(period, None, by=None, now=NOW)
    first, second = asked(db)[:2]
    actions.say_by_link(first, {"expertise": 2}, now=NOW)
    assert queries.assessments_of(first.person_id)[0].said == {"expertise": 2}
    with pytest.raises(Refused):
        actions.say_by_link(first, {"expertise": 4}, now=NOW)
    make_assessment(next(each for each in team if each.id == second.person_id), school, period)
    db.expire_all()
    assert second.used_at == NOW


def test_an_expired_link_is_refused(db, school, period, team):
    actions.ask_teachers(period, None, by=None, now=NOW)
    with pytest.raises(Refused):
        actions.say_by_link(asked(db)[0], {"expertise": 2}, now=NOW + 8 * A_WEEK)


def test_a_reminder_goes_to_all_who_were_asked_once_so_that_nobody_is_seen_to_have_answered(db, school, period, team):
    actions.ask_teachers(period, None, by=None, now=NOW)
    actions.say_by_link(asked(db)[0], {"expertise": 2}, now=NOW)
    with pytest.raises(Refused):
        actions.remind_teachers(period, None, by=None, now=NOW + A_WEEK - timedelta(minutes=1))
    assert actions.remind_teachers(period, None, by=None, now=NOW + A_WEEK) == 12
    assert {len(mails_to(each)) for each in team} == {2}
    assert f"/blik/{link_token(team[0].id, period.id, NOW)}" in mails_to(team[0])[1].body
    with pytest.raises(Refused):
        actions.remind_teachers(period, None, by=None, now=NOW + 2 * A_WEEK)


def test_how_many_answered_is_told_in_fives_for_each_school(db, school, period, team):
    actions.ask_teachers(period, None, by=None, now=NOW)
    for link in asked(db)[:4]:
        actions.say_by_link(link, {"expertise": 2}, now=NOW)
    assert queries.asked_of([school.id], period.id) == queries.Asked(sent=12, answered=0)
    for link in asked(db)[4:11]:
        actions.say_by_link(link, {"expertise": 2}, now=NOW)
    assert queries.asked_of(None, period.id) == queries.Asked(sent=12, answered=10)


def test_asking_is_logged_with_numbers_and_answering_is_not(db, school, period, team):
    commission = make_holder(Role.COMMISSION)
    actions.ask_teachers(period, None, by=commission.id, now=NOW)
    actions.say_by_link(asked(db)[0], {"expertise": 2}, now=NOW)
    log = db.execute(sa.select(AuditEntry.act, AuditEntry.person_id, AuditEntry.detail)).all()
    assert ("teachers asked", commission.id, "12 asked") in log
    assert [entry for entry in log if entry.person_id == asked(db)[0].person_id] == []


def test_asking_forty_takes_as_many_statements_as_asking_two(db, school, period, statements):
    for _number in range(2):
        make_teacher(school)
    statements.clear()
    actions.ask_teachers(period, None, by=None, now=NOW)
    few = len(statements)
    for _number in range(40):
        make_teacher(school)
    statements.clear()
    assert actions.ask_teachers(period, None, by=None, now=NOW) == 40
    assert len(statements) == few


def test_ten_who_answer_at_the_same_moment_are_counted_in_fives_and_none_is_lost(app, db, school, period, team):
    actions.ask_teachers(period, None, by=None, now=NOW)
    period_id, tokens = period.id, [link_token(each.id, period.id, NOW) for each in team[:10]]

    def answer(number):
        actions.say_by_link(queries.find_link(tokens[number]), {"expertise": number % 2 + 1}, now=NOW)
        database.session.commit()

    together(app, [lambda number=number: answer(number) for number in range(10)])
    assert db.scalar(sa.select(sa.func.count(SelfAssessment.id))) == 10
    (line,) = queries.counts_of(None, period_id).lines
    waiting = db.scalar(sa.select(sa.func.count(AssessmentAnswer.id)).where(~AssessmentAnswer.is_counted))
    assert line.people + waiting == 10
    assert waiting < 5


def test_a_link_pressed_twice_at_the_same_moment_keeps_one_answer(app, db, school, period, team):
    actions.ask_teachers(period, None, by=None, now=NOW)
    token = link_token(team[0].id, period.id, NOW)

    def answer(number):
        try:
            actions.say_by_link(queries.find_link(token), {"expertise": number + 1}, now=NOW)
            database.session.commit()
            return number + 1
        except Refused:
            database.session.rollback()
        return None

    kept = [each for each in together(app, [lambda number=number: answer(number) for number in range(3)]) if each]
    assert [each.said for each in db.scalars(sa.select(SelfAssessment))] == [{"expertise": number} for number in kept]
    assert len(kept) == 1


def test_by_a_link_nothing_is_taken_away_of_what_she_said_herself(db, school, period, team):
    actions.ask_teachers(period, None, by=None, now=NOW)
    link = db.scalar(sa.select(AssessmentLink).where(AssessmentLink.person_id == team[0].id))
    kept = make_assessment(team[0], school, period, {"expertise": 3, "motivation": 2})
    link.used_at = None  # she answered before she was asked
    actions.say_by_link(link, {"motivation": 4}, now=NOW)
    assert queries.get_assessment(kept.id).said == {"expertise": 3, "motivation": 4}
    other = db.scalar(sa.select(AssessmentLink).where(AssessmentLink.person_id == team[1].id))
    more = make_assessment(team[1], school, period, {"expertise": 1})
    other.used_at = None
    actions.say_by_link(other, {}, now=NOW)
    assert queries.get_assessment(more.id).said == {"expertise": 1}
