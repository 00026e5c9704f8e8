"""Lists of schools: found by what people type, in the order they ask, at a price that does not grow."""

import pytest

from coachtrack.schools import queries
from coachtrack.schools.models import District, SchoolBoard
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.schools import make_institution, make_material, make_school

COMMISSION = Viewer(1, "Robin", frozenset({RoleHeld(Role.COMMISSION)}))


def found(**asked):
    return [school.name for school in queries.schools_page(COMMISSION, **asked).items]


@pytest.fixture
def three(db):
    district = District(name="Noord")
    make_school(name="De Bron", code="09TB00", place="Hengelo", district=district)
    make_school(name="’t Annink", code="15JC00", place="Hengelo", board=SchoolBoard(number="1", name="Aap"))
    make_school(name="Één 50%_school", code="11AA00", place="Almelo", municipality="Almelo")
    return district


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("bron", ["De Bron"]),
        ("BRON hengelo", ["De Bron"]),
        ("09tb", ["De Bron"]),
        ("een", ["Één 50%_school"]),
        ("'t annink", ["’t Annink"]),
        ("50%_", ["Één 50%_school"]),
        ("5_%", []),
        ("almelo", ["Één 50%_school"]),
        ("nowhere", []),
    ],
)
def test_a_school_is_found_by_what_people_type(three, words, names):
    assert found(search=words) == names


def test_the_list_is_narrowed(three):
    assert found(municipality="Almelo") == ["Één 50%_school"]
    assert found(district_id=three.id) == ["De Bron"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["’t Annink", "De Bron", "Één 50%_school"]),
        ("-name", ["Één 50%_school", "De Bron", "’t Annink"]),
        ("place", ["Één 50%_school", "’t Annink", "De Bron"]),
        ("no such column", ["’t Annink", "De Bron", "Één 50%_school"]),
    ],
)
def test_the_list_is_sorted(three, sort, names):
    assert found(sort=sort) == names


def test_closed_schools_are_shown_only_when_asked(db, now):
    make_school(name="Closed", closed_on=now.date())
    assert found() == []
    assert found(with_closed=True) == ["Closed"]


def test_a_page_costs_the_same_whatever_is_on_it(db, statements):
    counts = []
    for number in (1, 3):
        while len(found()) < number:
            make_school(district=District(name=f"District {number}{len(found())}"))
        db.commit()
        statements.clear()
        page = queries.schools_page(COMMISSION)
        assert all(school.board.name and school.district.name for school in page.items)
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]


def test_pages_hold_fifty_and_a_page_beyond_the_last_is_empty(db):
    for _ in range(51):
        make_school()
    assert len(found()) == 50
    assert len(found(page=2)) == 1
    assert found(page=10**30) == []


def test_materials_of_a_discipline_include_those_for_all(db, now):
    school = make_school()
    make_material(school, title="Dance!", discipline=Discipline.DANCE)
    make_material(school, title="Laat maar zien")
    make_material(school, title="Old", ended_on=now.date().replace(day=1))
    make_material(school, title="Tunes", discipline=Discipline.MUSIC)
    titles = [row.title for row in queries.materials_of(school.id, Discipline.DANCE, on=now.date())]
    assert titles == ["Dance!", "Laat maar zien"]
    assert len(queries.materials_of(school.id)) == 4


def test_an_institution_that_ended_is_not_offered(db, now):
    make_institution(name="Gone", ended_on=now.date().replace(day=1))
    here = make_institution(name="Here")
    assert queries.institutions(on=now.date()) == [here]
    assert len(queries.institutions()) == 2
