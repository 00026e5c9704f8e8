from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachtrack.coverage.rules.holding import Coming, beginning_and_end, holds_until
from coachtrack.coverage.rules.requirement import ExemptionReason, Measure, Span
from coachtrack.coverage.rules.scope import PostFact, Stretch, unbroken
from coachtrack.coverage.rules.verdict import Frame, PersonFacts, Plan, cells_of, decide
from coachtrack.evidence.rules.records import Activity, Party
from coachtrack.people.rules.posts import PostFunction
from tests.coverage.test_rules_properties import requirements
from tests.factories.coverage import FRAME, TODAY, a_person, a_piece, a_post, asking

SUBSTITUTE = PostFunction.SUBSTITUTE_TEACHER
NOTHING = Coming()


@pytest.mark.parametrize(
    ("requirement", "facts", "coming", "until"),
    [
        (asking(), a_person(), NOTHING, FRAME.ends_on),
        (asking(), a_person(), Coming((TODAY, TODAY - timedelta(1))), FRAME.ends_on),
        (asking(), a_person(), Coming((date(2027, 3, 1), date(2027, 2, 1))), date(2027, 1, 31)),
        (asking(), a_person(), Coming((date(2031, 1, 1),)), FRAME.ends_on),
        (asking(span=Span.SCHOOL_YEAR), a_person(), NOTHING, date(2027, 7, 31)),
        (asking(), a_person(posts=(a_post(ends_on=date(2027, 1, 31)),)), NOTHING, date(2027, 1, 31)),
        (asking(), a_person(posts=(a_post(SUBSTITUTE, starts_on=TODAY),)), NOTHING, TODAY + timedelta(90)),
        (asking(), a_person(posts=(a_post(SUBSTITUTE, starts_on=TODAY - timedelta(91)),)), NOTHING, FRAME.ends_on),
        (asking(), a_person(away=Stretch(TODAY)), NOTHING, TODAY + timedelta(90)),
        (asking(), a_person(away=Stretch(TODAY, TODAY + timedelta(9))), NOTHING, TODAY + timedelta(9)),
        (asking(), a_person(away=Stretch(TODAY - timedelta(5), TODAY)), NOTHING, TODAY),
    ],
)  # fmt: skip
def test_a_decision_holds_until_the_day_before_something_becomes_different(requirement, facts, coming, until):
    assert holds_until(requirement, facts, FRAME, coming) == until


def test_after_the_period_a_decision_holds_for_the_day_itself():
    after = replace(FRAME, on=date(2029, 2, 1))
    assert holds_until(asking(), a_person(), after, NOTHING) == date(2029, 2, 1)


# --- whatever is drawn ------------------------------------------------------------------------------------------

FIRST, LAST = date(2027, 3, 1), date(2027, 11, 30)
DAYS = st.dates(FIRST, LAST)
SPRING = st.dates(FIRST, date(2027, 4, 10))


@st.composite
def stretches(draw):
    starts_on = draw(DAYS)
    return Stretch(starts_on, draw(st.none() | st.integers(0, 120).map(lambda days: starts_on + timedelta(days))))


rules = st.builds(
    replace,
    requirements,
    functions=st.just(frozenset({PostFunction.CLASS_TEACHER, SUBSTITUTE})),
    substitute_days=st.integers(0, 60),
    away_days=st.integers(1, 60),
)
posts = st.tuples(st.integers(1, 2), st.sampled_from([PostFunction.CLASS_TEACHER, SUBSTITUTE]), stretches())
held = st.tuples(
    DAYS, st.sampled_from(Activity), st.sampled_from([None, "dance", "music"]), st.integers(0, 30), st.booleans()
)
ALWAYS = Stretch(date(2020, 1, 1))
quiet_lives = st.fixed_dictionaries(
    {
        "posts": st.lists(st.builds(lambda day: (1, SUBSTITUTE, Stretch(day)), SPRING), min_size=1, max_size=1),
        "taking_part": st.just((ALWAYS, ALWAYS)),
        "away": st.lists(st.builds(Stretch, SPRING), max_size=1),
        "exempt": st.just([]),
        "held": st.just([]),
        "planned": st.just([]),
    }
)
"""Those in which nothing happens but that time passes."""
lives = quiet_lives | st.fixed_dictionaries(
    {
        "posts": st.lists(posts, min_size=1, max_size=3),
        "taking_part": st.tuples(stretches(), stretches()),
        "away": st.lists(stretches(), max_size=3),
        "exempt": st.lists(st.tuples(stretches(), st.sampled_from(ExemptionReason)), max_size=2),
        "held": st.lists(held, max_size=4),
        "planned": st.lists(st.tuples(DAYS, st.sampled_from([Activity.COACHING, Activity.TRAINING])), max_size=2),
    }
)


def facts_on(life, frame):
    """What there is to know of a drawn life on a day, when nothing happens but what was drawn."""
    here = {number for number, stretch in enumerate(life["taking_part"], 1) if stretch.covers(frame.on)}
    same = [
        (school, function, stretch, [each[2] for each in life["posts"] if each[:2] == (school, function)])
        for school, function, stretch in life["posts"]
        if school in here and stretch.covers(frame.on)
    ]
    pieces = [
        a_piece(
            number, held_on=day, activity=activity, discipline=discipline,
            confirmed_by=frozenset({Party.TEACHER} if confirms else {Party.COACH}),
            is_one_sided=not confirms and frame.on > day + timedelta(silent),
        )
        for number, (day, activity, discipline, silent, confirms) in enumerate(life["held"])
    ]  # fmt: skip
    return PersonFacts(
        person_id=1,
        posts=tuple(
            PostFact(school, function, unbroken(others, frame.on) if function is SUBSTITUTE else stretch)
            for school, function, stretch, others in same
        ),
        away=unbroken(life["away"], frame.on),
        exemption=next((reason for stretch, reason in life["exempt"] if stretch.covers(frame.on)), None),
        cells=cells_of(pieces, frame),
        plans=frozenset(Plan(activity, "dance") for day, activity in life["planned"] if day >= frame.on),
    )


def coming(life):
    stretches = [each[2] for each in life["posts"]] + [*life["taking_part"], *life["away"]]
    stretches += [stretch for stretch, _ in life["exempt"]]
    days = [day for each in stretches for day in beginning_and_end(each.starts_on, each.ends_on)]
    days += [day + timedelta(1) for day, _ in life["planned"]]
    days += [day for day, *_ in life["held"]]
    days += [day + timedelta(silent + 1) for day, _, _, silent, _ in life["held"]]
    return Coming(tuple(days))


@given(rules, lives, SPRING | DAYS)
def test_on_every_day_up_to_that_one_the_decision_is_the_same(requirement, life, on):
    frame = Frame(date(2027, 1, 1), LAST, on)
    facts = facts_on(life, frame)
    decision = decide(requirement, facts, frame)
    until = holds_until(requirement, facts, frame, coming(life))
    assert on <= until <= LAST
    for later in range((until - on).days + 1):
        then = replace(frame, on=on + timedelta(later))
        assert decide(requirement, facts_on(life, then), then) == decision


@settings(max_examples=60)
@given(lives, DAYS)
def test_days_that_passed_do_not_shorten_it(life, on):
    frame = Frame(date(2027, 1, 1), LAST, on)
    facts, ahead = facts_on(life, frame), coming(life)
    later = Coming(tuple(day for day in ahead.days if day > on))
    asked = asking(Measure.COACHING_MINUTES, 600)
    assert holds_until(asked, facts, frame, ahead) == holds_until(asked, facts, frame, later)
