"""Keeping what stands of every fact beside the chain: in the transaction that adds to it, or all of it anew."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from coachtrack.database import db
from coachtrack.evidence import queries
from coachtrack.evidence.models import StandingRow
from coachtrack.evidence.rules.records import RecordKind
from coachtrack.evidence.rules.standing import Record, StandingFact, fold

ON_CONFLICT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
NO_MATTER = {RecordKind.LINKED, RecordKind.UNLINKED}
"""Which agreement a fact counts for is not kept here."""


def keep_standing(links: Sequence[dict[str, Any]]) -> None:
    """Keep what stands after these links, which were just added to the chain. As many statements for one as for all."""
    links = [link for link in links if link["kind"] not in NO_MATTER]
    roots = {link["refers_to"] or link["number"] for link in links}
    begun = {link["number"] for link in links if link["kind"] is RecordKind.HELD}
    told = [SimpleNamespace(**link) for link in links if (link["refers_to"] or link["number"]) in begun]
    standing = fold(cast(list[Record], told))
    if earlier := roots - begun:
        standing += queries.standing_numbered(earlier)
    _put([_row(each) for each in standing])
    if gone := roots - {each.number for each in standing}:
        db.session.execute(sa.delete(StandingRow).where(StandingRow.number.in_(gone)))


def remake_standing() -> int:
    """Make all that is kept anew from the chain, in two statements; returns how many facts stand."""
    db.session.execute(sa.delete(StandingRow))
    db.session.execute(sa.insert(StandingRow).from_select(queries.KEPT, queries.standing_rows()))
    return db.session.scalars(sa.select(sa.func.count()).select_from(StandingRow)).one()


def _put(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    insert = ON_CONFLICT[db.session.get_bind().dialect.name](StandingRow)
    new = {name: insert.excluded[name] for name in queries.KEPT if name != "number"}
    db.session.execute(insert.on_conflict_do_update(index_elements=[StandingRow.number], set_=new), rows)


def _row(standing: StandingFact) -> dict[str, Any]:
    values = vars(standing.fact) | {"session_kind": standing.fact.kind} | vars(standing)
    return {name: values[name] for name in queries.KEPT}
