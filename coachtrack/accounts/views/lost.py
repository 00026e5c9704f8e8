"""For who lost her second step: an administrator who called her takes it away, and she begins anew."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.accounts import actions
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.inviting import account_of
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import say
from coachtrack.viewer import Role


@bp.post("/accounts/<int:person_id>/tweede-stap/weghalen")
@access(Role.ADMINISTRATOR, proved=True)
def take_factors_away(person_id: int) -> Response:
    """All of them at once, the codes on paper too."""
    try:
        actions.take_factors_away(account_of(person_id), by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The second step is taken away. She is signed out everywhere, and got a mail about it."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".show_account", person_id=person_id), 303)
