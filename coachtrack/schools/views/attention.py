"""What to reckon with at a school: noted by its leaders and advisor, shown to whoever plans there."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import check_version, db
from coachtrack.formatting import capital, day_long
from coachtrack.forms import page
from coachtrack.schools import actions, permissions, queries
from coachtrack.schools.forms import AttentionForm
from coachtrack.schools.models import AttentionPoint, School
from coachtrack.schools.rules.subjects import ATTENTION_LABELS, AttentionKind
from coachtrack.schools.views.blueprint import bp
from coachtrack.viewer import Role

NOTERS = (Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR, Role.ADVISOR, Role.COMMISSION)


@bp.app_template_filter("attention_word")
def attention_word(kind: AttentionKind) -> str:
    """What to reckon with, in a few words in the language of the reader."""
    return str(_(ATTENTION_LABELS[kind]))


@bp.app_template_global("attention_points_at")
def attention_points_at(school_id: int) -> Sequence[AttentionPoint]:
    """What to reckon with at a school from today on: for the banner above the pages on which something is planned."""
    return queries.attention_points_of(school_id, clock.today())


@bp.route("/<int:school_id>/aandachtspunten/nieuw", methods=["GET", "POST"])
@access(*NOTERS)
def add_attention(school_id: int) -> tuple[str, int] | Response:
    """Something to reckon with from a day on."""
    school = _noted_at(school_id)
    form = AttentionForm(starts_on=clock.today())
    if form.validate_on_submit():
        with form.refusals():
            actions.add_attention(school.id, **form.said, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("Noted. Whoever plans at this school sees it."))
            return _back_to(school.id)
    return page("schools/add_attention.html", form=form, school=school)


@bp.route("/aandachtspunten/<int:attention_id>", methods=["GET", "POST"])
@access(*NOTERS)
def change_attention(attention_id: int) -> tuple[str, int] | Response:
    """Other words or days."""
    point = queries.get_attention_point(attention_id)
    school = _noted_at(point.school_id)
    form = AttentionForm(
        kind=point.kind,
        note=point.note,
        starts_on=point.starts_on,
        ends_on=point.ends_on,
        version=str(point.version),
    )
    if form.validate_on_submit():
        with form.refusals():
            check_version(point, form.opened_version, _as_it_stands(point))
            actions.change_attention(point, **form.said, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The attention point has been changed."))
            return _back_to(school.id)
    return page("schools/change_attention.html", form=form, school=school, point=point)


@bp.post("/aandachtspunten/<int:attention_id>/beeindigen")
@access(*NOTERS)
def end_attention(attention_id: int) -> Response:
    """It is over: nobody needs to reckon with it any more."""
    point = queries.get_attention_point(attention_id)
    school = _noted_at(point.school_id)
    actions.end_attention(point, ended_on=clock.today(), by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("From tomorrow on nobody needs to reckon with it."))
    return _back_to(school.id)


def _noted_at(school_id: int) -> School:
    school = queries.get_school(school_id)
    allow_or_404(permissions.may_note_attention(viewer(), school.id))
    return school


def _back_to(school_id: int) -> Response:
    return redirect(url_for(".show", school_id=school_id, _anchor="aandachtspunten"), 303)


def _as_it_stands(point: AttentionPoint) -> dict[str, Any]:
    return {
        "kind": capital(attention_word(point.kind)),
        "note": point.note,
        "starts_on": day_long(point.starts_on),
        "ends_on": day_long(point.ends_on) if point.ends_on else "",
    }
