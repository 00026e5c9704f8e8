"""Retention that runs by itself: announce what goes, let go of what was kept long enough. Twice does what once does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from coachtrack import audit
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.privacy.actions.announcing import Announcing
from coachtrack.privacy.actions.erasure import erase
from coachtrack.privacy.actions.forgetting import forget_logs, forget_mail, forget_old_papers, forget_ways_in
from coachtrack.privacy.actions.leaving import let_go_of_leavers
from coachtrack.privacy.models import RetentionTerm
from coachtrack.privacy.queries import retention as queries
from coachtrack.privacy.queries.leaving import Leaver, leavers, on_hold
from coachtrack.privacy.rules import retention as rules
from coachtrack.privacy.rules.erasure import ErasureKind
from coachtrack.privacy.rules.retention import Kept


@dataclass(frozen=True)
class Done:
    """What one run did, or would do: so many of what."""

    what: str
    count: int


ERASED = "erased"


@dataclass(frozen=True)
class Wait:
    """Something that goes one day: of whom, from when its term runs, and how it is erased."""

    kind: Kept
    erases_as: ErasureKind
    thing: str
    person_id: int
    since: date


def set_term(kind: Kept, *, months: int, reason: str, by: int, now: datetime) -> RetentionTerm:
    """Keep one kind of thing longer or shorter from now on, for a reason that everyone can read."""
    rules.check_term(kind, months, reason)
    term = RetentionTerm(kind=kind, months=months, reason=reason.strip(), set_at=now, set_by_id=by)
    db.session.add(term)
    db.session.flush()
    audit.note("set_term", now=now, by=by, thing=f"retention:{kind}", detail=f"{months} months")
    return term


def run_retention(*, now: datetime, most: int | None = None) -> list[Done]:
    """Do all that is due at this moment, in the caller's transaction; what was done, without what was nothing.

    `most`: so many erasures at once, so that nobody waits long for the database; the next call goes on with it.
    """
    queries.take_turns()
    today = day_of(now)
    months = queries.months_kept()
    gone = leavers(today)
    announcing = Announcing(today, now)
    told, closed = let_go_of_leavers(gone, today=today, now=now)
    done = [
        Done("told that they left, and how to take their file along", told),
        Done("accounts closed of who left", closed),
        *(contents := _let_go(_content(gone), "trajectories", months, announcing, most=most)),
        *_let_go(_names(gone), "names", months, announcing, most=_left(most, contents)),
    ]
    announcing.send()
    done += [Done(what, count) for what, count in _forgotten(today, months, now)]
    done = [each for each in done if each.count]
    if done:
        detail = ", ".join(f"{each.count} {each.what}" for each in done)
        audit.note("run_retention", now=now, by=None, detail=detail[:200])
    db.session.flush()
    return done


def erases(done: Iterable[Done]) -> bool:
    """Whether something of somebody was erased in this run, of which no bytes may stay."""
    return any(each.what.endswith(ERASED) for each in done)


def _forgotten(today: date, months: dict[Kept, int], now: datetime) -> Iterable[tuple[str, int]]:
    """What goes without a word to anyone: nobody reads it as hers."""
    yield from forget_old_papers(queries.evidence_kept_since(today, months[Kept.EVIDENCE]))
    yield from forget_logs(
        log_before=queries.moment_of(Kept.AUDIT, today, months),
        readings_before=queries.moment_of(Kept.READING, today, months),
    )
    yield from forget_mail(queries.moment_of(Kept.MAIL, today, months))
    yield from forget_ways_in(queries.moment_of(Kept.SESSION, today, months), now=now)


def _content(gone: Iterable[Leaver]) -> list[Wait]:
    """What coach and teacher wrote, of trajectories that are closed or whose teacher left."""
    left = {leaver.person_id: leaver.left_on for leaver in gone if leaver.was_in}
    found = []
    for each in queries.written():
        since = rules.content_since(each.closed_on, left.get(each.teacher_id))
        if since is not None:
            thing = f"trajectory:{each.trajectory_id}"
            found.append(Wait(Kept.CONTENT, ErasureKind.CONTENT, thing, each.teacher_id, since))
    return found


def _names(gone: Iterable[Leaver]) -> list[Wait]:
    """Names of who left, and of who was added and never came."""
    return [
        Wait(Kept.NAME, ErasureKind.NAME, f"person:{leaver.person_id}", leaver.person_id, leaver.left_on)
        for leaver in gone
    ]


def _left(most: int | None, done: list[Done]) -> int | None:
    """How many erasures may still be done."""
    return None if most is None else most - sum(each.count for each in done if erases([each]))


def _let_go(
    waits: list[Wait], what: str, months: dict[Kept, int], announcing: Announcing, *, most: int | None
) -> list[Done]:
    """Announce what goes within thirty days; erase what was announced for a day that came."""
    kind = Kept.CONTENT if what == "trajectories" else Kept.NAME
    known, held = queries.notices(kind), on_hold()
    announced = erased = 0
    for wait in waits:
        end = rules.end_of_term(kind, wait.since, months[kind])
        notice = known.pop((wait.thing, wait.person_id), None)
        if not rules.is_to_announce(end, announcing.today) or wait.person_id in held:
            announcing.take_back(notice)
        elif notice is None:
            announcing.announce(kind, wait.thing, wait.person_id, rules.goes_on(end, announcing.today))
            announced += 1
        elif rules.is_due(notice.due_on, end, announcing.today) and (most is None or erased < most):
            erase(wait.erases_as, wait.person_id, wait.thing, now=announcing.now)
            notice.done_at = announcing.now
            erased += 1
    for notice in known.values():
        announcing.take_back(notice)
    return [Done(f"{what} announced", announced), Done(f"{what} {ERASED}", erased)]
