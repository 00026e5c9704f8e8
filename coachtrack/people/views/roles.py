"""Roles that are given and ended; a further administrator waits for a second pair of eyes."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.forms import choices, page, say
from coachtrack.people import actions, permissions, queries
from coachtrack.people.forms import EndForm, RoleForm
from coachtrack.people.rules.roles import ROLE_LABELS
from coachtrack.people.views.blueprint import bp
from coachtrack.schools import queries as schools
from coachtrack.viewer import Role

GIVERS = (Role.ADMINISTRATOR, Role.COMMISSION)


@bp.route("/<int:person_id>/rol/nieuw", methods=["GET", "POST"])
@access(*GIVERS, proved=True)
def grant_role(person_id: int) -> tuple[str, int] | Response:
    """Give a role; an advisor gets it for a school."""
    person = queries.get_person(person_id)
    form = _role_form()
    if form.validate_on_submit():
        with form.refusals():
            granted = actions.grant_role(
                person,
                _role(form),
                school_id=form.school.data if form.role.data == Role.ADVISOR else None,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            given = _("The role has been given.")
            flash(given if granted else _("Another administrator has to confirm this. It stands above the list."))
            return redirect(url_for(".show", person_id=person.id))
    return page("people/grant_role.html", form=form, person=person)


def _role(form: RoleForm) -> Role:
    role = Role(form.role.data)
    if role is Role.ADVISOR and form.school.data is None:
        raise Refused(N_("Choose the school that she advises."), field="school")
    return role


def _role_form() -> RoleForm:
    form = RoleForm(starts_on=clock.today())
    own = permissions.roles_to_give(viewer())
    form.role.choices = choices((role.value, _(label)) for role, label in ROLE_LABELS.items() if role in own)
    named = ((school.id, f"{school.name}, {school.place}") for school in schools.open_schools())
    form.school.choices = choices(named, none=_("All schools"))
    return form


@bp.route("/rol/<int:grant_id>/beeindigen", methods=["GET", "POST"])
@access(*GIVERS, proved=True)
def end_role(grant_id: int) -> tuple[str, int] | Response:
    """The last day of a role."""
    grant = queries.get_grant(grant_id)
    allow_or_404(permissions.may_give_role(viewer(), grant.role))
    form = EndForm(ends_on=clock.today())
    if form.validate_on_submit():
        with form.refusals():
            ended = actions.end_role(grant, ends_on=form.ends_on.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The role ends then."))
            return redirect(url_for(".show", person_id=ended.person_id))
    return page("people/end_role.html", form=form, grant=grant, role_labels=ROLE_LABELS)


@bp.post("/beheerders/<int:proposal_id>/bevestigen")
@access(Role.ADMINISTRATOR, proved=True)
def confirm_administrator(proposal_id: int) -> Response:
    """The second pair of eyes agrees."""
    proposal = queries.get_proposal(proposal_id)
    try:
        actions.confirm_administrator(proposal, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
        return redirect(url_for(".index"))
    db.session.commit()
    flash(_("%(name)s is an administrator now.", name=proposal.person.name))
    return redirect(url_for(".show", person_id=proposal.person_id))


@bp.post("/beheerders/<int:proposal_id>/afwijzen")
@access(Role.ADMINISTRATOR)
def decline_administrator(proposal_id: int) -> Response:
    """The proposal is off."""
    proposal = queries.get_proposal(proposal_id)
    actions.decline_administrator(proposal, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The proposal is off the list."))
    return redirect(url_for(".index"))
