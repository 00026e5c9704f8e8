"""What is done with requests about one's own data: asked, taken up, answered, withdrawn, ended."""

from datetime import date, datetime

from coachtrack import audit, outbox
from coachtrack.agenda.queries.invitations import reachable
from coachtrack.audit import Reading
from coachtrack.clock import day_of
from coachtrack.database import check_version, db
from coachtrack.errors import N_, Refused
from coachtrack.people.models import Person
from coachtrack.people.queries import administrators_on
from coachtrack.privacy import mails
from coachtrack.privacy.models import DataRequest, RequestKind, RequestOutcome
from coachtrack.privacy.queries.requests import find_open
from coachtrack.privacy.rules.retention import add_months
from coachtrack.viewer import Role

TO_ANSWER = 1
"""Months within which a request has to be answered."""


class AskedAlready(Refused):
    """Two requests of one kind at a time."""

    def __init__(self, made_on: date) -> None:
        super().__init__(
            N_("You asked this on %(day)s already, and it waits for an answer. Withdraw that one to ask it anew."),
            field="kind",
            day=made_on,
        )


class NotYours(Refused):
    """Nobody answers what she asked herself."""

    def __init__(self) -> None:
        super().__init__(N_("You asked this yourself. Another administrator has to answer it."))


class IsAnswered(Refused):
    """There is an answer, which was sent."""

    def __init__(self) -> None:
        super().__init__(N_("This was answered or withdrawn meanwhile. Open it again to see what it is now."))


def ask_about_data(person: Person, *, kind: RequestKind, words: str, by: int, now: datetime) -> DataRequest:
    """She asks something about her own data, or an administrator writes down that she did. Raises `AskedAlready`."""
    earlier = find_open(person.id, kind)
    if earlier is not None:
        raise AskedAlready(day_of(earlier.made_at))
    if not words.strip() and kind is not RequestKind.ACCESS:
        raise Refused(N_("Say what it is about, so that it can be answered."), field="words")
    due_on = add_months(day_of(now), TO_ANSWER)
    request = DataRequest(person_id=person.id, kind=kind, words=words, made_at=now, made_by_id=by, due_on=due_on)
    db.session.add(request)
    db.session.flush()
    audit.note("ask_about_data", now=now, by=by, thing=thing_of(request), detail=kind)
    _tell_administrators(request, now=now)
    return request


def withdraw_data_request(request: DataRequest, *, by: int, now: datetime) -> None:
    """She needs no answer any more. Raises `IsAnswered`."""
    _check_is_open(request)
    request.outcome, request.answered_at = RequestOutcome.WITHDRAWN, now
    db.session.flush()
    audit.note("withdraw_data_request", now=now, by=by, thing=thing_of(request))


def end_data_request(request: DataRequest, *, by: int, now: datetime) -> None:
    """What was granted, a restriction or an objection, holds no longer."""
    if request.answered_at is None or request.ended_at is not None:
        raise IsAnswered
    request.ended_at = now
    db.session.flush()
    audit.note("end_data_request", now=now, by=by, thing=thing_of(request))


def take_up_data_request(request: DataRequest, *, by: int, now: datetime) -> None:
    """An administrator answers this one, and reads her words for it. Raises `NotYours`, `IsAnswered`."""
    _check_is_open(request)
    if request.person_id == by:
        raise NotYours
    request.seen_at = request.seen_at or now
    request.taken_up_by_id = by
    read = {"reader_id": by, "about_id": request.person_id, "role": Role.ADMINISTRATOR.value}
    db.session.add(Reading(at=now, thing=thing_of(request), **read))
    db.session.flush()
    audit.note("take_up_data_request", now=now, by=by, thing=thing_of(request))


def answer_data_request(
    request: DataRequest, *, outcome: RequestOutcome, answer: str, version: int | None, by: int, now: datetime
) -> None:
    """The answer, with its reason. Raises `NotYours`, `IsAnswered`, `ChangedMeanwhile`."""
    _check_is_open(request)
    if request.person_id == by:
        raise NotYours
    check_version(request, version, {})
    if request.taken_up_by_id != by:
        raise Refused(N_("Take it up first: then you see what she asks, and she sees that you read it."))
    if not answer.strip():
        raise Refused(N_("Say what was done, or why not. She reads it."), field="answer")
    request.outcome, request.answer = outcome, answer
    request.answered_at, request.answered_by_id = now, by
    db.session.flush()
    audit.note("answer_data_request", now=now, by=by, thing=thing_of(request), detail=f"{request.kind}: {outcome}")
    recipient = reachable(request.person_id)
    if recipient is not None:
        outbox.post(mails.request_answered(request, recipient), now=now, recipient_id=recipient.person_id)


def thing_of(request: DataRequest) -> str:
    """How logs name a request."""
    return f"data_request:{request.id}"


def _check_is_open(request: DataRequest) -> None:
    if request.answered_at is not None:
        raise IsAnswered


def _tell_administrators(request: DataRequest, *, now: datetime) -> None:
    """A mail to each of them that there is something to answer; not what, and not whose."""
    for person in administrators_on(day_of(now)):
        recipient = reachable(person.id) if person.id != request.person_id else None
        if recipient is not None:
            outbox.post(mails.request_waits(request, recipient), now=now, recipient_id=person.id)
