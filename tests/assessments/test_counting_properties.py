"""No combination of the figures that were ever shown tells of fewer than five people.

A figure is a sum of answers. Whoever adds and subtracts figures of all days, schools and of all together in whatever
way keeps a sum of answers; the test holds that such a sum is empty or takes in the answers of five people or more.
"""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from coachtrack.assessments.rules.counting import Said, next_counts

FEWEST = 5
PEOPLE = st.integers(1, 14)
SCHOOLS = st.integers(0, 2)
STEPS = st.lists(
    st.tuples(SCHOOLS, PEOPLE, st.sampled_from([1, 2, 3, 3, 3, 3, 3, 3, 4, None])), min_size=10, max_size=90
)


def shown(steps):
    """Every figure in order of time: its school, which answers (by person and number) are in it, and the counts.

    An answer of None takes back what she said; what she says again is another answer.
    """
    standing: dict[int, dict[int, tuple[int, int, bool]]] = {}
    figures = []
    for number, (school, person, answer) in enumerate(steps):
        said = standing.setdefault(school, {})
        if answer is None:
            said.pop(person, None)
            continue
        if person in said and said[person][1] == answer:
            continue
        said.pop(person, None)
        said[person] = (number, answer, False)
        counts = next_counts([Said(each, value, is_counted) for each, (_, value, is_counted) in said.items()])
        if counts is not None:
            members = {(school, each, at): value for each, (at, value, _) in said.items()}
            figures.append((school, members, counts))
            for each, (at, value, _) in said.items():
                said[each] = (at, value, True)
    return figures


def people_in(combination):
    """The people whose answers are left in a sum of figures with these weights."""
    left: Counter = Counter()
    for weight, (_school, members, _counts) in combination:
        for answer in members:
            left[answer] += weight
    return {(school, person) for (school, person, _at), weight in left.items() if weight}


@given(STEPS, st.data())
def test_no_combination_of_figures_tells_of_fewer_than_five(steps, data):
    figures = shown(steps)
    weights = data.draw(st.lists(st.integers(-2, 2), min_size=len(figures), max_size=len(figures)))
    left = people_in(zip(weights, figures, strict=True))
    assert len(left) >= FEWEST or not any(weights)


@given(STEPS)
def test_no_two_figures_of_a_school_differ_in_fewer_than_five(steps):
    figures = shown(steps)
    for later in range(len(figures)):
        for earlier in range(later):
            if figures[earlier][0] == figures[later][0]:
                left = people_in([(1, figures[later]), (-1, figures[earlier])])
                assert len(left) >= FEWEST


@given(STEPS)
def test_what_all_schools_show_together_less_some_of_them_is_five_or_more_or_nothing(steps):
    last = {school: (school, members, counts) for school, members, counts in shown(steps)}
    for hidden in last:
        rest = [(1, figure) for figure in last.values()] + [
            (-1, figure) for school, figure in last.items() if school != hidden
        ]
        assert len(people_in(rest)) >= FEWEST


@given(STEPS)
def test_figures_count_what_is_in_them_and_five_or_more_new_answers_are_not_all_alike(steps):
    before: dict[int, set] = {}
    for school, members, counts in shown(steps):
        assert counts == tuple(sum(value == answer for value in members.values()) for answer in (1, 2, 3, 4))
        new = {answer: value for answer, value in members.items() if answer not in before.get(school, set())}
        assert len(new) >= FEWEST
        assert len(set(new.values())) >= 2
        before[school] = set(members) | before.get(school, set())
