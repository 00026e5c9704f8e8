"""One person: what is recorded about her, her name and address."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.database import check_version, db
from coachtrack.forms import page
from coachtrack.people import actions, permissions, queries
from coachtrack.people.forms import PersonForm
from coachtrack.people.rules.coaches import ABSENCE_LABELS
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.people.rules.roles import ROLE_LABELS
from coachtrack.people.views.blueprint import bp
from coachtrack.people.views.wording import days_of
from coachtrack.viewer import Role


@bp.get("/<int:person_id>")
@access(SIGNED_IN)
def show(person_id: int) -> str:
    """Posts with their history, absences, roles."""
    person = queries.get_person(person_id)
    allow_or_404(permissions.may_see_person(viewer(), person.id, queries.school_ids_of(person.id)))
    current = queries.school_ids_of(person.id, on=clock.today())
    return render_template(
        "people/show.html",
        person=person,
        posts=queries.post_history(person.id),
        absences=queries.absences_of(person.id),
        grants=queries.grants_of(person.id),
        coaching=queries.appointments_of(person.id),
        today=clock.today(),
        function_labels=FUNCTION_LABELS,
        absence_labels=ABSENCE_LABELS,
        role_labels=ROLE_LABELS,
        days_of=days_of,
        may_change=permissions.may_change_people(viewer()),
        may_see_absences=permissions.may_see_absences(viewer(), person.id, current),
        may_record_absence=permissions.may_record_absence(viewer(), current),
        roles_to_give=permissions.roles_to_give(viewer()),
        may_appoint=permissions.may_appoint_coaches(viewer()),
        may_see_coaches=permissions.may_see_coaches(viewer()),
        can_invite=permissions.may_invite(viewer()),
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def add_person() -> tuple[str, int] | Response:
    """Someone who is not in a staff file."""
    form = PersonForm()
    if form.validate_on_submit():
        with form.refusals():
            person = actions.add_person(**_given(form), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("%(name)s has been added. Now add a post or a role.", name=person.name))
            return redirect(url_for(".show", person_id=person.id))
    return page("people/add_person.html", form=form)


@bp.route("/<int:person_id>/wijzigen", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR, proved=True)
def change_person(person_id: int) -> tuple[str, int] | Response:
    """Another name or address."""
    person = queries.get_person(person_id)
    current = {"first_name": person.first_name, "infix": person.infix, "last_name": person.last_name}
    current["email"] = person.email or ""
    form = PersonForm(**current, version=str(person.version))
    if form.validate_on_submit():
        with form.refusals():
            check_version(person, form.opened_version, current)
            actions.change_person(person, **_given(form), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("%(name)s has been changed.", name=person.name))
            return redirect(url_for(".show", person_id=person.id))
    return page("people/change_person.html", form=form, person=person)


def _given(form: PersonForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("first_name", "infix", "last_name", "email")}
