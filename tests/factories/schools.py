"""Schools and what belongs to them, for tests."""

from itertools import count
from typing import Any

from coachtrack.database import db
from coachtrack.schools.models import Institution, School, SchoolBoard, TeachingMaterial
from coachtrack.schools.rules.subjects import InstitutionKind

_numbers = count(1)


def make_school(**given: Any) -> School:
    """A school in Hengelo with a board of its own."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"{number % 100:02d}ZZ{number // 100 % 100:02d}",
        "brin": f"{number % 100:02d}ZZ",
        "name": f"School {number}",
        "place": "Hengelo",
        "municipality": "Hengelo",
    }
    if "board" not in given and "board_id" not in given:
        values["board"] = SchoolBoard(number=f"{10000 + number}", name=f"Board {number}")
    school = School(**(values | given))
    db.session.add(school)
    db.session.flush()
    return school


def make_institution(**given: Any) -> Institution:
    """A cultural institution that employs coaches."""
    values: dict[str, Any] = {"name": f"Institution {next(_numbers)}", "kind": InstitutionKind.CULTURAL}
    institution = Institution(**(values | given))
    db.session.add(institution)
    db.session.flush()
    return institution


def make_material(school: School, **given: Any) -> TeachingMaterial:
    """A method that a school uses."""
    material = TeachingMaterial(**({"school_id": school.id, "title": f"Method {next(_numbers)}"} | given))
    db.session.add(material)
    db.session.flush()
    return material
