"""The attendance of a meeting, on a phone: everybody is there until somebody taps who is not."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import ParticipantRole
from coachtrack.database import check_version, db
from coachtrack.errors import N_, Refused
from coachtrack.forms import choices, page
from coachtrack.people.models import Person
from coachtrack.trainings import actions, queries
from coachtrack.trainings.forms.attendance import LATER_WORDS, AttendanceForm
from coachtrack.trainings.models import TrainingMeeting
from coachtrack.trainings.permissions import may_take_attendance
from coachtrack.trainings.queries import Found
from coachtrack.trainings.rules import Presence
from coachtrack.trainings.views.blueprint import MAY_PLAN, Answer, bp, day_of


@bp.route("/bijeenkomsten/<int:meeting_id>/aanwezigheid", methods=["GET", "POST"])
@access(*MAY_PLAN)
def take_attendance(meeting_id: int) -> Answer:
    """Who was there; taken again, it can be put right, on a later day with a reason."""
    meeting = queries.get_meeting(meeting_id)
    allow_or_404(may_take_attendance(viewer(), meeting.training))
    listed = _listed(meeting)
    form = _form(meeting, listed)
    found = _offer_others(form, meeting)
    if "look" in request.form:
        form.others.data = [*(form.others.data or ()), *([found[0].person.id] if len(found) == 1 else ())]
        return render_template("trainings/take_attendance.html", form=form, **_shown(meeting, found))
    if form.validate_on_submit():
        with form.refusals():
            check_version(meeting, form.opened_version, _now_standing(meeting))
            count = _take(meeting, form, listed, found)
            db.session.commit()
            flash(ngettext("%(num)d person was there.", "%(num)d people were there.", count))
            return redirect(url_for(".show", training_id=meeting.training_id), 303)
    return page("trainings/take_attendance.html", form=form, **_shown(meeting, found))


def _shown(meeting: TrainingMeeting, found: Sequence[Found]) -> dict[str, Any]:
    return {
        "meeting": meeting,
        "found": found,
        "asks_reason": queries.has_older_records(meeting, clock.today()),
        "corrections": queries.corrections_of([meeting]),
        "reasons": {reason: str(_(words)) for reason, words in LATER_WORDS.items()},
    }


def _listed(meeting: TrainingMeeting) -> list[Person]:
    """Those who were asked, by name; the trainer herself is there anyway."""
    people = [each.person for each in meeting.appointment.participants if each.role is ParticipantRole.ATTENDEE]
    return sorted(people, key=lambda person: (person.sort_name, person.id))


def _form(meeting: TrainingMeeting, listed: Sequence[Person]) -> AttendanceForm:
    away = {row.person_id for row in meeting.attendance if row.presence is Presence.AWAY}
    form = AttendanceForm(
        present=[person.id for person in listed if person.id not in away], version=meeting.version, others=[]
    )
    form.present.choices = choices([(person.id, person.name) for person in listed])
    if queries.has_older_records(meeting, clock.today()):
        form.ask_reason()
    return form


def _offer_others(form: AttendanceForm, meeting: TrainingMeeting) -> list[Found]:
    """Who else can be ticked: those looked for or ticked before, then who works there. Gives back who was found."""
    on, listed = day_of(meeting), {each.person_id for each in meeting.appointment.participants}
    found = [each for each in queries.people_found(form.who.data or "", on) if each.person.id not in listed]
    colleagues = {each.id: each.name for each in queries.others_at_schools(meeting, on)}
    known = queries.known_numbers(form.known.data or "", meeting.id)
    form.known.data = queries.sign_known(known | {each.person.id for each in found}, meeting.id)
    ticked = [number for number in form.others.data or () if number not in colleagues and number in known]
    looked_for = {each.person.id: each for each in (*queries.found_again(ticked, on), *found)}
    words = {number: " · ".join(filter(None, (each.person.name, each.school))) for number, each in looked_for.items()}
    form.others.choices = choices((words | {key: name for key, name in colleagues.items() if key not in words}).items())
    return found


def _take(meeting: TrainingMeeting, form: AttendanceForm, listed: Sequence[Person], found: Sequence[Found]) -> int:
    present = {*(form.present.data or ()), *(form.others.data or ())}
    if form.who.data:
        present |= _meant(form.who.data, present, {person.id for person in listed}, found)
    away = {person.id for person in listed} - present
    actions.take_attendance(
        meeting, present=present, away=away, reason=form.reason.data, by=viewer().person_id, now=clock.now()
    )
    return len(present)


def _meant(words: str, present: set[int], listed: set[int], found: Sequence[Found]) -> set[int]:
    """Who was looked for and not ticked: by a whole address she is known, by part of a name she has to be ticked."""
    numbers = {each.person.id for each in found}
    if numbers & present:
        return set()
    if "@" in words and len(numbers) == 1:
        return numbers
    if numbers:
        raise Refused(N_("Tick who you mean, or make this box empty."), field="who")
    if not {each.person.id for each in queries.people_found(words, clock.today())} & listed:
        raise Refused(N_("We know nobody with this name or address. Look at how it is written."), field="who")
    return set()


def _now_standing(meeting: TrainingMeeting) -> dict[str, str]:
    names = sorted(row.person.name for row in meeting.attendance if row.presence is Presence.PRESENT)
    return {"present": ", ".join(names) or _("Nobody")}
