from dataclasses import replace
from datetime import date, timedelta

import pytest

from coachtrack.coverage.rules.figures import lesson_figures, tally
from coachtrack.coverage.rules.requirement import (
    EXEMPTION_LABELS,
    NOT_COUNTED_LABELS,
    NOT_COUNTING_LABELS,
    Combination,
    Demand,
    ExemptionReason,
    Group,
    Measure,
    NotCounted,
    NotCounting,
    Requirement,
    RequirementStatus,
    Span,
    check_requirement,
    read_requirement,
    write_requirement,
)
from coachtrack.coverage.rules.verdict import (
    Completed,
    Missing,
    PersonFacts,
    Plan,
    Shortfall,
    judge,
    minutes_held,
    seen_at,
)
from coachtrack.errors import Refused
from coachtrack.evidence.rules.records import Activity, Origin, Party
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.coverage import FRAME, TODAY, a_person, a_piece, asking
from tests.factories.evidence import a_fact

DEBRIEF = {"activity": Activity.DEBRIEF, "prep_minutes": 0, "lesson_minutes": 0, "debrief_minutes": 0}
TRAINING = {"activity": Activity.TRAINING, "kind": "team_training", "prep_minutes": 0, "debrief_minutes": 0}
BY_TEACHER = frozenset({Party.COACH, Party.TEACHER})
BY_COACH = frozenset({Party.COACH})
S = RequirementStatus
JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
ANY_TWO = asking(demands=(Demand(Measure.CONFIRMED_DEBRIEFS, 2), Demand(Measure.TRAINING_MINUTES, 120)))
ALL_TWO = replace(ANY_TWO, groups=(Group(ANY_TWO.demands, Combination.ALL),))
COACHING, TRAINS = frozenset({Plan(Activity.COACHING)}), frozenset({Plan(Activity.TRAINING)})


def debrief(**given):
    return a_piece(**(DEBRIEF | {"confirmed_by": BY_TEACHER} | given))


def training(minutes=120, **given):
    return a_piece(**(TRAINING | {"lesson_minutes": minutes} | given))


# --- what a requirement may ask ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (asking(demands=()), "groups"),
        (asking(groups=()), "groups"),
        (asking(at_least=0), "at_least"),
        (asking(functions=frozenset()), "functions"),
        (asking(training_cap_minutes=60), "training_cap_minutes"),
        (asking(Measure.DISCIPLINES, 8), "at_least"),
        (asking(Measure.DISCIPLINES, 2, discipline=Discipline.DANCE), "discipline"),
        (asking(demands=(Demand(Measure.DISCIPLINES, 2),) * 2), "groups"),
        (asking(groups=(Group((Demand(Measure.DISCIPLINES, 2),)),) * 2), "groups"),
    ],
)
def test_a_requirement_that_asks_nothing_or_of_nobody_is_refused(wrong, field):
    with pytest.raises(Refused) as refused:
        check_requirement(wrong)
    assert refused.value.field == field


def test_a_cap_goes_with_hours_together():
    check_requirement(asking(Measure.ALL_MINUTES, 600, training_cap_minutes=60))


def test_a_requirement_is_read_as_it_was_written():
    asked = Requirement(
        groups=(
            Group(
                (Demand(Measure.COMPLETED_TRAJECTORIES, 1), Demand(Measure.ALL_MINUTES, 720, None, Span.PERIOD, 240))
            ),
            Group((Demand(Measure.CONFIRMED_DEBRIEFS, 2, Discipline.MUSIC, Span.SCHOOL_YEAR),), Combination.ALL),
        ),
        combination=Combination.ALL,
        functions=frozenset({PostFunction.CLASS_TEACHER, PostFunction.TRAINEE_TEACHER}),
        one_sided_counts=False,
        substitute_days=60,
        away_days=30,
    )
    assert read_requirement(write_requirement(asked)) == asked


def test_a_requirement_from_before_there_were_groups_is_read_as_one_group():
    stored = {
        "demands": [{"measure": "completed_trajectories", "at_least": 1}, {"measure": "all_minutes", "at_least": 720}],
        "combination": "all",
        "functions": ["class_teacher"],
        "one_sided_counts": True,
        "training_cap_minutes": 240,
        "substitute_days": 60,
        "away_days": 30,
    }
    cap = Demand(Measure.ALL_MINUTES, 720, training_cap_minutes=240)
    [group] = read_requirement(stored).groups
    assert group == Group((Demand(Measure.COMPLETED_TRAJECTORIES, 1), cap), Combination.ALL)


@pytest.mark.parametrize(
    ("codes", "labels"),
    [(ExemptionReason, EXEMPTION_LABELS), (NotCounting, NOT_COUNTING_LABELS), (NotCounted, NOT_COUNTED_LABELS)],
)
def test_every_code_has_words(codes, labels):
    assert set(labels) == set(codes)


# --- the verdict ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("requirement", "person", "status"),
    [
        (asking(), a_person(), S.NOT_STARTED),
        (asking(), a_person(exemption=ExemptionReason.OTHER), S.EXEMPT),
        (asking(), a_person(posts=(), exemption=ExemptionReason.OTHER), S.NOT_IN_SCOPE),
        (asking(), a_person(debrief(), exemption=ExemptionReason.OTHER), S.EXEMPT),
        (asking(), a_person(debrief()), S.MET),
        (asking(at_least=2), a_person(debrief()), S.IN_PROGRESS),
        (asking(at_least=2), a_person(debrief(), debrief()), S.MET),
        # on the way
        (asking(), a_person(plans=COACHING), S.PLANNED),
        (asking(), a_person(plans=TRAINS), S.NOT_STARTED),
        (asking(Measure.TRAINING_MINUTES), a_person(plans=TRAINS), S.PLANNED),
        (asking(Measure.TRAINING_MINUTES), a_person(plans=COACHING), S.NOT_STARTED),
        (asking(Measure.ALL_MINUTES, 600), a_person(plans=COACHING), S.PLANNED),
        (asking(), a_person(open_in=frozenset({"dance"})), S.IN_PROGRESS),
        (asking(Measure.TRAINING_MINUTES), a_person(open_in=frozenset({"dance"})), S.NOT_STARTED),
        (asking(), a_person(a_piece()), S.IN_PROGRESS),
        (asking(), a_person(training()), S.NOT_STARTED),
        (asking(Measure.TRAINING_MINUTES), a_person(a_piece()), S.NOT_STARTED),
        (asking(), a_person(debrief(confirmed_by=BY_COACH)), S.IN_PROGRESS),
        (asking(), a_person(a_piece(held_on=date(2024, 12, 31))), S.NOT_STARTED),
        (asking(), a_person(completed=(Completed(date(2026, 5, 1), "dance"),)), S.IN_PROGRESS),
        (asking(Measure.TRAINING_MINUTES), a_person(completed=(Completed(date(2026, 5, 1), "dance"),)), S.NOT_STARTED),
        # trajectories
        (asking(Measure.COMPLETED_TRAJECTORIES), a_person(completed=(Completed(TODAY, "dance"),)), S.MET),
        (
            asking(Measure.COMPLETED_TRAJECTORIES),
            a_person(completed=(Completed(date(2024, 12, 31), "dance"),)),
            S.NOT_STARTED,
        ),
        (
            asking(Measure.COMPLETED_TRAJECTORIES),
            a_person(completed=(Completed(TODAY + timedelta(1), "dance"),)),
            S.NOT_STARTED,
        ),
        (
            asking(Measure.COMPLETED_TRAJECTORIES, 2),
            a_person(completed=(Completed(JAN, "dance"), Completed(FEB, "music"))),
            S.MET,
        ),
        # minutes: a session is 15 + 45 + 15
        (asking(Measure.COACHING_MINUTES, 75), a_person(a_piece()), S.MET),
        (asking(Measure.COACHING_MINUTES, 76), a_person(a_piece()), S.IN_PROGRESS),
        (asking(Measure.COACHING_MINUTES, 76), a_person(a_piece(), training()), S.IN_PROGRESS),
        (asking(Measure.TRAINING_MINUTES, 120), a_person(training()), S.MET),
        (asking(Measure.ALL_MINUTES, 195), a_person(a_piece(), training()), S.MET),
        (asking(Measure.ALL_MINUTES, 195, training_cap_minutes=119), a_person(a_piece(), training()), S.IN_PROGRESS),
        (asking(Measure.ALL_MINUTES, 135, training_cap_minutes=60), a_person(a_piece(), training()), S.MET),
        # and, or
        (ANY_TWO, a_person(training()), S.MET),
        (ALL_TWO, a_person(training()), S.IN_PROGRESS),
        (ALL_TWO, a_person(training(), debrief(), debrief()), S.MET),
        (ANY_TWO, a_person(debrief()), S.IN_PROGRESS),
    ],
)
def test_where_someone_stands(requirement, person, status):
    assert judge(requirement, person, FRAME).status is status


@pytest.mark.parametrize(
    ("piece", "one_sided_counts", "counts"),
    [
        (debrief(confirmed_by=BY_TEACHER), False, True),
        (debrief(confirmed_by=BY_COACH), True, False),
        (debrief(confirmed_by=BY_COACH, is_one_sided=True), True, True),
        (debrief(confirmed_by=BY_COACH, is_one_sided=True), False, False),
        (debrief(confirmed_by=BY_COACH, origin=Origin.TAKEN_OVER), False, True),
    ],
)
def test_a_debrief_counts_when_both_stand_behind_it_or_silence_counts(piece, one_sided_counts, counts):
    verdict = judge(asking(one_sided_counts=one_sided_counts), a_person(piece), FRAME)
    assert (verdict.status is S.MET, [reason for _, reason in verdict.not_counted]) == (
        counts,
        [] if counts else [NotCounted.NOT_CONFIRMED],
    )


@pytest.mark.parametrize(
    ("requirement", "piece", "reason"),
    [
        (asking(), a_piece(held_on=TODAY + timedelta(1)), NotCounted.AFTER_DATE),
        (asking(), debrief(held_on=date(2024, 12, 31)), NotCounted.OUTSIDE_PERIOD),
        (asking(), debrief(confirmed_by=BY_COACH), NotCounted.NOT_CONFIRMED),
        (asking(), a_piece(), NotCounted.BY_ITS_DEBRIEF),
        (asking(Measure.COACHING_MINUTES), debrief(), NotCounted.WITH_ITS_SESSION),
        (asking(Measure.COACHING_MINUTES), training(), NotCounted.NOT_ASKED),
        (asking(Measure.TRAINING_MINUTES), a_piece(), NotCounted.NOT_ASKED),
        (asking(Measure.TRAINING_MINUTES), debrief(), NotCounted.NOT_ASKED),
    ],
)
def test_what_does_not_count_says_why(requirement, piece, reason):
    assert judge(requirement, a_person(piece), FRAME).not_counted == ((piece, reason),)


def test_the_last_day_of_the_period_counts_and_the_day_after_it_does_not():
    frame = replace(FRAME, on=date(2029, 3, 1))
    inside, outside = debrief(held_on=date(2028, 12, 31)), debrief(held_on=date(2029, 1, 1))
    verdict = judge(asking(at_least=2), a_person(inside, outside), frame)
    assert (verdict.counted, verdict.not_counted) == ((inside,), ((outside, NotCounted.OUTSIDE_PERIOD),))


def test_what_is_missing_is_told_per_demand_and_nothing_once_it_is_met():
    assert judge(ALL_TWO, a_person(debrief(), training(90)), FRAME).missing == (
        Missing(
            (Shortfall(Demand(Measure.CONFIRMED_DEBRIEFS, 2), 1), Shortfall(Demand(Measure.TRAINING_MINUTES, 120), 30)),
            Combination.ALL,
        ),
    )
    assert judge(ANY_TWO, a_person(training()), FRAME).missing == ()


def test_totals_are_told_whether_or_not_they_are_asked():
    person = a_person(a_piece(), debrief(), training(), completed=(Completed(JAN, "dance"),))
    verdict = judge(asking(Measure.ALL_MINUTES, 90, training_cap_minutes=100), person, FRAME)
    assert verdict.amounts == {Demand(Measure.ALL_MINUTES, 90, training_cap_minutes=100): 175}
    assert verdict.totals == {
        Measure.COMPLETED_TRAJECTORIES: 1,
        Measure.CONFIRMED_DEBRIEFS: 1,
        Measure.COACHING_MINUTES: 75,
        Measure.TRAINING_MINUTES: 120,
        Measure.ALL_MINUTES: 195,
        Measure.DISCIPLINES: 1,
    }


def test_minutes_are_added_up_per_school():
    here, there, nowhere = a_piece(school_id=1), a_piece(school_id=2), training(60)
    seen = seen_at([here, there, nowhere], {1})
    assert seen == [here, nowhere]
    assert minutes_held(seen) == {Activity.COACHING: 75, Activity.DEBRIEF: 0, Activity.TRAINING: 60}


def test_someone_of_whom_nothing_is_known_is_not_in_scope():
    assert judge(asking(), PersonFacts(1), FRAME).status is S.NOT_IN_SCOPE


# --- figures ----------------------------------------------------------------------------------------------------


def test_the_denominator_leaves_out_the_exempt_and_who_does_not_count():
    counted = tally([S.MET, S.MET, S.NOT_STARTED, S.PLANNED, S.EXEMPT, S.NOT_IN_SCOPE])
    assert (counted.met, counted.asked, counted.share) == (2, 4, 0.5)
    assert counted.parts == [(S.MET, 2), (S.IN_PROGRESS, 0), (S.PLANNED, 1), (S.NOT_STARTED, 1)]


def test_there_is_no_share_where_it_is_asked_of_nobody():
    assert tally([S.EXEMPT]).share is None


def lesson(person_id, **given):
    return a_fact(person_id=person_id, lesson_context="regular_lesson", **given)


def test_extra_minutes_of_a_lesson_are_shown_from_five_teachers():
    lessons = [lesson(number, prep_minutes=10 * number, debrief_minutes=5) for number in range(1, 6)]
    assert lesson_figures(lessons).extra_minutes == 35
    assert lesson_figures([*lessons[:4], lesson(4)]).extra_minutes is None


def test_lessons_and_encounters_are_told_apart_and_other_sessions_are_no_lessons():
    facts = [
        lesson(1),
        lesson(1, kind="demo_lesson"),
        a_fact(lesson_context="cultural_encounter", kind="co_teaching"),
        lesson(2, kind="intake_talk"),
        a_fact(**DEBRIEF),
        a_fact(**TRAINING),
    ]
    figures = lesson_figures(facts)
    assert (figures.regular_lessons, figures.cultural_encounters, figures.teachers) == (2, 1, 1)
