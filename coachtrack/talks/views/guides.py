"""The guides of talks, for the commission: all versions, one to read, and a new one."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.forms import page
from coachtrack.talks.actions.guides import write_version
from coachtrack.talks.forms.guides import GuideForm
from coachtrack.talks.queries import guides as queries
from coachtrack.talks.rules.answers import options_of
from coachtrack.talks.rules.guide_edits import KIND_LABELS
from coachtrack.talks.rules.guides import guide_of
from coachtrack.talks.rules.talks import TalkKind
from coachtrack.talks.views.blueprint import bp

Answer = str | Response | tuple[str, int]


@bp.get("/leidraden")
@access("commission")
def guides() -> str:
    """All versions of the guides, and how many talks follow each."""
    found = queries.guides()
    by_kind = {kind: [guide for guide in found if guide.kind is kind] for kind in TalkKind}
    sizes = {guide.id: len(guide_of(guide.content).questions) for guide in found}
    return render_template(
        "talks/guides.html", by_kind=by_kind, sizes=sizes, talks=queries.talks_by_guide(), today=clock.today()
    )


@bp.get("/leidraden/<int:guide_id>")
@access("commission")
def guide(guide_id: int) -> str:
    """One version, to read."""
    found = queries.get_guide(guide_id)
    content = guide_of(found.content, _places())
    return render_template("talks/guide.html", guide=found, content=content, options_of=options_of)


def _places() -> dict[str, str]:
    """What is filled in when a talk is held, in words."""
    return {"end_year": _("the last year of the period"), "period": _("the period")}


@bp.route("/leidraden/<kind>/nieuw", methods=["GET", "POST"])
@access("commission")
def new_guide(kind: str) -> Answer:
    """The next version: the last one with other words, fewer questions or more."""
    if kind not in set(TalkKind):
        raise NotFound
    last = queries.last_guide(TalkKind(kind))
    form = GuideForm(name=last.name)
    if form.validate_on_submit():
        with form.refusals():
            by, now = viewer().person_id, clock.now()
            name, day = form.name.data or "", form.holds_from.data
            written = write_version(last, form.edits, name=name, holds_from=day, by=by, now=now)
            db.session.commit()
            flash(_("The new version has been kept. Talks that have been opened keep their own."))
            return redirect(url_for(".guide", guide_id=written.id), 303)
    content = guide_of(last.content)
    return page("talks/new_guide.html", form=form, last=last, content=content, kind_labels=KIND_LABELS)
