"""The attendance of a meeting, on a phone: everybody is there until somebody taps who is not."""

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import ParticipantRole
from coachtrack.database import check_version, db
from coachtrack.errors import N_, Refused
from coachtrack.forms import choices, page
from coachtrack.people.models import Person
from coachtrack.people.queries import find_person_by_email
from coachtrack.trainings import actions, queries
from coachtrack.trainings.forms import AttendanceForm
from coachtrack.trainings.models import TrainingMeeting
from coachtrack.trainings.permissions import may_take_attendance
from coachtrack.trainings.rules import Presence
from coachtrack.trainings.views.blueprint import MAY_PLAN, Answer, bp, day_of


@bp.route("/bijeenkomsten/<int:meeting_id>/aanwezigheid", methods=["GET", "POST"])
@access(*MAY_PLAN)
def take_attendance(meeting_id: int) -> Answer:
    """Who was there; taken again, it can be put right with a reason."""
    meeting = queries.get_meeting(meeting_id)
    allow_or_404(may_take_attendance(viewer(), meeting.training))
    listed = _listed(meeting)
    form = _form(meeting, listed, queries.others_at_schools(meeting, day_of(meeting)))
    if form.validate_on_submit():
        with form.refusals():
            check_version(meeting, form.opened_version, _now_standing(meeting))
            count = _take(meeting, form, listed)
            db.session.commit()
            flash(ngettext("%(num)d person was there.", "%(num)d people were there.", count))
            return redirect(url_for(".show", training_id=meeting.training_id), 303)
    return page("trainings/take_attendance.html", form=form, meeting=meeting, asks_reason=_asks_reason(meeting))


def _listed(meeting: TrainingMeeting) -> list[Person]:
    """Those who were asked, by name; the trainer herself is there anyway."""
    people = [each.person for each in meeting.appointment.participants if each.role is ParticipantRole.ATTENDEE]
    return sorted(people, key=lambda person: (person.sort_name, person.id))


def _form(meeting: TrainingMeeting, listed: Sequence[Person], others: Sequence[Person]) -> AttendanceForm:
    away = {row.person_id for row in meeting.attendance if row.presence is Presence.AWAY}
    form = AttendanceForm(
        present=[person.id for person in listed if person.id not in away], version=meeting.version, others=[]
    )
    form.present.choices = choices([(person.id, person.name) for person in listed])
    form.others.choices = choices([(person.id, person.name) for person in others])
    if _asks_reason(meeting):
        form.ask_reason()
    return form


def _take(meeting: TrainingMeeting, form: AttendanceForm, listed: Sequence[Person]) -> int:
    present = {*(form.present.data or ()), *(form.others.data or ())}
    if form.email.data:
        present.add(_person_known_by(form.email.data).id)
    away = {person.id for person in listed} - present
    actions.take_attendance(
        meeting, present=present, away=away, reason=form.reason.data, by=viewer().person_id, now=clock.now()
    )
    return len(present)


def _person_known_by(email: str) -> Person:
    person = find_person_by_email(email)
    if person is None:
        raise Refused(N_("We know nobody with this address. Look at how it is written."), field="email")
    return person


def _asks_reason(meeting: TrainingMeeting) -> bool:
    """Whether the list was saved before: on the same day a slip is just undone, later it takes a reason."""
    taken_at = meeting.attendance_taken_at
    return taken_at is not None and taken_at.astimezone(clock.AMSTERDAM).date() != clock.today()


def _now_standing(meeting: TrainingMeeting) -> dict[str, str]:
    names = sorted(row.person.name for row in meeting.attendance if row.presence is Presence.PRESENT)
    return {"present": ", ".join(names) or _("Nobody")}
