"""What is done with the contact log: write a contact down, change it, say what a school leader thinks of coaching."""

from datetime import date, datetime

from coachtrack import audit, formatting
from coachtrack.clock import day_of
from coachtrack.database import check_version, db
from coachtrack.talks.models import ContactMoment, DirectorOpinion
from coachtrack.talks.queries.contacts import find_opinion
from coachtrack.talks.rules.contacts import Contact, Opinion, check_contact


def add_contact(contact: Contact, *, by: int, now: datetime) -> ContactMoment:
    """Write down a contact that took place. Raises `Refused`."""
    check_contact(contact, today=day_of(now))
    row = ContactMoment(recorded_at=now, recorded_by_id=by)
    _write(row, contact)
    db.session.add(row)
    db.session.flush()
    audit.note("contact added", now=now, by=by, thing=f"contact:{row.id}")
    return row


def change_contact(row: ContactMoment, contact: Contact, *, version: int | None, by: int, now: datetime) -> None:
    """Say otherwise what a contact was. Raises `Refused` and `ChangedMeanwhile`."""
    check_version(row, version, _said(row))
    check_contact(contact, today=day_of(now))
    _write(row, contact)
    db.session.flush()
    audit.note("contact changed", now=now, by=by, thing=f"contact:{row.id}")


def _write(row: ContactMoment, contact: Contact) -> None:
    kept = contact.on_its_level
    row.level, row.held_on = kept.level, kept.held_on
    row.school_id, row.board_id = kept.school_id, kept.board_id
    row.participants, row.outcome = kept.participants, kept.outcome


def _said(row: ContactMoment) -> dict[str, str]:
    return {
        "held_on": formatting.day_long(row.held_on),
        "school_id": row.school.name if row.school else "",
        "board_id": (row.board.name or row.board.number) if row.board else "",
        "participants": row.participants,
        "outcome": row.outcome,
    }


def record_opinion(
    school_id: int,
    first_year: int,
    opinion: Opinion,
    *,
    remark: str = "",
    said_on: date | None = None,
    version: int | None = None,
    by: int,
    now: datetime,
) -> DirectorOpinion:
    """What the leader of a school thinks of coaching this school year; one answer a year, which can be changed."""
    row = find_opinion(school_id, first_year)
    if row is None:
        row = DirectorOpinion(school_id=school_id, first_year=first_year, remark="")
        db.session.add(row)
    else:
        check_version(row, version, {"remark": row.remark})
    row.opinion, row.remark = opinion, remark
    row.recorded_on, row.recorded_by_id = said_on or day_of(now), by
    db.session.flush()
    audit.note("opinion recorded", now=now, by=by, thing=f"school:{school_id}", detail=f"year: {first_year}")
    return row
