"""When something is said and counted: tables of facts and verdicts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coachtrack.assessments.rules.counting import Said, added, in_fives, next_counts
from coachtrack.assessments.rules.links import (
    LinkState,
    check_period,
    check_some,
    check_some_to_remind,
    expires_at,
    is_due_for_reminder,
    state_of_link,
)
from coachtrack.assessments.rules.questions import (
    BEFORE,
    GROWTH_LABELS,
    HINTS,
    SINCE,
    AssessmentMoment,
    Question,
    answer_labels,
    check_open,
    discipline_of,
    growth_in,
    is_open,
    measures,
    words_of,
)
from coachtrack.errors import Refused
from coachtrack.schools.rules.subjects import Discipline

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
A_WEEK = timedelta(days=7)
FIRST, LAST = date(2025, 1, 1), date(2028, 12, 31)


def new(*answers, first=1):
    """So many people who said this for the first time."""
    return [Said(person, answer, is_counted=False) for person, answer in enumerate(answers, first)]


def counted(*answers, first=1):
    return [Said(person, answer, is_counted=True) for person, answer in enumerate(answers, first)]


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([], None),
        (new(1, 2, 3, 4), None),
        (new(1, 2, 3, 4, 4), (1, 1, 1, 2)),
        (new(3, 3, 3, 3, 3), None),
        (new(3, 3, 3, 3, 3, 2), (0, 1, 5, 0)),
        (counted(1, 2, 3, 4, 4) + new(1, 1, 1, 2, first=6), None),
        (counted(1, 2, 3, 4, 4) + new(1, 1, 1, 2, 1, first=6), (5, 2, 1, 2)),
        (counted(1, 2, 3, 4, 4) + new(1, 1, 1, 1, 1, first=6), None),
        (counted(1, 2, 3, 4, 4) + new(4, 4, 4, 4, 1), (1, 0, 0, 4)),
        ([Said(1, 1, is_counted=False)] * 4 + new(2, 3, 4, 4, first=2), (1, 1, 1, 2)),
        ([Said(1, 1, is_counted=False)] * 5, None),
    ],
)
def test_counts_change_when_five_people_said_something_new_and_not_all_the_same(said, counts):
    assert next_counts(said) == counts


def test_of_someone_who_said_two_things_the_last_counts():
    assert next_counts([Said(1, 1, is_counted=True), *new(4, 2, 2, 2, 2)]) == (0, 4, 0, 1)


def test_schools_are_added_answer_by_answer():
    assert added([(1, 2, 3, 4), (4, 0, 0, 1)]) == (5, 2, 3, 5)


@pytest.mark.parametrize(("count", "known"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (23, 20)])
def test_how_many_answered_is_told_in_fives(count, known):
    assert in_fives(count) == known


@pytest.mark.parametrize(
    ("used", "now", "state"),
    [
        (None, NOW, LinkState.OPEN),
        (None, NOW + A_WEEK, LinkState.EXPIRED),
        (NOW, NOW, LinkState.USED),
        (NOW, NOW + A_WEEK, LinkState.USED),
    ],
)
def test_a_link_holds_once_and_until_its_day(used, now, state):
    assert state_of_link(used_at=used, expires_at=NOW + A_WEEK, now=now) is state


def test_a_link_holds_eight_weeks_and_no_longer_than_the_period():
    assert expires_at(NOW, NOW + 20 * A_WEEK) == NOW + 8 * A_WEEK
    assert expires_at(NOW, NOW + 2 * A_WEEK) == NOW + 2 * A_WEEK


@pytest.mark.parametrize(
    ("made", "reminded", "due"),
    [
        (NOW - A_WEEK + timedelta(seconds=1), None, False),
        (NOW - A_WEEK, None, True),
        (NOW - A_WEEK, NOW - A_WEEK, False),
        (NOW - 8 * A_WEEK, None, False),
    ],
)
def test_a_reminder_goes_out_once_from_a_week_after_while_the_link_holds(made, reminded, due):
    until = made + 8 * A_WEEK
    assert is_due_for_reminder(made_at=made, reminded_at=reminded, expires_at=until, now=NOW) is due


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2024, 12, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2029, 1, 1), False),
    ],
)
def test_answers_are_given_and_changed_while_the_period_runs(today, said):
    assert is_open(FIRST, LAST, today) is said
    if said:
        check_open(FIRST, LAST, today)
        check_period(FIRST, LAST, today)
        return
    with pytest.raises(Refused, match=r"remove it|Come back on"):
        check_open(FIRST, LAST, today)
    with pytest.raises(Refused, match="Choose one that does"):
        check_period(FIRST, LAST, today)


def test_nobody_to_ask_or_to_remind_is_said():
    for check in (check_some, check_some_to_remind):
        check(1)
        with pytest.raises(Refused, match=r"nobody|Nobody"):
            check(0)


def test_every_question_has_words_before_and_since_and_a_hint():
    assert set(BEFORE) == set(SINCE) == set(HINTS) == set(Question)
    assert words_of(Question.EXPERTISE, AssessmentMoment.START) == BEFORE[Question.EXPERTISE]
    assert words_of(Question.EXPERTISE, AssessmentMoment.END) == SINCE[Question.EXPERTISE]
    assert words_of(Question.EXPERTISE, AssessmentMoment.PERIOD) == SINCE[Question.EXPERTISE]


def test_a_word_of_growth_knows_its_discipline():
    assert discipline_of(growth_in(Discipline.MUSIC)) is Discipline.MUSIC
    assert discipline_of("expertise") is None
    assert measures()[:4] == ["expertise", "improvement", "motivation", "growth:dance"]
    assert answer_labels("growth:dance") == tuple(GROWTH_LABELS.values())
    assert len(answer_labels("expertise")) == 4
