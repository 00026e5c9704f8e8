"""What stands around a school: boards, districts, and other institutions."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.database import check_version, db
from coachtrack.forms import choices, page
from coachtrack.schools import actions, queries
from coachtrack.schools.forms import BoardForm, DistrictForm, InstitutionForm
from coachtrack.schools.models import Institution
from coachtrack.schools.rules.subjects import INSTITUTION_LABELS, InstitutionKind
from coachtrack.schools.views.blueprint import bp
from coachtrack.viewer import Role

KEEPERS = (Role.ADMINISTRATOR, Role.COMMISSION)


@bp.get("/besturen")
@access(*KEEPERS)
def boards() -> str:
    """The boards of schools; the register has their numbers only."""
    return render_template("schools/boards.html", boards=queries.boards(in_use=False))


@bp.route("/besturen/<int:board_id>", methods=["GET", "POST"])
@access(*KEEPERS)
def rename_board(board_id: int) -> str | tuple[str, int] | Response:
    """The name of a board."""
    board = queries.get_board(board_id)
    form = BoardForm(name=board.name, version=str(board.version))
    if form.validate_on_submit():
        with form.refusals():
            check_version(board, form.opened_version, {"name": board.name or ""})
            actions.rename_board(board, name=form.name.data or None, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The name of the board has been saved."))
            return redirect(url_for(".boards"))
    return page("schools/rename_board.html", form=form, board=board)


@bp.route("/wijken", methods=["GET", "POST"])
@access(*KEEPERS)
def districts() -> str | tuple[str, int] | Response:
    """The parts of town, and a form to add one."""
    form = DistrictForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_district(name=form.name.data or "", by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The district has been added."))
            return redirect(url_for(".districts"))
    return page("schools/districts.html", form=form, districts=queries.districts())


@bp.route("/wijken/<int:district_id>", methods=["GET", "POST"])
@access(*KEEPERS)
def rename_district(district_id: int) -> str | tuple[str, int] | Response:
    """Another name for a part of town, and the projects of its schools."""
    district = queries.get_district(district_id)
    form = DistrictForm(name=district.name, version=str(district.version))
    if form.validate_on_submit():
        with form.refusals():
            check_version(district, form.opened_version, {"name": district.name})
            actions.rename_district(district, name=form.name.data or "", by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The district has been changed."))
            return redirect(url_for(".districts"))
    projects = queries.projects_of(district.id)
    return page("schools/rename_district.html", form=form, district=district, projects=projects)


@bp.get("/instellingen")
@access(*KEEPERS)
def institutions() -> str:
    """Employers of coaches, providers of training, partners."""
    return render_template(
        "schools/institutions.html",
        institutions=queries.institutions(),
        labels=INSTITUTION_LABELS,
        today=clock.today(),
    )


@bp.route("/instellingen/nieuw", methods=["GET", "POST"])
@access(*KEEPERS)
def add_institution() -> str | tuple[str, int] | Response:
    """Another organisation."""
    form = _institution_form(None)
    del form.ended_on
    if form.validate_on_submit():
        with form.refusals():
            actions.add_institution(
                name=form.name.data or "",
                kind=InstitutionKind(form.kind.data),
                place=form.place.data or None,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("%(name)s has been added.", name=form.name.data))
            return redirect(url_for(".institutions"))
    return page("schools/add_institution.html", form=form)


@bp.route("/instellingen/<int:institution_id>", methods=["GET", "POST"])
@access(*KEEPERS)
def change_institution(institution_id: int) -> str | tuple[str, int] | Response:
    """Another name, kind or place, or its last day."""
    institution = queries.get_institution(institution_id)
    form = _institution_form(institution)
    if form.validate_on_submit():
        with form.refusals():
            _save_institution(institution, form)
            db.session.commit()
            flash(_("%(name)s has been changed.", name=institution.name))
            return redirect(url_for(".institutions"))
    return page("schools/change_institution.html", form=form, institution=institution)


def _save_institution(institution: Institution, form: InstitutionForm) -> None:
    current = {
        "name": institution.name,
        "place": institution.place or "",
        "kind": _(INSTITUTION_LABELS[institution.kind]),
    }
    check_version(institution, form.opened_version, current)
    who: dict[str, Any] = {"by": viewer().person_id, "now": clock.now()}
    kind = InstitutionKind(form.kind.data)
    actions.change_institution(institution, name=form.name.data or "", kind=kind, place=form.place.data or None, **who)
    if form.ended_on.data != institution.ended_on:
        actions.end_institution(institution, ended_on=form.ended_on.data, **who)


def _institution_form(institution: Institution | None) -> InstitutionForm:
    given = (
        {
            "name": institution.name,
            "kind": institution.kind.value,
            "place": institution.place,
            "ended_on": institution.ended_on,
            "version": str(institution.version),
        }
        if institution
        else {"kind": InstitutionKind.CULTURAL.value}
    )
    form = InstitutionForm(**given)
    form.kind.choices = choices((value.value, _(label)) for value, label in INSTITUTION_LABELS.items())
    return form
