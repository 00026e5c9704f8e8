"""What is done with schools: add, change, close them; their days, boards, districts, materials; other institutions."""

from coachtrack.schools.actions.attention import add_attention, change_attention, end_attention
from coachtrack.schools.actions.changes import names_changed
from coachtrack.schools.actions.days import add_closure, change_closure, remove_closure, set_times
from coachtrack.schools.actions.locations import (
    add_school,
    change_school,
    close_school,
    reopen_school,
    set_district,
)
from coachtrack.schools.actions.projects import add_project, change_project, remove_project
from coachtrack.schools.actions.register import RegisterPlan, StalePreview, import_register, plan_import, preview_import
from coachtrack.schools.actions.surroundings import (
    NameTaken,
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
    "add_attention",
    "add_closure",
    "add_district",
    "add_institution",
    "add_material",
    "add_project",
    "add_school",
    "change_attention",
    "change_closure",
    "change_institution",
    "change_project",
    "change_school",
    "close_school",
    "end_attention",
    "end_institution",
    "end_material",
    "import_register",
    "names_changed",
    "plan_import",
    "preview_import",
    "remove_closure",
    "remove_project",
    "rename_board",
    "rename_district",
    "reopen_school",
    "set_district",
    "set_times",
]
