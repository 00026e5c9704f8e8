"""Schools and what belongs to them, for tests."""

from datetime import date
from itertools import count
from typing import Any

from coachtrack.database import db
from coachtrack.schools.models import (
    AttentionPoint,
    District,
    DistrictProject,
    Institution,
    School,
    SchoolBoard,
    SchoolClosure,
    TeachingMaterial,
)
from coachtrack.schools.rules.subjects import AttentionKind, ClosureKind, InstitutionKind

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


def make_closure(school: School, starts_on: date, ends_on: date | None = None, **given: Any) -> SchoolClosure:
    """A training day of a school's team, or other days of its own."""
    values: dict[str, Any] = {"kind": ClosureKind.STAFF_DAY, "starts_on": starts_on, "ends_on": ends_on or starts_on}
    closure = SchoolClosure(**({"school_id": school.id} | values | given))
    db.session.add(closure)
    db.session.flush()
    return closure


def make_attention(school: School, **given: Any) -> AttentionPoint:
    """A school moves to another building in December."""
    values: dict[str, Any] = {"kind": AttentionKind.MOVE, "starts_on": date(2026, 12, 7), "ends_on": date(2026, 12, 18)}
    point = AttentionPoint(**({"school_id": school.id} | values | given))
    db.session.add(point)
    db.session.flush()
    return point


def make_project(school: School, starts_on: date, ends_on: date, **given: Any) -> DistrictProject:
    """A project of the district that a school lies in; it gets one where it has none."""
    school.district = school.district or District(name=f"District {next(_numbers)}")
    db.session.flush()
    values = {"district_id": school.district_id, "name": "Wijkproject", "starts_on": starts_on, "ends_on": ends_on}
    project = DistrictProject(**(values | given))
    db.session.add(project)
    db.session.flush()
    return project
