"""The forms of a talk apart from what is said in it: open it, who sits at the table, another moment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, NumberRange, Optional

from coachtrack.agenda.forms.clashes import WarnedForm
from coachtrack.agenda.rules.appointments import CANCEL_LABELS, CancelReason
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.clock import AMSTERDAM
from coachtrack.formatting import capital, school_year
from coachtrack.forms import (
    ClockField,
    DayField,
    Form,
    LineField,
    MinutesField,
    TextField,
    choices,
    moment_of,
    number_or_none,
)
from coachtrack.people.models import Person, Post
from coachtrack.people.rules.posts import FUNCTION_LABELS, PostFunction
from coachtrack.talks.actions.talks import Frame
from coachtrack.talks.models import Talk, TalkParticipant
from coachtrack.talks.rules.talks import PARTICIPANT_LABELS, TALK_LABELS, ParticipantRole, Seat, TalkKind

ROWS, MOST_ROWS = 4, 20
USUAL_LENGTH = 90
FILL_IN = _l("Fill this in.")
COACHED = {"yes": True, "no": False}
SEATS = {
    PostFunction.SCHOOL_LEADER: ParticipantRole.SCHOOL_LEADER,
    PostFunction.CULTURE_COORDINATOR: ParticipantRole.CULTURE_COORDINATOR,
}


class SeatForm(PlainForm):
    """Someone at the table: a person we know, or a name; all empty where a row is not used."""

    person = SelectField(_l("Who"), [Optional()], coerce=number_or_none)
    name = LineField(_l("Or a name"), [Optional()], longest=200)
    role = SelectField(_l("As"), coerce=ParticipantRole, default=ParticipantRole.OTHER)

    @property
    def seat(self) -> Seat | None:
        """Who sits there; nobody where the row is empty."""
        if self.person.data is None and not self.name.data:
            return None
        return Seat(self.role.data, self.person.data, "" if self.person.data is not None else self.name.data or "")


class FrameForm(WarnedForm):
    """Who sits at the table, and what is known of the school beforehand."""

    seats = FieldList(FormField(SeatForm), min_entries=ROWS, max_entries=MOST_ROWS)
    was_coached = RadioField(
        _l("Did the school take part in coaching before?"),
        choices=choices((("yes", _l("yes")), ("no", _l("no")), ("", _l("not known")))),
        default="",
    )
    coached_how = LineField(_l("Which coaching, and when?"), longest=300)
    remarks = TextField(_l("Remarks"))

    def offer_people(self, posts: Sequence[Post]) -> None:
        """Fill the lists of people with who works at the school."""
        people = {post.person_id: post for post in reversed(posts)}
        lines = [
            (each.person_id, f"{each.person.name} ({_(FUNCTION_LABELS[each.function])})") for each in _named(people)
        ]
        roles = [(role, capital(_(label))) for role, label in PARTICIPANT_LABELS.items()]
        for row in self.seats:
            row.form.person.choices = choices(lines, none=_l("Nobody of this list"))
            row.form.role.choices = choices(roles)

    @property
    def frame(self) -> Frame:
        """What was filled in."""
        return Frame(
            seats=[seat for row in self.seats if (seat := row.form.seat) is not None],
            was_coached=COACHED.get(self.was_coached.data),
            coached_how=self.coached_how.data or "",
            remarks=self.remarks.data or "",
        )


class OpenForm(FrameForm):
    """A new talk: which, about which school year, when, and with whom."""

    kind = RadioField(_l("Which talk?"), coerce=TalkKind, default=TalkKind.AMBITION)
    first_year = SelectField(_l("About school year"), coerce=int)
    advisor = SelectField(_l("Advisor"), [InputRequired(FILL_IN)], coerce=number_or_none)
    day = DayField(_l("Day"), [InputRequired(_l("Fill in the day."))])
    starts = ClockField(_l("Begins at"), [InputRequired(_l("Fill in the time."))])
    length = MinutesField(_l("Takes"), [InputRequired(FILL_IN), NumberRange(15)], most=480, default=USUAL_LENGTH)
    place = LineField(_l("Room or address"), longest=200)

    def offer(self, *, today: date, advisors: Iterable[Person]) -> None:
        """Fill the lists to choose from."""
        this = SchoolYear.of(today).first
        self.kind.choices = choices((kind, _l(label)) for kind, label in TALK_LABELS.items())
        self.first_year.choices = choices((year, school_year(year)) for year in range(this - 1, this + 3))
        people = [(person.id, person.name) for person in advisors]
        self.advisor.choices = choices(people, none=None if len(people) == 1 else _l("Choose"))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Beginning and end. Raises `Refused` for the hour that the clock skips."""
        return _span(self)


class CallOffForm(Form):
    """Why a talk does not go on; never anything medical."""

    reason = RadioField(_l("Why?"), [InputRequired(_l("Choose one of these."))], coerce=CancelReason)

    def offer(self) -> None:
        """Fill the list; a talk has no coach who could not come."""
        reasons = [reason for reason in CancelReason if reason is not CancelReason.COACH]
        self.reason.choices = [(reason, _(CANCEL_LABELS[reason])) for reason in reasons]


class MoveTalkForm(WarnedForm):
    """Another moment for a talk."""

    day = DayField(_l("Day"), [InputRequired(_l("Fill in the day."))])
    starts = ClockField(_l("Begins at"), [InputRequired(_l("Fill in the time."))])
    length = MinutesField(_l("Takes"), [InputRequired(FILL_IN), NumberRange(15)], most=480)
    place = LineField(_l("Room or address"), longest=200)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Beginning and end. Raises `Refused` for the hour that the clock skips."""
        return _span(self)


def usual_seats(posts: Sequence[Post]) -> list[dict[str, Any]]:
    """Who is usually at the table: the leader of the school and its culture coordinator."""
    roles = {post.person_id: SEATS[post.function] for post in posts if post.function in SEATS}
    return [{"person": person_id, "name": "", "role": role} for person_id, role in roles.items()]


def as_it_stands(talk: Talk, seats: Sequence[TalkParticipant]) -> Mapping[str, Any]:
    """The frame of a talk, to fill a form with."""
    return {
        "seats": [
            {"person": seat.person_id, "name": "" if seat.person_id else seat.name, "role": seat.role} for seat in seats
        ],
        "was_coached": {True: "yes", False: "no", None: ""}[talk.was_coached],
        "coached_how": talk.coached_how,
        "remarks": talk.remarks,
        "version": talk.version,
    }


def moment_of_talk(talk: Talk) -> Mapping[str, Any]:
    """The moment of a talk, to fill a form with."""
    appointment = talk.appointment
    if appointment is None:
        return {"length": USUAL_LENGTH}
    begins = appointment.starts_at.astimezone(AMSTERDAM)
    return {
        "day": begins.date(),
        "starts": begins.time(),
        "length": (appointment.ends_at - appointment.starts_at) // timedelta(minutes=1),
        "place": appointment.place,
        "version": appointment.version,
    }


def _span(form: Any) -> tuple[datetime, datetime]:
    starts_at = moment_of(form.day.data, form.starts.data)
    return starts_at, starts_at + timedelta(minutes=form.length.data)


def _named(posts: Mapping[int, Post]) -> list[Post]:
    return sorted(posts.values(), key=lambda post: (post.person.sort_name, post.person_id))
