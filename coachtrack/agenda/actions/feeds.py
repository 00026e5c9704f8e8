"""Calendar addresses: hand them out, take them back, and write the calendar that a person's own app reads.

A body is written once for each revision of what it shows and kept; it is written anew after a change, at midnight
(when the window moves) and when a cancelled appointment ends. Single events are kept as well, so a change costs one
event.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.accounts.models import SignInAttempt
from coachtrack.agenda.actions.revisions import count_changes
from coachtrack.agenda.ical import calendar_bytes, etag_of, event_bytes
from coachtrack.agenda.models import FeedAddress, FeedBody
from coachtrack.agenda.queries.entries import entries_of, name_of
from coachtrack.agenda.queries.feeds import COUNTED_OVER, WRONG_TRY, Feed
from coachtrack.agenda.rules.feeds import OWN, FeedLevel, FeedScope, Whose, check_feed_count, check_level
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db, note_beside, own_transaction

FETCH_NOTED_EVERY = timedelta(minutes=5)
_NOT_YET = -1


def add_feed_address(
    person_id: int, name: str, level: FeedLevel, locale: str, now: datetime, *, whose: Whose = OWN
) -> tuple[FeedAddress, str]:
    """A new address for a person, and its secret, which is told now and never again. Raises `Refused`."""
    check_level(whose, level)
    open_ones = sa.select(sa.func.count()).where(FeedAddress.person_id == person_id, FeedAddress.revoked_at.is_(None))
    check_feed_count(db.session.scalar(open_ones) or 0)
    token = new_token()
    address = FeedAddress(
        person_id=person_id,
        name=name,
        token_hash=token_hash(token),
        scope=whose.scope,
        school_id=whose.school_id,
        level=level,
        locale=locale,
        created_at=now,
    )
    db.session.add(address)
    db.session.flush()
    db.session.add(
        FeedBody(address_id=address.id, revision=_NOT_YET, valid_until=now, etag="", changed_at=now, body=b"")
    )
    if whose.scope is not FeedScope.OWN:
        count_changes(whose.key, now=now)
    audit.note("feed_address.added", now=now, by=person_id, thing=f"feed_address:{address.id}", detail=whose.key)
    db.session.flush()
    return address, token


def revoke_feed_address(address: FeedAddress, *, by: int, now: datetime) -> None:
    """From now on there is nothing at this address, and what was written for it is gone."""
    if address.revoked_at is not None:
        return
    address.revoked_at = now
    db.session.execute(sa.delete(FeedBody).where(FeedBody.address_id == address.id))
    audit.note("feed_address.revoked", now=now, by=by, thing=f"feed_address:{address.id}")
    db.session.flush()


def note_fetch(feed: Feed, *, client: str, now: datetime) -> None:
    """Remember when an address was last read, by which app and what it got; one of the three things a GET may write.

    Once in a while, and whenever it got something else than before.
    """
    lately = feed.fetched_at is not None and now - feed.fetched_at < FETCH_NOTED_EVERY
    if lately and feed.fetched_etag == feed.etag:
        return
    fetched = {"fetched_at": now, "fetched_by": client, "fetched_etag": feed.etag}
    note_beside(sa.update(FeedAddress).where(FeedAddress.id == feed.address_id).values(**fetched))


def note_wrong_address(token: str, network_address: str, *, now: datetime) -> None:
    """Count a fetch of an address that there is not, and forget those that count no longer."""
    attempt = SignInAttempt.__table__
    with own_transaction() as connection:
        connection.execute(
            sa.delete(SignInAttempt).where(attempt.c.kind == WRONG_TRY, attempt.c.at <= now - COUNTED_OVER)
        )
        connection.execute(
            sa.insert(SignInAttempt).values(
                kind=WRONG_TRY, at=now, account_key=token_hash(token)[:6], address=network_address, succeeded=False
            )
        )


def rebuild_feed(feed: Feed, *, now: datetime) -> Feed:
    """Write the calendar of an address anew and keep it; returns the feed as it now stands.

    It is kept under the revision that was read before its appointments, so a change meanwhile only has it written once
    more. Bytes that stay the same keep their validators; others get a later second than the ones before them.
    """
    entries, valid_until = entries_of(feed, now=now)
    body = calendar_bytes(name_of(feed), map(event_bytes, entries))
    etag = etag_of(body)
    changed_at = feed.changed_at if etag == feed.etag else max(now, feed.changed_at + timedelta(seconds=1))
    written = {"revision": feed.revision, "valid_until": valid_until, "etag": etag, "changed_at": changed_at}
    note_beside(
        sa.update(FeedBody)
        .where(FeedBody.address_id == feed.address_id, FeedBody.revision <= feed.revision)
        .values(**written, body=body)
    )
    return replace(
        feed, written_revision=feed.revision, valid_until=valid_until, etag=etag, changed_at=changed_at, body=body
    )
