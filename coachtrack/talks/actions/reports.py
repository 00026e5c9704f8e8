"""Make the report of a talk, let the school confirm it or ask to change it, and open it again for that."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from coachtrack import audit, outbox
from coachtrack.agenda.rules.appointments import AppointmentStatus
from coachtrack.agreements.actions import confirm_agreement
from coachtrack.agreements.models import Agreement
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.people.models import Person
from coachtrack.talks import mails
from coachtrack.talks.models import Talk, TalkAgreement, TalkReport
from coachtrack.talks.queries.reports import told_in, who_confirms
from coachtrack.talks.rules.reports import check_may_confirm, check_may_reopen, check_may_report, check_seen
from coachtrack.talks.rules.talks import TalkStatus


def make_report(talk: Talk, *, by: int, now: datetime) -> list[Person]:
    """The talk is finished: what was said no longer changes, and the school's leaders are asked to confirm it.

    Returns who is asked by mail.
    """
    _lock(talk)
    moment = talk.appointment
    check_may_report(
        talk.status,
        held_on=day_of(moment.starts_at) if moment is not None else None,
        today=day_of(now),
        is_empty=told_in(talk).is_empty,
        is_called_off=moment is not None and moment.status is AppointmentStatus.CANCELLED,
    )
    talk.status, talk.reported_at = TalkStatus.REPORTED, now
    db.session.flush()
    asked = [leader for leader in who_confirms(talk.school_id, day_of(now)) if leader.email]
    outbox.post_all([(mails.report_made(talk, leader), leader.id) for leader in asked], now=now)
    audit.note("talk reported", now=now, by=by, thing=f"talk:{talk.id}", detail=f"asked:{len(asked)}")
    return asked


def reopen_talk(talk: Talk, *, by: int, now: datetime) -> None:
    """Something is to be changed, whoever saw it; nobody is asked to confirm it any more."""
    _lock(talk)
    check_may_reopen(talk.status)
    talk.status = TalkStatus.OPEN
    db.session.flush()
    leaders = who_confirms(talk.school_id, day_of(now))
    outbox.withdraw([mails.report_thread(talk, leader) for leader in leaders], now=now)
    audit.note("talk reopened", now=now, by=by, thing=f"talk:{talk.id}")


def ask_change(talk: Talk, remark: str, *, by: Person, now: datetime) -> None:
    """The school does not confirm the report as it is; the advisor hears that, and reads why in the talk."""
    _lock(talk)
    check_may_confirm(talk.status)
    talk.change_asked_at, talk.change_asked_by_id, talk.change_remark = now, by.id, remark
    db.session.flush()
    _tell_advisor(talk, mails.change_asked(talk, by), now=now)
    audit.note("talk change asked", now=now, by=by.id, thing=f"talk:{talk.id}")


def confirm_report(
    talk: Talk, content: Mapping[str, Any], document: bytes, *, seen: str, by: Person, now: datetime
) -> TalkReport:
    """The school says that this is what was said and agreed, in the report that she read: it is kept as it is.

    Its agreements are confirmed with it.
    """
    _lock(talk)
    check_may_confirm(talk.status)
    check_seen(seen, content)
    talk.status, talk.confirmed_at, talk.confirmed_by_id = TalkStatus.CONFIRMED, now, by.id
    kept = TalkReport(
        talk_id=talk.id,
        content=dict(content),
        document=document,
        document_hash=sha256(document).hexdigest(),
        made_at=now,
    )
    db.session.add(kept)
    db.session.flush()
    for agreement in _standing_agreements(talk.id):
        confirm_agreement(agreement, by=by.id, now=now)
    _tell_advisor(talk, mails.report_confirmed(talk, by), now=now)
    audit.note("talk confirmed", now=now, by=by.id, thing=f"talk:{talk.id}", detail=kept.document_hash)
    return kept


def _lock(talk: Talk) -> None:
    """Who comes a moment later sees what the other one did."""
    db.session.refresh(talk, with_for_update={"of": Talk})


def _standing_agreements(talk_id: int) -> list[Agreement]:
    rows = sa.select(Agreement).join(TalkAgreement, TalkAgreement.agreement_id == Agreement.id)
    rows = rows.where(TalkAgreement.talk_id == talk_id, Agreement.ended_at.is_(None))
    return list(db.session.scalars(rows.order_by(Agreement.id)))


def _tell_advisor(talk: Talk, message: outbox.Message, *, now: datetime) -> None:
    if message.to:
        outbox.post(message, recipient_id=talk.advisor_id, now=now)
