"""The page of the settings that hold for everyone's agenda."""

from dataclasses import fields

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda import actions, queries
from coachtrack.agenda.forms.settings import SettingsForm
from coachtrack.agenda.rules.settings import Settings
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import check_version, db
from coachtrack.forms import page
from coachtrack.viewer import Role


@bp.route("/agenda/instellingen", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR, Role.COMMISSION)
def settings() -> tuple[str, int] | Response:
    """Travel between schools, when people are reminded, when it is quiet."""
    stored = queries.agenda_settings()
    known = {field.name: getattr(stored, field.name) for field in fields(Settings)}
    form = SettingsForm(**known, version=str(stored.version))
    if form.validate_on_submit():
        with form.refusals():
            check_version(stored, form.opened_version, {name: str(value) for name, value in known.items()})
            actions.change_settings(stored, form.settings, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The settings hold from now on."))
            return redirect(url_for(".settings"), 303)
    return page("agenda/settings.html", form=form)
