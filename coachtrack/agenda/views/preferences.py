"""The page on which someone chooses how she hears of appointments."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, viewer
from coachtrack.agenda import actions, queries
from coachtrack.agenda.forms.preferences import PreferenceForm
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import db
from coachtrack.forms import page
from coachtrack.viewer import Role

ASKED_AFTERWARDS = (Role.COACH, Role.TRAINER)


@bp.route("/agenda/meldingen", methods=["GET", "POST"])
@access(SIGNED_IN)
def preferences() -> Response | tuple[str, int]:
    """By mail, in her own calendar or both; and whether she is reminded."""
    person_id = viewer().person_id
    chosen, version = queries.preference_of(person_id)
    form = PreferenceForm(obj=chosen, version=version)
    if not viewer().has(*ASKED_AFTERWARDS):
        del form.remind_after
    if form.validate_on_submit():
        with form.refusals():
            actions.set_preference(person_id, form.chosen(chosen), version=form.opened_version, now=clock.now())
            db.session.commit()
            flash(_("Saved. From now on you hear of appointments like this."))
            return redirect(url_for(".preferences"), 303)
    return page(
        "agenda/preferences.html", form=form, chosen=chosen, has_feed=queries.has_own_feed(person_id),
        rhythm=queries.rhythm_now(), is_teacher=viewer().has(Role.TEACHER),
    )  # fmt: skip
