"""What is done with schools: add, change and close them, their boards, districts, materials, and other institutions."""

from coachtrack.schools.actions.changes import names_changed
from coachtrack.schools.actions.locations import (
    add_school,
    change_school,
    close_school,
    reopen_school,
    set_board,
    set_district,
)
from coachtrack.schools.actions.register import RegisterPlan, StalePreview, import_register, plan_import, preview_import
from coachtrack.schools.actions.surroundings import (
    NameTaken,
    add_board,
    add_district,
    add_institution,
    add_material,
    change_institution,
    end_institution,
    end_material,
    rename_board,
    rename_district,
)

__all__ = [
    "NameTaken",
    "RegisterPlan",
    "StalePreview",
    "add_board",
    "add_district",
    "add_institution",
    "add_material",
    "add_school",
    "change_institution",
    "change_school",
    "close_school",
    "end_institution",
    "end_material",
    "import_register",
    "names_changed",
    "plan_import",
    "preview_import",
    "rename_board",
    "rename_district",
    "reopen_school",
    "set_board",
    "set_district",
]
