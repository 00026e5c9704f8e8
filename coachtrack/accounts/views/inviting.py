"""Letting people in: inviting one or a whole team, and closing and opening accounts."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack import clock, formatting
from coachtrack.access import access, viewer
from coachtrack.accounts import actions, queries
from coachtrack.accounts.forms import InviteForm
from coachtrack.accounts.models import Account
from coachtrack.accounts.queries import Guest
from coachtrack.accounts.views.blueprint import bp
from coachtrack.database import db
from coachtrack.errors import NotFound, Refused
from coachtrack.forms import choices, page, say
from coachtrack.people.queries import coach_appointments, get_person, invitable
from coachtrack.schools.queries import get_school
from coachtrack.viewer import Role

INVITERS = (Role.ADMINISTRATOR, Role.COMMISSION)


@bp.route("/uitnodigen", methods=["GET", "POST"])
@access(*INVITERS)
def invite_many() -> Response | str | tuple[str, int]:
    """Invite a team or the coaches at once: who is not in yet, with everyone who was never invited ticked."""
    chosen = _team_asked_for()
    if chosen is None:
        return render_template("accounts/teams_to_invite.html", teams=queries.teams_to_invite(clock.today()))
    title, person_ids = chosen
    guests = [guest for guest in queries.guests_among(person_ids) if not guest.has_come and not guest.is_closed]
    form = InviteForm(people=[guest.person.id for guest in guests if guest.invited_at is None])
    form.people.choices = choices((guest.person.id, _line(guest)) for guest in guests)
    if form.validate_on_submit():
        with form.refusals():
            for guest in guests:
                if guest.person.id in form.people.data:
                    actions.invite(guest.person, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(
                ngettext(
                    "%(num)s invitation is on its way.", "%(num)s invitations are on their way.", len(form.people.data)
                )
            )
            return redirect(url_for(".invite_many"), 303)
    return page("accounts/invite_many.html", form=form, title=title, guests=guests)


@bp.post("/accounts/<int:person_id>/uitnodigen")
@access(*INVITERS)
def invite(person_id: int) -> Response:
    """Invite one person, or invite her again."""
    person = get_person(person_id)
    try:
        address = actions.invite(person, by=viewer().person_id, now=clock.now())
        db.session.commit()
        if address is None:
            flash(
                _("%(name)s has been in already. She can ask for a new password herself.", name=person.name), "warning"
            )
        else:
            flash(_("The invitation for %(name)s is on its way.", name=person.name))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for("people.show", person_id=person_id), 303)


@bp.get("/accounts/<int:person_id>")
@access(Role.ADMINISTRATOR)
def show_account(person_id: int) -> str:
    """How somebody gets in, and closing that way."""
    person = get_person(person_id)
    guest = next(iter(queries.guests_among([person_id])), None)
    account = queries.find_account_of(person_id)
    factors = queries.factors_of(account.id) if account else []
    return render_template("accounts/show_account.html", person=person, account=account, guest=guest, factors=factors)


@bp.post("/accounts/<int:person_id>/sluiten")
@access(Role.ADMINISTRATOR)
def close_account(person_id: int) -> Response:
    """Close somebody's account: she is out at once."""
    try:
        actions.deactivate(account_of(person_id), by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The account is closed. She is signed out everywhere, and mail that waited is not sent."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".show_account", person_id=person_id), 303)


@bp.post("/accounts/<int:person_id>/openen")
@access(Role.ADMINISTRATOR)
def reopen_account(person_id: int) -> Response:
    """Open a closed account again."""
    actions.reactivate(account_of(person_id), by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The account is open again, with the password it had."))
    return redirect(url_for(".show_account", person_id=person_id), 303)


def account_of(person_id: int) -> Account:
    """The account of a person. Raises `NotFound`."""
    account = queries.find_account_of(person_id)
    if account is None:
        raise NotFound
    return account


def _team_asked_for() -> tuple[str, Sequence[int]] | None:
    """Which team the address names: a school's, or the coaches; with the numbers of its people."""
    today = clock.today()
    if "coaches" in request.args:
        return _("Invite the coaches"), [each.person_id for each in coach_appointments(today)]
    number = request.args.get("school", type=int)
    if number is None:
        return None
    school = get_school(number)
    return _("Invite the team of %(name)s", name=school.name), [each.id for each in invitable(school.id, today)]


def _line(guest: Guest) -> str:
    if guest.invited_at is None:
        return guest.person.name
    return str(_("%(name)s – invited on %(day)s", name=guest.person.name, day=formatting.day(guest.invited_at)))
