"""The list of schools, one school, and what is changed about it."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.database import check_version, db
from coachtrack.forms import choices, page
from coachtrack.schools import actions, permissions, queries
from coachtrack.schools.forms import ClosingForm, PlacementForm, SchoolForm
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import (
    CLOSURE_LABELS,
    DISCIPLINE_LABELS,
    HOLIDAY_REGION_LABELS,
    MATERIAL_LABELS,
    HolidayRegion,
)
from coachtrack.schools.views.blueprint import bp
from coachtrack.viewer import Role

Thing = TypeVar("Thing")
ADDRESS = ("street", "house_number", "postcode", "place", "municipality", "phone")
SHOWN_CLOSURES = 4


@bp.get("/")
@access(SIGNED_IN, limit="search")
def index() -> str:
    """The schools that this person may see: searched, narrowed, sorted and paged by the server."""
    asked = request.args
    schools = queries.schools_page(
        viewer(),
        search=asked.get("q", ""),
        municipality=asked.get("municipality", ""),
        board_id=asked.get("board", type=int),
        district_id=asked.get("district", type=int),
        with_closed="closed" in asked,
        sort=asked.get("sort", "name"),
        page=asked.get("page", 1, type=int),
    )
    return render_template(
        "schools/index.html",
        schools=schools,
        municipalities=[(name, name) for name in queries.municipalities()],
        boards=[(board.id, board.name or board.number) for board in queries.boards()],
        districts=[(district.id, district.name) for district in queries.districts()],
        may_add=permissions.may_add_school(viewer()),
        may_change_surroundings=permissions.may_change_surroundings(viewer()),
    )


@bp.get("/<int:school_id>")
@access(SIGNED_IN)
def show(school_id: int) -> str:
    """Facts about a school, and what it teaches from."""
    school = queries.get_school(school_id)
    allow_or_404(permissions.may_see_school(viewer(), school))
    return render_template(
        "schools/show.html",
        school=school,
        materials=queries.materials_of(school.id),
        regions=HOLIDAY_REGION_LABELS,
        kinds=MATERIAL_LABELS,
        disciplines=DISCIPLINE_LABELS,
        closures=queries.closures_of(school.id, ending_from=clock.today())[:SHOWN_CLOSURES],
        closure_kinds=CLOSURE_LABELS,
        today=clock.today(),
        points=queries.attention_points_of(school.id, clock.today()),
        may_note=permissions.may_note_attention(viewer(), school.id),
        may_change=permissions.may_change_school(viewer(), school),
        may_keep_materials=permissions.may_keep_materials(viewer(), school),
        may_see_staff=permissions.may_see_staff(viewer(), school),
        may_see_reached=permissions.may_see_reached(viewer(), school.id),
        may_name_board=permissions.may_change_surroundings(viewer()),
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def add_school() -> str | tuple[str, int] | Response:
    """A school that the register does not have."""
    form = SchoolForm(holiday_region="noord")
    form.holiday_region.choices = choices((value, _(label)) for value, label in HOLIDAY_REGION_LABELS.items())
    if form.validate_on_submit():
        with form.refusals():
            given: dict[str, Any] = {name: value or None for name, value in form.data.items() if name in ADDRESS}
            given["holiday_region"] = HolidayRegion(form.holiday_region.data)
            school = actions.add_school(name=form.name.data or "", **given, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("%(name)s has been added.", name=school.name))
            return redirect(url_for(".show", school_id=school.id))
    return page("schools/add_school.html", form=form)


@bp.route("/<int:school_id>/wijzigen", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def change_school(school_id: int) -> str | tuple[str, int] | Response:
    """What the register does not say: part of town and, of schools that it does not have, name and board."""
    school = queries.get_school(school_id)
    allow_or_404(permissions.may_change_school(viewer(), school))
    form = _placement_form(school)
    if form.validate_on_submit():
        with form.refusals():
            check_version(school, form.opened_version, _as_it_stands(school))
            actions.change_school(
                school,
                name=(form.name.data if form.name else None) or school.name,
                board=_chosen(form.board.data, queries.get_board) if form.board else school.board,
                district=_chosen(form.district.data, queries.get_district),
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("%(name)s has been changed.", name=school.name))
            return redirect(url_for(".show", school_id=school.id))
    return page("schools/change_school.html", form=form, school=school)


def _chosen(number: int | None, get: Callable[[int], Thing]) -> Thing | None:
    return get(number) if number is not None else None


def _placement_form(school: School) -> PlacementForm:
    form = PlacementForm(
        name=school.name, board=school.board_id, district=school.district_id, version=str(school.version)
    )
    form.district.choices = choices(((row.id, row.name) for row in queries.districts()), none=_("No district"))
    form.board.choices = choices(
        ((row.id, row.name or row.number) for row in queries.boards(in_use=False)), none=_("No board")
    )
    if school.code is not None:
        del form.name, form.board
    return form


def _as_it_stands(school: School) -> dict[str, str]:
    said = {"district": school.district.name if school.district else ""}
    if school.code is None:
        said |= {"name": school.name, "board": (school.board.name or school.board.number) if school.board else ""}
    return said


@bp.route("/<int:school_id>/sluiten", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def close_school(school_id: int) -> str | tuple[str, int] | Response:
    """The last day of a school; all that took place there stays."""
    school = queries.get_school(school_id)
    form = ClosingForm(closed_on=clock.today())
    if form.validate_on_submit():
        with form.refusals():
            actions.close_school(school, closed_on=form.closed_on.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("%(name)s has been closed. Everything that took place there stays.", name=school.name))
            return redirect(url_for(".show", school_id=school.id))
    return page("schools/close_school.html", form=form, school=school)


@bp.post("/<int:school_id>/heropenen")
@access(Role.ADMINISTRATOR)
def reopen_school(school_id: int) -> Response:
    """It was closed by mistake."""
    school = queries.get_school(school_id)
    actions.reopen_school(school, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("%(name)s is open again.", name=school.name))
    return redirect(url_for(".show", school_id=school.id))
