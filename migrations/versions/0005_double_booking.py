"""Refuse, in the database itself, to book a person twice at the same time.

What is planned becomes a booking. Where two appointments of one person overlap already, the first of them does.

Revision: 0005, after 0004
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPOINTMENT = sa.table("appointment", *map(sa.column, ("id", "status", "starts_at", "ends_at")))
PARTICIPANT = sa.table("participant", *map(sa.column, ("id", "appointment_id", "person_id", "role")))
BOOKING = sa.table("booking", *map(sa.column, ("participant_id", "person_id", "starts_at", "ends_at")))
ONE_PLACE = ("coach", "teacher", "trainer")
OVERLAP = (
    "select 1 from booking where person_id = new.person_id and participant_id <> new.participant_id "
    "and starts_at < new.ends_at and new.starts_at < ends_at"
)


def upgrade() -> None:
    """Book what is planned, and put the constraint in place."""
    connection = op.get_bind()
    op.execute("delete from booking")
    bookings = list(_without_overlap(connection.execute(_planned())))
    if bookings:
        connection.execute(sa.insert(BOOKING), bookings)
    if connection.dialect.name == "sqlite":
        for act in ("insert", "update"):
            op.execute(
                f"create trigger booking_once_{act} before {act} on booking when exists ({OVERLAP}) "
                "begin select raise(abort, 'booking_once'); end"
            )
        return
    op.execute(
        "alter table booking add constraint booking_once exclude using gist "
        "(int4range(person_id, person_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&)"
    )


def downgrade() -> None:
    """Take the constraint away."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("insert", "update"):
            op.execute(f"drop trigger booking_once_{act}")
    else:
        op.execute("alter table booking drop constraint booking_once")


def _planned() -> sa.Select[Any]:
    joined = PARTICIPANT.join(APPOINTMENT, APPOINTMENT.c.id == PARTICIPANT.c.appointment_id)
    return (
        sa.select(
            PARTICIPANT.c.id.label("participant_id"),
            PARTICIPANT.c.person_id,
            APPOINTMENT.c.starts_at,
            APPOINTMENT.c.ends_at,
        )
        .select_from(joined)
        .where(APPOINTMENT.c.status == "planned", PARTICIPANT.c.role.in_(ONE_PLACE))
        .order_by(PARTICIPANT.c.person_id, APPOINTMENT.c.starts_at, PARTICIPANT.c.id)
    )


def _without_overlap(rows: sa.CursorResult[Any]) -> Iterator[dict[str, Any]]:
    """In order of person and time; a row that begins before the one before it ends is left out."""
    booked_until: dict[int, Any] = {}
    for row in rows:
        until = booked_until.get(row.person_id)
        if until is None or row.starts_at >= until:
            booked_until[row.person_id] = row.ends_at
            yield dict(row._mapping)
