"""Answer an invitation; who cannot, or proposes another moment, is told to whoever planned it."""

from datetime import datetime

from flask_babel import force_locale
from sqlalchemy.dialects import postgresql, sqlite

from coachtrack import audit, outbox
from coachtrack.agenda import mails
from coachtrack.agenda.models import Appointment, AppointmentAnswer
from coachtrack.agenda.queries.entries import entry_of
from coachtrack.agenda.queries.invitations import find_answer, reachable
from coachtrack.agenda.rules.appointments import Answer
from coachtrack.agenda.rules.invitations import check_may_answer, check_proposal
from coachtrack.database import db


def answer_once(
    appointment: Appointment, person_id: int, answer: Answer, *, proposed_at: datetime | None, now: datetime
) -> None:
    """The answer of someone who holds a link: the first one stands, also of two at one moment. Raises `Refused`."""
    given = _insert(appointment, person_id, answer, _proposal(answer, proposed_at, now), now)
    if given is not None:
        _note(appointment, given, was=None, by_link=True, now=now)


def answer_signed_in(
    appointment: Appointment, person_id: int, answer: Answer, *, proposed_at: datetime | None, now: datetime
) -> None:
    """The answer of someone who is signed in; until it begins she may change it. Raises `Refused`."""
    check_may_answer(status=appointment.status, starts_at=appointment.starts_at, now=now)
    proposed_at, was = _proposal(answer, proposed_at, now), None
    given = _insert(appointment, person_id, answer, proposed_at, now)
    if given is None:
        given = find_answer(appointment, person_id)
        if given is None or (given.answer, given.proposed_at) == (answer, proposed_at):
            return
        was, given.answer = given.answer, answer
        given.proposed_at, given.answered_at = proposed_at, now
        db.session.flush()
    _note(appointment, given, was=was, by_link=False, now=now)


def _proposal(answer: Answer, proposed_at: datetime | None, now: datetime) -> datetime | None:
    if answer is Answer.COMING:
        return None
    check_proposal(proposed_at, now=now)
    return proposed_at


def _insert(
    appointment: Appointment, person_id: int, answer: Answer, proposed_at: datetime | None, now: datetime
) -> AppointmentAnswer | None:
    """The new answer; None when she answered already."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    insert = postgresql.insert(AppointmentAnswer) if on_postgresql else sqlite.insert(AppointmentAnswer)
    row = insert.values(
        appointment_id=appointment.id,
        person_id=person_id,
        sequence=appointment.sequence,
        answer=answer,
        proposed_at=proposed_at,
        answered_at=now,
    )
    once = ["appointment_id", "person_id", "sequence"]
    return db.session.scalar(row.on_conflict_do_nothing(index_elements=once).returning(AppointmentAnswer))


def _note(
    appointment: Appointment, given: AppointmentAnswer, *, was: Answer | None, by_link: bool, now: datetime
) -> None:
    """The planner is told of what she has to do something with: of "I am coming" only when it was otherwise before."""
    detail = f"{given.answer}, by link" if by_link else given.answer
    audit.note(
        "appointment.answered", now=now, by=given.person_id, thing=f"appointment:{appointment.id}", detail=detail
    )
    if given.answer is Answer.CANNOT or was is Answer.CANNOT:
        planner = reachable(appointment.planner_id) if appointment.planner_id is not None else None
        if planner is not None:
            with force_locale(planner.locale):
                message = mails.answer_given(appointment, given, planner, entry_of(appointment.id))
            outbox.post(message, recipient_id=planner.person_id, now=now)
    db.session.flush()
