from datetime import date, timedelta

import pytest

from coachtrack.coverage.rules.requirement import NotCounting, RequirementStatus
from coachtrack.coverage.rules.scope import Stretch, counts_at, unbroken
from coachtrack.coverage.rules.verdict import judge
from coachtrack.people.rules.posts import PostFunction
from tests.factories.coverage import FRAME, TODAY, a_person, a_post, asking

S = RequirementStatus
JAN, FEB, APR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)

# --- stretches --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stretches", "on", "around"),
    [
        ([], JAN, None),
        ([(JAN, date(2026, 1, 31))], FEB, None),
        ([(FEB, None)], JAN, None),
        ([(JAN, FEB)], FEB, (JAN, FEB)),
        ([(JAN, date(2026, 1, 31)), (FEB, APR)], FEB, (JAN, APR)),
        ([(FEB, APR), (JAN, date(2026, 1, 31))], JAN, (JAN, APR)),
        ([(JAN, date(2026, 1, 30)), (FEB, APR)], FEB, (FEB, APR)),
        ([(JAN, APR), (FEB, date(2026, 2, 3))], date(2026, 3, 1), (JAN, APR)),
        ([(JAN, date(2026, 1, 31)), (FEB, None)], date(2030, 1, 1), (JAN, None)),
        ([(JAN, None), (FEB, APR)], date(2030, 1, 1), (JAN, None)),
    ],
)
def test_what_adjoins_is_one_stretch(stretches, on, around):
    assert unbroken([Stretch(*each) for each in stretches], on) == (Stretch(*around) if around else None)


# --- who counts -------------------------------------------------------------------------------------------------

SUBSTITUTE = PostFunction.SUBSTITUTE_TEACHER


@pytest.mark.parametrize(
    ("post", "away", "reason"),
    [
        (a_post(), None, None),
        (a_post(PostFunction.CULTURE_COORDINATOR), None, NotCounting.FUNCTION),
        (a_post(PostFunction.TRAINEE_TEACHER), None, NotCounting.FUNCTION),
        (a_post(SUBSTITUTE, starts_on=TODAY - timedelta(90)), None, NotCounting.SHORT_SUBSTITUTE),
        (a_post(SUBSTITUTE, starts_on=TODAY - timedelta(91)), None, None),
        (
            a_post(SUBSTITUTE, starts_on=TODAY, ends_on=TODAY + timedelta(90)), None, NotCounting.SHORT_SUBSTITUTE,
        ),
        (a_post(SUBSTITUTE, starts_on=TODAY, ends_on=TODAY + timedelta(91)), None, None),
        (a_post(), Stretch(TODAY - timedelta(90)), None),
        (a_post(), Stretch(TODAY - timedelta(91)), NotCounting.AWAY),
        (a_post(), Stretch(TODAY, TODAY + timedelta(91)), NotCounting.AWAY),
        (a_post(), Stretch(TODAY, TODAY + timedelta(90)), None),
        (a_post(), Stretch(TODAY - timedelta(200), TODAY - timedelta(1)), None),
        (a_post(), Stretch(TODAY + timedelta(1), TODAY + timedelta(300)), None),
    ],
)  # fmt: skip
def test_a_post_counts_or_says_why_not(post, away, reason):
    assert counts_at(post, asking(), away, TODAY) == reason


@pytest.mark.parametrize(
    ("posts", "away", "expected"),
    [
        ((), None, (S.NOT_IN_SCOPE, None)),
        ((a_post(PostFunction.SCHOOL_LEADER),), None, (S.NOT_IN_SCOPE, NotCounting.FUNCTION)),
        ((a_post(PostFunction.SCHOOL_LEADER), a_post()), None, (S.NOT_STARTED, None)),
        (
            (a_post(PostFunction.SCHOOL_LEADER), a_post(school_id=2)),
            Stretch(TODAY, TODAY + timedelta(200)),
            (S.NOT_IN_SCOPE, NotCounting.AWAY),
        ),
        (
            (a_post(SUBSTITUTE, starts_on=TODAY), a_post(PostFunction.SCHOOL_LEADER)),
            None,
            (S.NOT_IN_SCOPE, NotCounting.SHORT_SUBSTITUTE),
        ),
    ],
)
def test_one_post_that_counts_is_enough_and_the_most_telling_reason_is_given(posts, away, expected):
    verdict = judge(asking(), a_person(posts=posts, away=away), FRAME)
    assert (verdict.status, verdict.not_counting) == expected


def test_someone_counts_at_the_school_where_she_teaches_and_not_where_she_only_coordinates():
    person = a_person(posts=(a_post(school_id=1), a_post(PostFunction.CULTURE_COORDINATOR, school_id=2)))
    assert person.school_ids == {1, 2}
    here, there = (judge(asking(), person.at([school]), FRAME).status for school in (1, 2))
    assert (here, there) == (S.NOT_STARTED, S.NOT_IN_SCOPE)
