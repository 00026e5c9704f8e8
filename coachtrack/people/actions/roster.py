"""Importing a staff file: what it would change, and doing that, all or nothing."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from coachtrack import audit, text
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.people.models import Person, Post
from coachtrack.people.queries import known_people, known_schools
from coachtrack.people.rules.periods import ChangedByAnother, EndsBeforeStart
from coachtrack.people.rules.roster import ROSTER_LIMITS, ROSTER_LIMITS_OF_THE_COMMAND_LINE, RosterFile, read_roster
from coachtrack.people.rules.roster_plan import LeftPost, PersonPlan, RosterPlan, plan_roster
from coachtrack.people.rules.roster_posts import PostPlan
from coachtrack.schools.actions import names_changed
from coachtrack.schools.rules.verdicts import Verdict
from coachtrack.sheets import Limits

AT_ONCE = 1_000


class StalePreview(Refused):
    """What would change is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(N_("Something changed since this preview. Look at the new one and confirm again."))


@dataclass(frozen=True)
class RosterImport:
    """A staff file with what importing it would do. `digest` is the same only as long as that is the same."""

    file: RosterFile
    plan: RosterPlan
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        """How many rows would be added, changed and so on; `missing` counts the posts that the file leaves out."""
        found = self.plan.counts
        found[Verdict.MISSING] = len(self.plan.left)
        return {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}


def plan_roster_import(
    file: bytes | RosterFile,
    filename: str = "",
    *,
    municipality: str | None = None,
    now: datetime,
    limits: Limits = ROSTER_LIMITS,
) -> RosterImport:
    """What importing this file would do now. Raises `Refused` for a file that cannot be used at all."""
    read = read_roster(file, filename, limits=limits) if isinstance(file, bytes) else file
    today = now.astimezone(AMSTERDAM).date()
    plan = plan_roster(read.rows, schools=known_schools(municipality), people=known_people(), today=today)
    told = ([(row.row.line, row.verdict.value) for row in plan.rows], plan.people, plan.left)
    return RosterImport(read, plan, hashlib.sha256(repr(told).encode()).hexdigest())


def import_roster(
    file: bytes | RosterFile,
    filename: str = "",
    *,
    municipality: str | None = None,
    leaving: Collection[int] = (),
    left_on: date | None = None,
    digest: str | None = None,
    by: int | None,
    now: datetime,
    apply: bool = True,
    limits: Limits = ROSTER_LIMITS_OF_THE_COMMAND_LINE,
) -> dict[str, int]:
    """Import a staff file, all or nothing; returns the counts of its rows. Rows that are refused stay out.

    `leaving` are the posts missing from the file that did end, on `left_on` (today where it is not given). With
    `digest` only when it does what the preview with that digest showed. Raises `StalePreview`, `Refused`.
    """
    planned = plan_roster_import(file, filename, municipality=municipality, now=now, limits=limits)
    if digest is not None and digest != planned.digest:
        raise StalePreview
    if apply:
        _Carrying(by, now).out(planned.plan.people)
        gone = [left for left in planned.plan.left if left.post.id in set(leaving)]
        _end(gone, left_on or now.astimezone(AMSTERDAM).date(), by=by, now=now)
        db.session.expire_all()
        audit.note("people.imported", now=now, by=by, detail=str(planned.counts)[:200])
    return planned.counts


class _Carrying:
    """Carries a plan out in few statements, whatever its size."""

    def __init__(self, by: int | None, now: datetime) -> None:
        self.by = by
        self.now = now

    def out(self, plans: Iterable[PersonPlan]) -> None:
        """Everyone of the plan."""
        plans = list(plans)
        new = [plan for plan in plans if plan.person_id is None]
        ids = {id(plan): plan.person_id for plan in plans if plan.person_id is not None}
        ids |= {id(plan): number for plan, number in zip(new, self._add(new), strict=True)}
        self._change([plan for plan in plans if plan.person_id is not None and plan.differences])
        posts = [(ids[id(plan)], post) for plan in plans for post in plan.posts]
        self._posts([(number, post) for number, post in posts if post.verdict is not Verdict.UNCHANGED])

    def _add(self, plans: list[PersonPlan]) -> list[int]:
        if not plans:
            return []
        rows = [_person_values(plan) | {"created_at": self.now, "version": 1} for plan in plans]
        added = (
            sa.insert(Person).returning(Person.id, sort_by_parameter_order=True).execution_options(render_nulls=True)
        )
        return list(db.session.scalars(added, rows))

    def _change(self, plans: list[PersonPlan]) -> None:
        for plan in plans:
            changed = sa.update(Person).where(Person.id == plan.person_id)
            changed = changed.values(**_person_values(plan), version=Person.version + 1)
            db.session.execute(changed.execution_options(synchronize_session=False))
        if plans:
            names_changed.send(now=self.now)

    def _posts(self, posts: list[tuple[int, PostPlan]]) -> None:
        replaced = [post.post_id for _, post in posts if post.post_id is not None]
        replaces = _replaces(replaced)
        _supersede(replaced, self.now)
        rows = [
            _post_values(person_id, post) | {"replaces_id": replaces.get(post.post_id or 0)}
            for person_id, post in posts
        ]
        _record(rows, by=self.by, now=self.now)


def _person_values(plan: PersonPlan) -> dict[str, Any]:
    name = plan.name
    return {
        "first_name": name.first,
        "infix": name.infix,
        "last_name": name.last,
        "sort_name": text.sort_key(name.last, name.infix, name.first),
        "email": plan.email or None,
        "email_key": plan.email.casefold() or None,
    }


def _post_values(person_id: int, post: PostPlan) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "school_id": post.school_id,
        "function": post.function,
        "groups": ", ".join(post.groups),
        "working_days": int(post.working_days),
        "starts_on": post.starts_on,
        "ends_on": post.ends_on,
    }


def _replaces(post_ids: list[int]) -> dict[int, int | None]:
    """For whom the holder of each of these posts stands in."""
    found: dict[int, int | None] = {}
    for first in range(0, len(post_ids), AT_ONCE):
        part = post_ids[first : first + AT_ONCE]
        told = sa.select(Post.id, Post.replaces_id).where(Post.id.in_(part))
        found |= {row.id: row.replaces_id for row in db.session.execute(told)}
    return found


def _supersede(post_ids: list[int], now: datetime) -> None:
    for first in range(0, len(post_ids), AT_ONCE):
        part = post_ids[first : first + AT_ONCE]
        closed = sa.update(Post).where(Post.id.in_(part), Post.superseded_at.is_(None)).values(superseded_at=now)
        closed = closed.returning(Post.id).execution_options(synchronize_session=False)
        if len(db.session.scalars(closed).all()) != len(part):
            raise ChangedByAnother


def _record(rows: list[dict[str, Any]], *, by: int | None, now: datetime) -> None:
    if rows:
        recorded = {"recorded_at": now, "recorded_by_id": by}
        db.session.execute(sa.insert(Post).execution_options(render_nulls=True), [row | recorded for row in rows])


def _end(gone: list[LeftPost], ends_on: date, *, by: int | None, now: datetime) -> None:
    if any(left.post.starts_on > ends_on for left in gone):
        raise EndsBeforeStart
    numbers = [left.post.id for left in gone]
    replaces = _replaces(numbers)
    _supersede(numbers, now)
    rows = [
        {
            "person_id": left.person.id,
            "school_id": left.post.school_id,
            "function": left.post.function,
            "groups": ", ".join(left.post.groups),
            "working_days": int(left.post.working_days),
            "starts_on": left.post.starts_on,
            "ends_on": ends_on,
            "replaces_id": replaces.get(left.post.id),
        }
        for left in gone
    ]
    _record(rows, by=by, now=now)
