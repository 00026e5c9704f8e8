"""Who hears of a change to an appointment, and how; and what those who were invited answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.accounts.models import Account
from coachtrack.agenda.models import AgendaPreference, Appointment, AppointmentAnswer, FeedAddress, Participant
from coachtrack.agenda.queries.answer_links import read_answer_token
from coachtrack.agenda.rules.appointments import Answer, AppointmentStatus, ParticipantRole
from coachtrack.agenda.rules.feeds import FeedScope
from coachtrack.agenda.rules.invitations import Change, Channel, LinkState, Preference, state_of_link, thread_of
from coachtrack.database import db
from coachtrack.outbox import OutboxMail
from coachtrack.people.models import Person


@dataclass(frozen=True)
class Hears:
    """How someone hears of a change: by mail, in the calendar that her own app reads, or by neither."""

    person_id: int
    name: str
    by_mail: bool
    in_feed: bool


@dataclass(frozen=True)
class Recipient:
    """Someone who gets a mail about appointments, in her language."""

    person_id: int
    first_name: str
    name: str
    email: str
    locale: str


@dataclass(frozen=True)
class Answered:
    """What someone who was invited answered for the moment at which it stands; no answer while she gave none."""

    person_id: int
    name: str
    answer: Answer | None
    proposed_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Invitation:
    """What is behind the link of an invitation: an appointment, the one who may answer, and what she answered."""

    appointment: Appointment
    person_id: int
    state: LinkState
    given: AppointmentAnswer | None


def who_hears(person_ids: Collection[int], *, except_id: int | None) -> Sequence[Hears]:
    """How each of these people hears of a change that is made, by name; the one who makes it left out."""
    own_feed = sa.exists().where(
        FeedAddress.person_id == Person.id, FeedAddress.scope == FeedScope.OWN, FeedAddress.revoked_at.is_(None)
    )
    wanted = [person_id for person_id in person_ids if person_id != except_id]
    rows = db.session.execute(_people(wanted, own_feed).order_by(Person.sort_name, Person.id))
    return [
        Hears(person.id, person.name, _is_mailed(person, closed_at, channel), has_feed and _channel(channel).feeds)
        for person, _locale, closed_at, channel, has_feed in rows
    ]


def recipients_among(person_ids: Collection[int]) -> Mapping[int, Recipient]:
    """Those of these people who get a mail: they chose so, have an address, and their account was not closed."""
    return {
        person.id: _recipient(person, locale)
        for person, locale, closed_at, channel in db.session.execute(_people(person_ids))
        if _is_mailed(person, closed_at, channel)
    }


def reachable(person_id: int) -> Recipient | None:
    """Someone who has to be told whatever she chose; None when she has no address or her account was closed."""
    for person, locale, closed_at, _chosen in db.session.execute(_people([person_id])):
        if person.email and closed_at is None:
            return _recipient(person, locale)
    return None


def _people(person_ids: Collection[int], *more: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(Person, Account.locale, Account.deactivated_at, AgendaPreference.channel, *more)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(AgendaPreference, AgendaPreference.person_id == Person.id)
        .where(Person.id.in_(person_ids))
    )


def _recipient(person: Person, locale: str | None) -> Recipient:
    return Recipient(person.id, person.first_name, person.name, str(person.email), locale or "nl")


def _channel(chosen: Channel | None) -> Channel:
    return chosen or Preference().channel


def _is_mailed(person: Person, closed_at: datetime | None, chosen: Channel | None) -> bool:
    return bool(person.email) and closed_at is None and _channel(chosen).mails


def times_taken_off(appointment_id: int, person_ids: Collection[int]) -> Mapping[int, int]:
    """How often each of these people was told that she no longer takes part, though the appointment goes on.

    A calendar believes only what has a higher number than what it was told before, so for her it counts these too.
    """
    threads = {thread_of(appointment_id, person_id): person_id for person_id in person_ids}
    rows = db.session.execute(
        sa.select(OutboxMail.thread, sa.func.count())
        .where(OutboxMail.thread.in_(threads), OutboxMail.key.like(f"%:{Change.LEFT}"))
        .group_by(OutboxMail.thread)
    )
    counted = {threads[thread]: number for thread, number in rows if thread is not None}
    return {person_id: counted.get(person_id, 0) for person_id in person_ids}


def answers_of(appointment_id: int) -> Sequence[Answered]:
    """What everyone but the planner answered for the moment at which the appointment stands, by name."""
    rows = db.session.execute(
        sa.select(Person, AppointmentAnswer.answer, AppointmentAnswer.proposed_at, AppointmentAnswer.answered_at)
        .select_from(Appointment)
        .join(Participant, Participant.appointment_id == Appointment.id)
        .join(Person, Person.id == Participant.person_id)
        .outerjoin(AppointmentAnswer, _answers(Appointment.sequence, Participant.person_id))
        .where(Appointment.id == appointment_id, Person.id.is_distinct_from(Appointment.planner_id))
        .order_by(Person.sort_name, Person.id)
    )
    return [
        Answered(person.id, person.name, answer, proposed_at, answered_at)
        for person, answer, proposed_at, answered_at in rows
    ]


@dataclass(frozen=True)
class CannotCome:
    """Someone cannot come to an appointment that is still ahead, and may have proposed another moment."""

    appointment_id: int
    name: str
    proposed_at: datetime | None


def who_cannot_come(leader_id: int, *, now: datetime) -> Sequence[CannotCome]:
    """Who cannot come to what this coach or trainer still has to give, the first one first."""
    leads = sa.select(Participant.appointment_id).where(
        Participant.person_id == leader_id, Participant.role.in_((ParticipantRole.COACH, ParticipantRole.TRAINER))
    )
    rows = db.session.execute(
        sa.select(Person, AppointmentAnswer.appointment_id, AppointmentAnswer.proposed_at)
        .join(AppointmentAnswer, AppointmentAnswer.person_id == Person.id)
        .join(Appointment, Appointment.id == AppointmentAnswer.appointment_id)
        .where(
            Appointment.id.in_(leads),
            Appointment.status == AppointmentStatus.PLANNED,
            Appointment.starts_at > now,
            AppointmentAnswer.sequence == Appointment.sequence,
            AppointmentAnswer.answer == Answer.CANNOT,
        )
        .order_by(Appointment.starts_at, Person.sort_name, Person.id)
    )
    return [CannotCome(appointment_id, person.name, proposed_at) for person, appointment_id, proposed_at in rows]


def find_invitation(token: str, *, now: datetime) -> Invitation | None:
    """What the signed link in a mail leads to; None where it leads to nothing, or to someone who takes no part."""
    asked = read_answer_token(token)
    if asked is None:
        return None
    found = db.session.execute(
        sa.select(Appointment, AppointmentAnswer)
        .join(Participant, Participant.appointment_id == Appointment.id)
        .outerjoin(Account, Account.person_id == Participant.person_id)
        .outerjoin(AppointmentAnswer, _answers(sa.literal(asked.sequence), Participant.person_id))
        .where(
            Appointment.id == asked.appointment_id,
            Participant.person_id == asked.person_id,
            Account.deactivated_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    appointment, given = found
    state = state_of_link(
        sequence=appointment.sequence,
        asked=asked.sequence,
        status=appointment.status,
        ends_at=appointment.ends_at,
        answered=given is not None,
        now=now,
    )
    return Invitation(appointment, asked.person_id, state, given)


def find_answer(appointment: Appointment, person_id: int) -> AppointmentAnswer | None:
    """What this person answered for the moment at which the appointment stands, if she did."""
    answer = AppointmentAnswer
    return db.session.scalar(
        sa.select(answer).where(
            answer.appointment_id == appointment.id,
            answer.person_id == person_id,
            answer.sequence == appointment.sequence,
        )
    )


def _answers(sequence: Any, person_id: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        AppointmentAnswer.appointment_id == Appointment.id,
        AppointmentAnswer.person_id == person_id,
        AppointmentAnswer.sequence == sequence,
    )
