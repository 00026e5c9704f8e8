from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coachtrack.coverage.rules.figures import tally
from coachtrack.coverage.rules.requirement import (
    COUNTED_STATUSES,
    Combination,
    Demand,
    ExemptionReason,
    Group,
    Measure,
    Requirement,
    RequirementStatus,
    Span,
    read_requirement,
    write_requirement,
)
from coachtrack.coverage.rules.scope import PostFact, Stretch, unbroken
from coachtrack.coverage.rules.verdict import Completed, EvidenceFact, PersonFacts, Plan, cells_of, decide, judge
from coachtrack.evidence.rules.records import Activity, Fact, Origin, Party
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.coverage import FRAME

ORDER = list(RequirementStatus)
DAYS = st.dates(date(2024, 10, 1), date(2027, 3, 1))
PAST = st.dates(FRAME.starts_on, FRAME.on)
THIS_YEAR = st.dates(date(2026, 8, 1), FRAME.on)
MINUTES = st.integers(0, 180)


@st.composite
def stretches(draw):
    starts_on = draw(DAYS)
    length = draw(st.none() | st.integers(0, 400))
    return Stretch(starts_on, None if length is None else starts_on + timedelta(length))


DISCIPLINES = st.sampled_from(["dance", "music", "heritage"])
demands = st.builds(
    Demand,
    st.sampled_from(Measure),
    st.integers(1, 4) | st.integers(1, 300),
    discipline=st.none() | st.sampled_from([Discipline.DANCE, Discipline.MUSIC]),
    span=st.sampled_from(Span),
    training_cap_minutes=st.none() | st.integers(0, 300),
)
groups = st.builds(Group, st.lists(demands, min_size=1, max_size=3).map(tuple), st.sampled_from(Combination))
requirements = st.builds(
    Requirement,
    groups=st.lists(groups, min_size=1, max_size=3).map(tuple),
    combination=st.sampled_from(Combination),
    functions=st.frozensets(st.sampled_from(PostFunction), min_size=1),
    one_sided_counts=st.booleans(),
    substitute_days=st.integers(0, 200),
    away_days=st.integers(1, 200),
)  # fmt: skip


def facts_on(days):
    return st.builds(
        Fact,
        subject=st.just("session:1"),
        activity=st.sampled_from(Activity),
        person_id=st.just(1),
        held_on=days,
        kind=st.just("co_teaching"),
        discipline=st.none() | DISCIPLINES,
        prep_minutes=MINUTES,
        lesson_minutes=MINUTES,
        debrief_minutes=MINUTES,
        origin=st.sampled_from(Origin),
    )


def evidence_on(days):
    return st.lists(
        st.builds(
            EvidenceFact,
            number=st.integers(1, 10_000),
            fact=facts_on(days),
            confirmed_by=st.frozensets(st.sampled_from(Party)),
            is_one_sided=st.booleans(),
        ),
        max_size=6,
        unique_by=lambda piece: piece.number,
    ).map(tuple)


people = st.builds(
    PersonFacts,
    person_id=st.just(1),
    posts=st.lists(
        st.builds(PostFact, st.integers(1, 3), st.sampled_from(PostFunction), stretches()), max_size=3
    ).map(tuple),
    away=st.none() | stretches(),
    exemption=st.none() | st.sampled_from(ExemptionReason),
    evidence=evidence_on(DAYS),
    completed=st.lists(st.builds(Completed, DAYS, DISCIPLINES), max_size=2).map(tuple),
    open_in=st.frozensets(DISCIPLINES, max_size=2),
    plans=st.frozensets(
        st.builds(Plan, st.sampled_from([Activity.COACHING, Activity.TRAINING]), st.none() | DISCIPLINES), max_size=2
    ),
)  # fmt: skip


def rank(requirement, person):
    return ORDER.index(judge(requirement, person, FRAME).status)


@given(requirements, people)
def test_the_decision_for_thousands_is_the_verdict_that_is_explained(requirement, person):
    quick = decide(requirement, replace(person, evidence=(), cells=cells_of(person.evidence, FRAME)), FRAME)
    slow = judge(requirement, person, FRAME)
    assert (quick.status, quick.not_counting, quick.exemption) == (slow.status, slow.not_counting, slow.exemption)
    assert (quick.missing, quick.amounts) == (slow.missing, slow.amounts)


@given(requirements, people, facts_on(THIS_YEAR))
def test_holding_what_was_planned_never_lowers_a_status(requirement, person, fact):
    held = EvidenceFact(20_000, fact, frozenset({Party.COACH}))
    gone = {Plan(Activity.COACHING if fact.activity is Activity.DEBRIEF else fact.activity, fact.discipline)}
    after = replace(person, evidence=(*person.evidence, held), plans=person.plans - gone)
    if fact.activity is not Activity.DEBRIEF:  # a debrief comes with its session, which was the plan
        assert rank(requirement, after) >= rank(requirement, person)
    assert rank(requirement, replace(after, plans=person.plans)) >= rank(requirement, person)


@given(requirements, people, facts_on(PAST))
def test_holding_something_that_was_not_planned_never_lowers_a_status(requirement, person, fact):
    after = replace(person, evidence=(*person.evidence, EvidenceFact(20_000, fact, frozenset({Party.COACH}))))
    assert rank(requirement, after) >= rank(requirement, person)


@given(requirements, people, THIS_YEAR, DISCIPLINES)
def test_completing_an_open_trajectory_never_lowers_a_status(requirement, person, day, discipline):
    before = replace(person, open_in=person.open_in | {discipline})
    completed = (*person.completed, Completed(day, discipline))
    after = replace(person, open_in=person.open_in - {discipline}, completed=completed)
    assert rank(requirement, after) >= rank(requirement, before)


@given(requirements, people, st.randoms(use_true_random=False))
def test_the_order_of_evidence_does_not_matter(requirement, person, chance):
    shuffled = list(person.evidence)
    chance.shuffle(shuffled)
    assert judge(requirement, replace(person, evidence=tuple(shuffled)), FRAME) == judge(requirement, person, FRAME)


@given(requirements, people)
def test_every_piece_of_evidence_is_explained_once(requirement, person):
    verdict = judge(requirement, person, FRAME)
    explained = [*verdict.counted, *(piece for piece, _ in verdict.not_counted)]
    assert sorted(explained, key=lambda piece: piece.number) == sorted(person.evidence, key=lambda piece: piece.number)


@given(requirements, people)
def test_what_is_missing_fits_the_status(requirement, person):
    verdict = judge(requirement, person, FRAME)
    on_the_way = verdict.status in COUNTED_STATUSES and verdict.status is not RequirementStatus.MET
    assert bool(verdict.missing) == on_the_way
    assert all(group.shortfalls for group in verdict.missing)
    assert all(shortfall.missing > 0 for group in verdict.missing for shortfall in group.shortfalls)


@given(requirements, people)
def test_someone_counts_in_all_exactly_where_she_counts_at_some_school(requirement, person):
    out = {RequirementStatus.NOT_IN_SCOPE}
    somewhere = any(judge(requirement, person.at([school]), FRAME).status not in out for school in person.school_ids)
    assert (judge(requirement, person, FRAME).status not in out) == somewhere


@given(st.lists(st.sampled_from(RequirementStatus)))
def test_the_parts_make_up_the_denominator(statuses):
    counted = tally(statuses)
    assert sum(number for _, number in counted.parts) == counted.asked
    assert sum(counted.counts.values()) == len(statuses)
    assert counted.share is None or 0 <= counted.share <= 1


@given(requirements)
def test_a_requirement_survives_being_stored(requirement):
    assert read_requirement(write_requirement(requirement)) == requirement


@given(st.lists(stretches(), max_size=5), DAYS)
def test_a_stretch_is_unbroken_and_as_long_as_can_be(given_stretches, on):
    def is_covered(day):
        return any(each.starts_on <= day and (each.ends_on is None or day <= each.ends_on) for each in given_stretches)

    around = unbroken(given_stretches, on)
    assert (around is not None) == is_covered(on)
    if around is not None:
        last = around.ends_on or on
        days = [around.starts_on + timedelta(number) for number in range((last - around.starts_on).days + 1)]
        assert all(map(is_covered, days))
        assert not is_covered(around.starts_on - timedelta(1))
        assert around.ends_on is None or not is_covered(around.ends_on + timedelta(1))


# --- the language of rules --------------------------------------------------------------------------------------


def is_met(requirement, person):
    """Whether what is asked was done, whoever it is asked of."""
    return not judge(
        replace(requirement, functions=frozenset(PostFunction), substitute_days=0, away_days=10_000),
        replace(person, posts=(PostFact(1, PostFunction.CLASS_TEACHER, Stretch(date(2020, 1, 1))),), exemption=None),
        FRAME,
    ).missing


@given(groups, groups, st.sampled_from(Combination), people)
def test_groups_combine_as_their_word_says(one, other, combination, person):
    both = Requirement((one, other), combination)
    alone = [is_met(Requirement((group,)), person) for group in (one, other)]
    assert is_met(both, person) == (any if combination is Combination.ANY else all)(alone)


@given(groups, people)
def test_demands_combine_as_the_word_of_their_group_says(group, person):
    alone = [is_met(Requirement((Group((demand,)),)), person) for demand in group.demands]
    assert is_met(Requirement((group,)), person) == (any if group.combination is Combination.ANY else all)(alone)


@given(demands, people)
def test_asking_more_or_within_less_is_never_met_sooner(demand, person):
    asked = Requirement((Group((demand,)),))
    harder = [
        replace(demand, at_least=demand.at_least + 1),
        replace(demand, span=Span.SCHOOL_YEAR),
        replace(demand, discipline=demand.discipline or Discipline.DANCE),
        replace(demand, training_cap_minutes=min(demand.training_cap_minutes or 0, 30)),
    ]
    for each in harder:
        assert is_met(asked, person) or not is_met(Requirement((Group((each,)),)), person)


@given(requirements, people)
def test_counting_silence_never_lowers_a_status(requirement, person):
    silent, asked = (replace(requirement, one_sided_counts=counts) for counts in (True, False))
    assert rank(silent, person) >= rank(asked, person)


@given(requirements, people)
def test_a_person_counts_once_however_many_posts_she_has(requirement, person):
    doubled = replace(person, posts=person.posts * 2)
    assert decide(requirement, doubled, FRAME) == decide(requirement, person, FRAME)
