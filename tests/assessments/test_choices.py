"""Whatever schools the counts are asked of, nobody can be read from the difference: as in the dashboard's filters."""

from itertools import chain, combinations

import pytest

from coachtrack.assessments import queries
from coachtrack.schools.models import District, SchoolBoard
from coachtrack.viewer import Role
from tests.factories.assessments import make_assessment
from tests.factories.coverage import make_rule
from tests.factories.funding import make_participation, make_period
from tests.factories.people import make_holder, make_teacher
from tests.factories.schools import make_school

FEWEST = 5
ANSWERED = {"first": 6, "second": 4, "third": 5, "fourth": 11}
"""How many people of each school answered: of the second too few to show anything."""


@pytest.fixture
def period(db):
    return make_period()


@pytest.fixture
def schools(period):
    """Two boards with two schools each, in two districts that lie across them."""
    boards = [SchoolBoard(number=f"7000{number}", name=f"Bestuur {number}") for number in (1, 2)]
    districts = [District(name="Noord"), District(name="Zuid")]
    made = []
    for number, (name, people) in enumerate(ANSWERED.items()):
        school = make_school(name=name, board=boards[number // 2], district=districts[number % 2])
        make_participation(school, period)
        for turn in range(people):
            make_assessment(make_teacher(school), school, period, {"expertise": 1 + turn % 4})
        made.append(school)
    return made


def choices(schools):
    """Every choice of schools there is: those of boards, districts and tracks are among them."""
    return chain.from_iterable(combinations([school.id for school in schools], size) for size in range(1, 5))


def answers(school_ids, period):
    counts = queries.counts_of(school_ids, period.id)
    return counts.about("expertise")[0].answers if counts else (0, 0, 0, 0)


def test_counts_of_any_choice_are_the_sum_of_what_each_school_shows_alone(schools, period):
    alone = {school.id: answers([school.id], period) for school in schools}
    for chosen in choices(schools):
        together = tuple(map(sum, zip(*(alone[school_id] for school_id in chosen), strict=True)))
        assert answers(chosen, period) == together
    assert answers(None, period) == tuple(map(sum, zip(*alone.values(), strict=True)))


def test_what_one_choice_has_more_than_another_is_of_five_people_or_of_none(schools, period):
    everything = list(choices(schools))
    for larger in everything:
        for smaller in everything:
            if set(smaller) < set(larger):
                rest = sum(answers(larger, period)) - sum(answers(smaller, period))
                assert rest == 0 or rest >= FEWEST


def test_another_period_tells_nothing_of_this_one(schools, period, db):
    later = make_period(name="CmK 2029-2032", scheme=period.scheme)
    for school in schools:
        make_participation(school, later)
    make_assessment(make_teacher(schools[0]), schools[0], later, {"expertise": 4})
    assert queries.counts_of(None, later.id) is None
    assert sum(answers(None, period)) == sum(people // FEWEST * FEWEST for people in ANSWERED.values())


def test_no_page_of_the_dashboard_reads_what_teachers_said(sign_in, schools, period, statements):
    make_rule(period)
    commission = sign_in(make_holder(Role.COMMISSION))
    board, district = schools[0].board_id, schools[0].district_id
    choice = f"bestuur={board}&wijk={district}&jaar=k2026&discipline=music&stroom=kos"
    for path in ("", "besturen", f"besturen/{board}", "disciplines", "voortgang", "capaciteit"):
        commission.page(f"/bereik/{path}?{choice}")
    assert statements.naming("self_assessment", "assessment_answer", "assessment_count", "assessment_link") == []
