"""What a requirement can ask: groups, one discipline or several, a school year; by example."""

from dataclasses import replace
from datetime import date

import pytest

from coachtrack.coverage.rules.requirement import Combination, Demand, Group, Measure, RequirementStatus, Span
from coachtrack.coverage.rules.verdict import Answered, Cell, Completed, Plan, Sum, cells_of, judge
from coachtrack.evidence.rules.records import Activity, Origin, Party
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.coverage import FRAME, a_person, a_piece, asking

S = RequirementStatus
MUSIC, YEARLY = {"discipline": Discipline.MUSIC}, {"span": Span.SCHOOL_YEAR}
LAST_YEAR = date(2026, 7, 31)
TRAINING = {"activity": Activity.TRAINING, "kind": "team_training", "prep_minutes": 0, "debrief_minutes": 0}
DEBRIEF = {"activity": Activity.DEBRIEF, "prep_minutes": 0, "lesson_minutes": 0, "debrief_minutes": 0}
IN_DANCE, IN_MUSIC = (Completed(LAST_YEAR, "dance"),), (Completed(LAST_YEAR, "music"),)
CONFIRMED = a_piece(confirmed_by=frozenset({Party.TEACHER}), **DEBRIEF)
COURSE_OR_HOURS = Group((Demand(Measure.COMPLETED_TRAJECTORIES, 1), Demand(Measure.COACHING_MINUTES, 75)))
AND_TRAINING = asking(groups=(COURSE_OR_HOURS, Group((Demand(Measure.TRAINING_MINUTES, 45),))))
BOTH = replace(AND_TRAINING, combination=Combination.ALL)


@pytest.mark.parametrize(
    ("requirement", "person", "status"),
    [
        # one discipline
        (asking(Measure.COACHING_MINUTES, 75, **MUSIC), a_person(a_piece(discipline="music")), S.MET),
        (asking(Measure.COACHING_MINUTES, 75, **MUSIC), a_person(a_piece(discipline="dance")), S.NOT_STARTED),
        (asking(Measure.COACHING_MINUTES, 75, **MUSIC), a_person(a_piece(discipline=None)), S.NOT_STARTED),
        (asking(Measure.COACHING_MINUTES, 90, **MUSIC), a_person(open_in=frozenset({"music"})), S.IN_PROGRESS),
        (asking(Measure.COACHING_MINUTES, 90, **MUSIC), a_person(open_in=frozenset({"dance"})), S.NOT_STARTED),
        (
            asking(Measure.COACHING_MINUTES, 90, **MUSIC),
            a_person(plans=frozenset({Plan(Activity.COACHING, "music")})),
            S.PLANNED,
        ),
        (
            asking(Measure.COACHING_MINUTES, 90, **MUSIC),
            a_person(plans=frozenset({Plan(Activity.COACHING, "dance"), Plan(Activity.TRAINING, "music")})),
            S.NOT_STARTED,
        ),
        (
            asking(Measure.COMPLETED_TRAJECTORIES, 1, **MUSIC),
            a_person(completed=IN_DANCE),
            S.NOT_STARTED,
        ),
        (asking(Measure.COMPLETED_TRAJECTORIES, 1, **MUSIC), a_person(completed=IN_MUSIC), S.MET),
        # so many disciplines, by coaching or by training
        (asking(Measure.DISCIPLINES, 1), a_person(a_piece(discipline=None)), S.NOT_STARTED),
        (asking(Measure.DISCIPLINES, 2), a_person(a_piece(), a_piece()), S.IN_PROGRESS),
        (asking(Measure.DISCIPLINES, 2), a_person(a_piece(), a_piece(discipline="music", **TRAINING)), S.MET),
        (asking(Measure.DISCIPLINES, 1), a_person(CONFIRMED), S.NOT_STARTED),
        # the school year of the reference date
        (asking(Measure.COACHING_MINUTES, 75, **YEARLY), a_person(a_piece(held_on=date(2026, 8, 1))), S.MET),
        (asking(Measure.COACHING_MINUTES, 75, **YEARLY), a_person(a_piece(held_on=LAST_YEAR)), S.NOT_STARTED),
        (asking(Measure.COMPLETED_TRAJECTORIES, 1, **YEARLY), a_person(completed=IN_DANCE), S.NOT_STARTED),
        # groups
        (AND_TRAINING, a_person(a_piece()), S.MET),
        (BOTH, a_person(a_piece()), S.IN_PROGRESS),
        (BOTH, a_person(a_piece(**TRAINING)), S.IN_PROGRESS),
        (BOTH, a_person(a_piece(), a_piece(**TRAINING)), S.MET),
        (BOTH, a_person(a_piece(**TRAINING), completed=IN_DANCE), S.MET),
    ],
)  # fmt: skip
def test_where_someone_stands(requirement, person, status):
    assert judge(requirement, person, FRAME).status is status


def test_what_is_missing_names_only_the_groups_that_are_not_met():
    [missing] = judge(BOTH, a_person(a_piece()), FRAME).missing
    assert [(short.demand.measure, short.missing) for short in missing.shortfalls] == [(Measure.TRAINING_MINUTES, 45)]


def test_the_cap_for_training_is_that_of_its_own_demand():
    capped = Demand(Measure.ALL_MINUTES, 600, training_cap_minutes=30)
    free = Demand(Measure.ALL_MINUTES, 600)
    verdict = judge(asking(demands=(capped, free)), a_person(a_piece(), a_piece(**TRAINING)), FRAME)
    assert verdict.amounts == {capped: 105, free: 120}


def test_after_the_period_its_last_school_year_is_looked_at():
    after = replace(FRAME, on=date(2030, 3, 1))
    pieces = [a_piece(held_on=date(2028, 9, 1)), a_piece(held_on=date(2028, 7, 31))]
    verdict = judge(asking(Measure.COACHING_MINUTES, 150, **YEARLY), a_person(*pieces), after)
    assert verdict.counted == (pieces[0],)


def test_evidence_is_added_up_by_what_a_verdict_looks_at():
    pieces = [
        a_piece(held_on=date(2026, 7, 31)),
        a_piece(held_on=date(2026, 8, 1)),
        a_piece(held_on=date(2026, 9, 1)),
        a_piece(held_on=date(2024, 12, 31)),
        a_piece(is_one_sided=True, **DEBRIEF),
        a_piece(**DEBRIEF),
        a_piece(origin=Origin.TAKEN_OVER, **DEBRIEF),
    ]
    assert cells_of(pieces, FRAME) == {
        Cell(Activity.COACHING, "dance", 2025): Sum(1, 75),
        Cell(Activity.COACHING, "dance", 2026): Sum(2, 150),
        Cell(Activity.DEBRIEF, "dance", 2026, Answered.ONE_SIDED): Sum(1, 0),
        Cell(Activity.DEBRIEF, "dance", 2026, Answered.WAITING): Sum(1, 0),
        Cell(Activity.DEBRIEF, "dance", 2026, Answered.CONFIRMED): Sum(1, 0),
    }
