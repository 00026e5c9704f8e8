"""A school is found by its code, its BRIN or its exact name; what is not clear is refused with the choices."""

import pytest

from coachtrack.errors import Refused
from coachtrack.schools.rules.lookup import KnownSchool, SchoolIndex

LINDE, NEST, OTHER_NEST, EIK = (
    KnownSchool(1, "90AA00", "De Linde"),
    KnownSchool(2, "91BB00", "'t Nest"),
    KnownSchool(3, "91BB01", "’T NEST"),
    KnownSchool(4, None, "De Eik"),
)
SCHOOLS = SchoolIndex([LINDE, NEST, OTHER_NEST, EIK])


@pytest.mark.parametrize(
    ("text", "school"),
    [
        ("90AA00", LINDE),
        (" 90aa00 ", LINDE),
        ("90AA-00", LINDE),
        ("90AA 00", LINDE),
        ("90AA", LINDE),
        ("de  linde", LINDE),
        ("De Linde (90AA00)", LINDE),
        ("91BB01 't Nest", OTHER_NEST),
        ("De Eik", EIK),
    ],
)
def test_a_school_is_found_by_what_people_write(text: str, school: KnownSchool) -> None:
    assert SCHOOLS.find(text) is school


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing"),
        ("91BB", r"more than one school: 't Nest \(91BB00\), ’T NEST \(91BB01\)"),
        ("'t nest", "more than one school"),
        ("99ZZ00", "location code 99ZZ00"),
        ("99ZZ", "BRIN 99ZZ"),
        ("De Lind", r"Did you mean De Linde \(90AA00\)"),
        ("Hogeschool", "know no school “Hogeschool”"),
    ],
)
def test_a_school_that_is_not_clear_is_refused_with_the_way_on(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refusal:
        SCHOOLS.find(text)
    assert refusal.value.field == "school"
