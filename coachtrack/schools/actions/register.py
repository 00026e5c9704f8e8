"""Importing the national register: what it would change, and doing that, all or nothing."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from coachtrack import audit, text
from coachtrack.clock import AMSTERDAM
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.schools.actions.changes import names_changed
from coachtrack.schools.models import School, SchoolBoard
from coachtrack.schools.queries import stored_schools
from coachtrack.schools.rules.register import RefusedSchool, RegisterFile, SchoolRow, parse_register
from coachtrack.schools.rules.register_plan import SchoolPlan, plan_register
from coachtrack.schools.rules.verdicts import Verdict

SHOWN_IN_CALENDARS = {"name", "street", "house_number", "postcode", "place"}
OPTIONAL = (
    "brin", "street", "house_number", "postcode", "place", "municipality", "municipality_code", "denomination",
    "phone", "website",
)  # fmt: skip


class StalePreview(Refused):
    """What would change is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(N_("Something changed since this preview. Look at the new one and confirm again."))


@dataclass(frozen=True)
class RegisterPlan:
    """What importing a register would do. `digest` is the same only as long as that is the same."""

    plans: tuple[SchoolPlan, ...]
    refused: tuple[RefusedSchool, ...]
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        """How many rows would be added, changed and so on, in the order of the verdicts."""
        found = Counter(plan.verdict for plan in self.plans)
        found[Verdict.REFUSED] = len(self.refused)
        return {verdict.value: found[verdict] for verdict in Verdict if found[verdict]}


def plan_import(
    file: bytes | RegisterFile, *, municipality: str | None = None, board: str | None = None
) -> RegisterPlan:
    """What importing this file would do now. Raises `Refused` for a file or a choice that cannot be used."""
    read = parse_register(file) if isinstance(file, bytes) else file
    plans = plan_register(read.rows, stored_schools(), municipality=municipality, board=board)
    digest = hashlib.sha256(repr(plans).encode()).hexdigest()
    return RegisterPlan(plans, read.refused, digest)


def preview_import(
    file: bytes | RegisterFile, *, municipality: str | None = None, board: str | None = None
) -> dict[str, Any]:
    """The plan as a preview to keep and show: counts, digest, and a line for every row, the odd ones first."""
    plan = plan_import(file, municipality=municipality, board=board)
    lines = [_line_of_refused(row) for row in plan.refused]
    order = [Verdict.MISSING, Verdict.CHANGED, Verdict.ADDED, Verdict.UNCHANGED]
    lines += [_line(item) for item in sorted(plan.plans, key=lambda item: order.index(item.verdict))]
    return {"counts": plan.counts, "digest": plan.digest, "rows": lines}


def _line(plan: SchoolPlan) -> dict[str, Any]:
    return {
        "verdict": plan.verdict.value,
        "code": plan.row.code,
        "name": plan.row.name,
        "place": plan.row.place,
        "school_id": plan.school_id,
        "reopens": plan.reopens,
        "differences": [
            [difference.field, str(difference.old), str(difference.new)] for difference in plan.differences
        ],
        "reasons": [],
    }


def _line_of_refused(row: RefusedSchool) -> dict[str, Any]:
    return {
        "verdict": Verdict.REFUSED.value,
        "code": row.code,
        "name": row.name,
        "line": row.line,
        "place": "",
        "school_id": None,
        "reopens": False,
        "differences": [],
        "reasons": [[remark.message, dict(remark.values)] for remark in row.reasons],
    }


def import_register(
    file: bytes | RegisterFile,
    *,
    municipality: str | None = None,
    board: str | None = None,
    closing: Collection[int] = (),
    digest: str | None = None,
    by: int | None,
    now: datetime,
) -> dict[str, int]:
    """Import the register, all or nothing; `closing` are the missing schools that did close.

    With `digest` only when it would do what the preview with that digest showed. Raises `StalePreview`, `Refused`.
    """
    plan = plan_import(file, municipality=municipality, board=board)
    if digest is not None and digest != plan.digest:
        raise StalePreview
    board_ids = _boards(plan.plans)
    _add([item.row for item in plan.plans if item.verdict is Verdict.ADDED], board_ids)
    changed = [item for item in plan.plans if item.verdict is Verdict.CHANGED]
    _change(changed, board_ids)
    missing = {item.school_id for item in plan.plans if item.verdict is Verdict.MISSING}
    _close(missing & set(closing), now)
    db.session.expire_all()
    if any(difference.field in SHOWN_IN_CALENDARS for item in changed for difference in item.differences):
        names_changed.send(now=now)
    audit.note("schools.imported", now=now, by=by, detail=str(plan.counts)[:200])
    return plan.counts


def _boards(plans: Iterable[SchoolPlan]) -> dict[str, int]:
    """The boards by number, those that are new added."""
    wanted = {plan.row.board_number for plan in plans if plan.row.board_number}
    if missing := sorted(wanted - _board_ids().keys()):
        rows = [{"number": number, "version": 1} for number in missing]
        db.session.execute(sa.insert(SchoolBoard), rows)
    return _board_ids()


def _board_ids() -> dict[str, int]:
    numbered = sa.select(SchoolBoard.number, SchoolBoard.id)
    return {row.number: row.id for row in db.session.execute(numbered)}


def _values(row: SchoolRow, board_ids: dict[str, int]) -> dict[str, Any]:
    return {name: getattr(row, name) or None for name in OPTIONAL} | {
        "name": row.name,
        "sort_name": text.fold(row.name),
        "holiday_region": row.holiday_region,
        "board_id": board_ids.get(row.board_number),
    }


def _add(rows: list[SchoolRow], board_ids: dict[str, int]) -> None:
    if rows:
        added = [{"code": row.code, "version": 1} | _values(row, board_ids) for row in rows]
        db.session.execute(sa.insert(School).execution_options(render_nulls=True), added)


def _change(plans: list[SchoolPlan], board_ids: dict[str, int]) -> None:
    if not plans:
        return
    table = cast(sa.Table, School.__table__)
    values = [_values(plan.row, board_ids) | {"closed_on": None} for plan in plans]
    changed = sa.update(table).where(table.c.id == sa.bindparam("school_id"))
    changed = changed.values(
        {name: sa.bindparam(f"new_{name}") for name in values[0]} | {"version": table.c.version + 1}
    )
    given = [
        {"school_id": plan.school_id} | {f"new_{name}": value for name, value in row.items()}
        for plan, row in zip(plans, values, strict=True)
    ]
    db.session.connection().execute(changed, given)


def _close(school_ids: Collection[int | None], now: datetime) -> None:
    closed = sa.update(School).where(School.id.in_(sorted(number for number in school_ids if number)))
    closed = closed.values(closed_on=now.astimezone(AMSTERDAM).date(), version=School.version + 1)
    db.session.execute(closed.execution_options(synchronize_session=False))
