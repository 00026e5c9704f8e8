"""The chain of evidence, written week by week in the order in which things happened, and what stands beside it."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from coachtrack.evidence.actions import lock_chain
from coachtrack.evidence.queries import evidence_key
from coachtrack.evidence.rules import chain
from coachtrack.evidence.rules.records import RecordKind
from coachtrack.generator.days import aware, iso, stamp
from coachtrack.generator.facts import COLUMNS, HELD_ON, Values
from coachtrack.generator.loading import Loader
from coachtrack.generator.spool import Event, Spool

SIGNED = ("number", "kind", "recorded_at", "recorded_by_id", "refers_to", *COLUMNS, "party", "agreement_id", "reason")
POST = COLUMNS.index("post_id")


class Chain:
    """Links one behind the other. Of a fact it remembers the number and the values until its last link."""

    def __init__(self, loader: Loader) -> None:
        self._loader, self._key = loader, evidence_key()
        head = lock_chain()
        self._count, self._mac = head.count, head.last_mac
        self._facts: dict[int, tuple[int, Values]] = {}

    def write(self, spool: Spool, progress: Callable[[int, int], None]) -> None:
        """Everything that happened, and then the signed head."""
        weeks = spool.weeks
        for done, week in enumerate(weeks, 1):
            for event in spool.week(week):
                self._link(event)
                self._loader.flush_when_many()
            progress(done, len(weeks))
        signed, head = chain.head_of(self._count, self._mac, self._key), lock_chain()
        head.count, head.last_mac, head.mac = signed.count, signed.last_mac, signed.mac

    def _link(self, event: Event) -> None:
        moment, key, _order, kind, by, party, reason, values, is_last, standing, row = event
        self._count += 1
        number, refers_to = self._count, None
        if kind == RecordKind.HELD:
            self._held(number, standing, row)
            self._facts[key] = number, values
        else:
            refers_to, known = self._facts[key]
            values = values or known
            self._facts[key] = refers_to, values
        if is_last:
            del self._facts[key]
        day = values[HELD_ON]
        before, after = values[:HELD_ON], values[HELD_ON + 1 :]
        signed = (number, kind, aware(moment), by, refers_to, *before, _date(day), *after, party, None, reason)
        self._mac = chain.mac_of(self._mac, dict(zip(SIGNED, signed, strict=True)), self._key)
        self._loader.add(
            "evidence_record",
            (
                number, kind, stamp(moment), by, refers_to, *before, iso(day), *after, party, None, reason, self._mac,
            ),
        )  # fmt: skip

    def _held(
        self, number: int, standing: tuple[Values, int, int | None] | None, row: tuple[str, Values, int] | None
    ) -> None:
        if standing is not None:
            values, asked, said = standing
            columns = values[:POST] + values[POST + 1 : HELD_ON] + (iso(values[HELD_ON]),) + values[HELD_ON + 1 :]
            self._loader.add("standing_fact", (number, *columns, stamp(asked), stamp(said) if said else None))
        if row is not None:
            table, cells, column = row
            self._loader.add(table, (*cells[:column], number, *cells[column + 1 :]))


@lru_cache(maxsize=8192)
def _date(day: int) -> date:
    return date.fromordinal(day)
