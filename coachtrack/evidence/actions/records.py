"""What is done with evidence: record, confirm, correct, withdraw, link, unlink. Every act adds; none changes."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.evidence import queries
from coachtrack.evidence.actions.standing import ON_CONFLICT, keep_standing
from coachtrack.evidence.models import EvidenceHead, EvidenceRecord
from coachtrack.evidence.rules import chain
from coachtrack.evidence.rules.records import Fact, Party, Reason, RecordKind
from coachtrack.evidence.rules.standing import StandingFact


def record_held(fact: Fact, *, by: int | None, now: datetime) -> EvidenceRecord:
    """Something took place. The same fact a second time adds nothing.

    Raises `Refused` when something else stands for this subject and person: that wants a correction.
    """
    return queries.get_record(record_many([fact], by=by, now=now)[0])


def record_many(facts: Sequence[Fact], *, by: int | None, now: datetime) -> list[int]:
    """Many things took place: for imports. Returns the number of each fact's record, in the order given."""
    lock_chain()
    standing = {
        (each.fact.subject, each.fact.person_id): each
        for each in queries.standing_facts(subjects={fact.subject for fact in facts})
    }
    fresh: dict[tuple[str, int], Fact] = {}
    for fact in facts:
        known = standing.get((fact.subject, fact.person_id))
        other = known.fact if known else fresh.setdefault((fact.subject, fact.person_id), fact)
        if other != fact:
            raise Refused(N_("This was recorded already, with other figures. Correct it there."))
    rows = [_row(RecordKind.HELD, fact, by=by) for fact in fresh.values()]
    numbers = dict(zip(fresh, _append(rows, now=now), strict=True))
    numbers |= {key: each.number for key, each in standing.items()}
    return [numbers[fact.subject, fact.person_id] for fact in facts]


def confirm(number: int, *, party: Party, by: int, now: datetime) -> None:
    """A party says that it took place so. Saying it again adds nothing. Only the teacher confirms as the teacher."""
    lock_chain()
    standing = _standing(number)
    if party is Party.TEACHER and by != standing.fact.person_id:
        raise Refused(N_("Only the teacher herself can confirm this."))
    if party not in standing.confirmed_by:
        _append([_row(RecordKind.CONFIRMED, standing.fact, by=by, refers_to=standing.number, party=party)], now=now)


def confirm_many(numbers: Sequence[int], *, party: Party, by: int, now: datetime) -> None:
    """The same of many facts at once, by who keeps the list they stand on; in as many statements for one as for all."""
    lock_chain()
    if party is Party.TEACHER:
        raise Refused(N_("Only the teacher herself can confirm this."))
    rows = [
        _row(RecordKind.CONFIRMED, each.fact, by=by, refers_to=each.number, party=party)
        for each in queries.standing_numbered(numbers)
        if party not in each.confirmed_by
    ]
    _append(rows, now=now)


def correct(number: int, fact: Fact, *, reason: Reason, by: int, now: datetime) -> EvidenceRecord:
    """A figure was wrong: the new values, with the reason. Only who recorded it; the same values add nothing."""
    lock_chain()
    standing = _standing(number)
    _check_recorder(standing, by)
    if fact == standing.fact:
        return queries.get_record(standing.number)
    row = _row(RecordKind.CORRECTED, fact, by=by, refers_to=standing.number, reason=reason)
    return queries.get_record(_append([row], now=now)[0])


def correct_many(
    corrections: Sequence[tuple[StandingFact, Fact]], *, reason: Reason, by: int, now: datetime
) -> list[int]:
    """The new values of many facts, for imports. The caller holds the chain since it read what stands."""
    for standing, _fact in corrections:
        _check_recorder(standing, by)
    rows = [
        _row(RecordKind.CORRECTED, fact, by=by, refers_to=standing.number, reason=reason)
        for standing, fact in corrections
        if fact != standing.fact
    ]
    return _append(rows, now=now)


def withdraw(number: int, *, reason: Reason, by: int, now: datetime, on_shared_list: bool = False) -> None:
    """It did not take place. A slip is undone on the day itself; later it takes a reason. Twice adds nothing.

    Only who recorded it; `on_shared_list` says that whoever keeps the list it stands on may, as of a meeting.
    """
    lock_chain()
    standing = queries.find_standing(number)
    if standing is None:
        return
    if not on_shared_list:
        _check_recorder(standing, by)
    if reason is Reason.SLIP and _day(standing.recorded_at) != _day(now):
        raise Refused(N_("This was recorded on an earlier day. Say why it is withdrawn."), field="reason")
    row = _row(RecordKind.WITHDRAWN, standing.fact, by=by, refers_to=standing.number, reason=reason)
    _append([row], now=now)


def link(number: int, *, agreement_id: int, by: int, now: datetime) -> None:
    """It counts for an agreement. Linking it to the same one again adds nothing."""
    lock_chain()
    standing = _standing(number)
    if agreement_id not in standing.agreement_ids:
        row = _row(RecordKind.LINKED, standing.fact, by=by, refers_to=standing.number, agreement_id=agreement_id)
        _append([row], now=now)


def link_many(numbers: Sequence[int], *, agreement_id: int, by: int, now: datetime) -> None:
    """Many facts count for an agreement; those that did already stay as they are."""
    lock_chain()
    rows = [
        _row(RecordKind.LINKED, each.fact, by=by, refers_to=each.number, agreement_id=agreement_id)
        for each in queries.standing_numbered(numbers)
        if agreement_id not in each.agreement_ids
    ]
    _append(rows, now=now)


def unlink(number: int, *, agreement_id: int, by: int, now: datetime) -> None:
    """It does not count for this agreement any more. What does not count, or was withdrawn, stays as it is."""
    lock_chain()
    standing = queries.find_standing(number)
    if standing is not None and agreement_id in standing.agreement_ids:
        row = _row(RecordKind.UNLINKED, standing.fact, by=by, refers_to=standing.number, agreement_id=agreement_id)
        _append([row], now=now)


def _standing(number: int) -> StandingFact:
    standing = queries.find_standing(number)
    if standing is None:
        raise Refused(N_("This was withdrawn, so it does not count any more. Log it anew if it did take place."))
    return standing


def _check_recorder(standing: StandingFact, by: int) -> None:
    if standing.recorded_by_id != by:
        raise Refused(N_("Only the person who recorded this can correct or withdraw it."))


def _day(moment: datetime) -> object:
    return moment.astimezone(AMSTERDAM).date()


def _row(kind: RecordKind, fact: Fact, *, by: int | None, **more: Any) -> dict[str, Any]:
    values = asdict(fact)
    values["session_kind"] = values.pop("kind")
    empty = {"refers_to": None, "party": None, "agreement_id": None, "reason": None}
    return empty | values | more | {"kind": kind, "recorded_by_id": by}


def lock_chain() -> EvidenceHead:
    """The head, locked until the transaction ends, so that two people cannot write the same link."""
    locked = sa.select(EvidenceHead).with_for_update().execution_options(populate_existing=True)
    head = db.session.scalar(locked)
    if head is None:
        first = chain.head_of(0, chain.NO_PREDECESSOR, queries.evidence_key())
        insert = ON_CONFLICT[db.session.get_bind().dialect.name](EvidenceHead)
        values = {"id": 1, "count": 0, "last_mac": first.last_mac, "mac": first.mac}
        db.session.execute(insert.values(values).on_conflict_do_nothing())
        head = db.session.scalars(locked).one()
    return head


def _append(rows: Sequence[dict[str, Any]], *, now: datetime) -> list[int]:
    """Add links to the chain, sign the head anew and keep what stands.

    A clock that was set back does not change the order.
    """
    if not rows:
        return []
    head, key = lock_chain(), queries.evidence_key()
    last = db.session.scalar(sa.select(EvidenceRecord.recorded_at).where(EvidenceRecord.number == head.count))
    moment = max(now, last) if last is not None else now
    mac, number, links = head.last_mac, head.count, []
    for row in rows:
        number += 1
        values = row | {"number": number, "recorded_at": moment}
        mac = chain.mac_of(mac, values, key)
        links.append(values | {"mac": mac})
    db.session.execute(sa.insert(EvidenceRecord), links)
    signed = chain.head_of(number, mac, key)
    head.count, head.last_mac, head.mac = signed.count, signed.last_mac, signed.mac
    db.session.flush()
    keep_standing(links)
    return [link["number"] for link in links]
