"""What a piece of work asks of the database: its statements, their time, and what PostgreSQL makes of them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

NEVER_SCANNED = ("evidence_record", "standing_fact", "appointment", "participant", "coaching_session")


@dataclass
class Asked:
    """The statements with their values, and how many seconds the database took for all of them."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def reads(self) -> list[tuple[str, Any]]:
        """Those that only read."""
        return [each for each in self.statements if each[0].lstrip().lower().startswith(("select", "with"))]


@contextmanager
def asked(engine: sa.Engine) -> Iterator[Asked]:
    """Watch what is asked meanwhile."""
    told, began = Asked(), [0.0]

    def before(_c: object, _cursor: object, text: str, values: Any, _context: object, many: bool) -> None:
        began[0] = time.perf_counter()
        if not many:
            told.statements.append((text, values))

    def after(*_rest: object) -> None:
        told.seconds += time.perf_counter() - began[0]

    sa.event.listen(engine, "before_cursor_execute", before)
    sa.event.listen(engine, "after_cursor_execute", after)
    try:
        yield told
    finally:
        sa.event.remove(engine, "before_cursor_execute", before)
        sa.event.remove(engine, "after_cursor_execute", after)


def scanned_whole(engine: sa.Engine, told: Asked, *, only_where_it_must: bool = False) -> set[str]:
    """The large tables that PostgreSQL would read from beginning to end for what was asked.

    In a small database it reads everything from beginning to end, which is quicker there: with `only_where_it_must`
    it does so only where no index leads to what is wanted.
    """
    found: set[str] = set()
    with engine.connect() as connection:
        if only_where_it_must:
            for way in ("seqscan", "mergejoin", "hashjoin"):
                connection.exec_driver_sql(f"set local enable_{way} = off")
        for text, values in told.reads:
            if "for update" in text.lower():
                continue
            plan = connection.exec_driver_sql(f"explain (format json) {text}", values).scalar_one()
            found |= _scanned(plan[0]["Plan"])
    return found & set(NEVER_SCANNED)


def _scanned(plan: dict[str, Any]) -> set[str]:
    by_itself = "Seq Scan" in plan["Node Type"]
    from_end_to_end = plan["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in plan
    own = {plan["Relation Name"]} if by_itself or from_end_to_end else set()
    return own.union(*(_scanned(part) for part in plan.get("Plans", ())))
