from datetime import date

import pytest
from hypothesis import given

from coachtrack.coverage.rules.requirement import Combination, Demand, Group, Measure, Requirement, Span
from coachtrack.coverage.rules.verdict import Frame, Missing, Shortfall, judge
from coachtrack.coverage.rules.wording import (
    MEASURE_LABELS,
    SPAN_LABELS,
    Amount,
    Clause,
    Sentence,
    sentence,
    what_is_missing,
)
from coachtrack.coverage.views.words import said
from coachtrack.schools.rules.subjects import Discipline
from tests.coverage.test_rules_properties import people, requirements
from tests.factories.coverage import FRAME, asking

ANY, ALL = Combination.ANY, Combination.ALL
COURSE = Demand(Measure.COMPLETED_TRAJECTORIES, 1)
TALKS = Demand(Measure.CONFIRMED_DEBRIEFS, 3)
COACHING = Demand(Measure.COACHING_MINUTES, 720)
TRAINING = Demand(Measure.TRAINING_MINUTES, 480)


def asks(combination, *groups):
    return Requirement(tuple(groups), combination)


def shape(found):
    """Which demands stand in which clause, and how they combine."""
    return (
        found.combination,
        [(clause.combination, [each.demand for each in clause.amounts]) for clause in found.clauses],
    )


@pytest.mark.parametrize(
    ("requirement", "line"),
    [
        (asks(ANY, Group((COURSE, COACHING), ANY)), (ANY, [COURSE, COACHING])),
        (asks(ANY, Group((COURSE, COACHING), ALL)), (ALL, [COURSE, COACHING])),
        (asks(ALL, Group((COURSE, COACHING), ANY)), (ANY, [COURSE, COACHING])),
        (asks(ALL, Group((COURSE,), ANY), Group((TRAINING,), ANY)), (ALL, [COURSE, TRAINING])),
        (asks(ANY, Group((COURSE, TALKS), ANY), Group((TRAINING,), ALL)), (ANY, [COURSE, TALKS, TRAINING])),
    ],
)
def test_what_mixes_no_and_with_an_or_is_one_line(requirement, line):
    found = sentence(requirement).line
    assert (found.combination, [each.demand for each in found.amounts]) == line


@pytest.mark.parametrize(
    ("requirement", "clauses"),
    [
        (
            asks(ALL, Group((COURSE, COACHING), ANY), Group((TRAINING,), ANY)),
            (ALL, [(ANY, [COURSE, COACHING]), (ALL, [TRAINING])]),
        ),
        (
            asks(ANY, Group((COURSE, TRAINING), ALL), Group((COACHING, TALKS), ALL)),
            (ANY, [(ALL, [COURSE, TRAINING]), (ALL, [COACHING, TALKS])]),
        ),
        (
            asks(ALL, Group((COURSE, TRAINING), ALL), Group((COACHING, TALKS), ANY)),
            (ALL, [(ALL, [COURSE]), (ALL, [TRAINING]), (ANY, [COACHING, TALKS])]),
        ),
    ],
)
def test_an_and_beside_an_or_makes_a_list(requirement, clauses):
    found = sentence(requirement)
    assert found.line is None
    assert shape(found) == clauses


@given(requirements)
def test_a_sentence_says_every_demand_once_with_its_amount(requirement):
    amounts = [each for clause in sentence(requirement).clauses for each in clause.amounts]
    assert [each.demand for each in amounts] == list(requirement.demands)
    assert all(each.number == each.demand.at_least for each in amounts)


def holds(words, met):
    """Whether what a sentence says is so, when these demands are met."""
    each = [
        (any if clause.combination is ANY else all)(one.demand in met for one in clause.amounts)
        for clause in words.clauses
    ]
    return (any if words.combination is ANY else all)(each)


@given(requirements, people)
def test_a_sentence_says_what_the_requirement_means(requirement, person):
    verdict = judge(requirement, person, FRAME)
    met = {demand for demand, amount in verdict.amounts.items() if amount >= demand.at_least}
    groups = [
        (any if group.combination is ANY else all)(each in met for each in group.demands)
        for group in requirement.groups
    ]
    assert holds(sentence(requirement), met) == (any if requirement.combination is ANY else all)(groups)
    line = sentence(requirement).line
    if line is not None:
        assert holds(Sentence((line,), ANY), met) == holds(sentence(requirement), met)


@pytest.mark.parametrize(
    ("span", "frame", "by"),
    [
        (Span.PERIOD, FRAME, date(2028, 12, 31)),
        (Span.SCHOOL_YEAR, FRAME, date(2027, 7, 31)),
        (Span.SCHOOL_YEAR, Frame(FRAME.starts_on, FRAME.ends_on, date(2028, 10, 1)), date(2028, 12, 31)),
        (Span.SCHOOL_YEAR, Frame(FRAME.starts_on, FRAME.ends_on, date(2030, 10, 1)), date(2028, 12, 31)),
    ],
)
def test_what_is_missing_says_until_when_there_is_time(span, frame, by):
    demand = Demand(Measure.CONFIRMED_DEBRIEFS, 3, span=span)
    missing = (Missing((Shortfall(demand, 2),), ANY),)
    found = what_is_missing(missing, asks(ANY, Group((demand,))), frame)
    assert found.line == Clause((Amount(demand, 2, by),), ANY)


def test_every_measure_and_span_has_words():
    assert (set(MEASURE_LABELS), set(SPAN_LABELS)) == (set(Measure), set(Span))


TALKS_AND_HOURS = Group((COACHING, TALKS), ALL)
ONE = "Eén van deze is genoeg: (1)"
THREE = "3 sessies met een bevestigde nabespreking"
CONFIRMED = "Een nabespreking telt als de leerkracht die heeft bevestigd."
SILENCE = "Een nabespreking telt ook als de leerkracht er veertien dagen niets over zei; vakanties tellen niet mee."
LAST = f"(3) minstens 1 discipline. {SILENCE}"


@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        (
            asking(demands=(COURSE, TALKS, COACHING), combination=ALL, one_sided_counts=False),
            f"Minstens 1 afgerond traject, 3 sessies met een bevestigde nabespreking en 12_u coaching. {CONFIRMED}",
        ),
        (
            asking(Measure.ALL_MINUTES, 720, training_cap_minutes=240),
            "Minstens 12_u coaching en bijscholing samen (bijscholing telt daarvan mee tot 4_u).",
        ),
        (
            asking(Measure.COACHING_MINUTES, 90, discipline=Discipline.MUSIC, span=Span.SCHOOL_YEAR),
            "Minstens 1_u_30_min coaching in muziek per schooljaar.",
        ),
        (asking(Measure.DISCIPLINES, 2), "Minstens 2 verschillende disciplines."),
        (
            asks(ALL, Group((COURSE, COACHING)), Group((TRAINING,))),
            "Dit is allemaal nodig: (1) minstens 1 afgerond traject of 12_u coaching; (2) minstens 8_u bijscholing.",
        ),
        (
            asks(ANY, Group((COURSE, TRAINING), ALL), TALKS_AND_HOURS, Group((Demand(Measure.DISCIPLINES, 1),))),
            f"{ONE} minstens 1 afgerond traject en 8_u bijscholing; (2) minstens 12_u coaching en {THREE}; {LAST}",
        ),
    ],
)
def test_a_requirement_is_said_in_plain_dutch(requirement, words, app):
    with app.test_request_context():
        assert said(requirement).replace("\u00a0", "_") == words
