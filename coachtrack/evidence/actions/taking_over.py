"""Taking over a sheet of what was done before: what it would record, and recording that, all or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from coachtrack import audit
from coachtrack.clock import AMSTERDAM
from coachtrack.errors import N_, Refused
from coachtrack.evidence import queries
from coachtrack.evidence.actions.records import correct_many, lock_chain, record_many
from coachtrack.evidence.rules.records import Fact, Origin, Reason
from coachtrack.evidence.rules.standing import StandingFact
from coachtrack.evidence.rules.taken_over import TakenOverFile
from coachtrack.evidence.rules.taken_over_plan import Key, TakenOverPlan, count_verdicts, plan_taken_over
from coachtrack.people import queries as people
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.sheets import Remark

ORDER = [Verdict.REFUSED, Verdict.CHANGED, Verdict.ADDED, Verdict.SKIPPED, Verdict.UNCHANGED]


class StalePreview(Refused):
    """What would be recorded is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(N_("Something changed since this preview. Look at the new one and confirm again."))


@dataclass(frozen=True)
class TakingOver:
    """A sheet with what taking it over would do. `digest` is the same only as long as that is the same."""

    file: TakenOverFile
    rows: tuple[TakenOverPlan, ...]
    standing: dict[Key, StandingFact]
    names: dict[int, str]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict, the odd ones first."""
        found = count_verdicts(self.rows)
        return {verdict.value: found[verdict] for verdict in ORDER if found[verdict]}

    @property
    def digest(self) -> str:
        """What was shown, in short."""
        told = [(plan.row.line, plan.verdict.value, plan.fact) for plan in self.rows]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def _plan(file: TakenOverFile, *, by: int | None, now: datetime) -> TakingOver:
    known = people.known_people()
    standing = {
        (each.fact.subject, each.fact.person_id): each for each in queries.standing_facts(origin=Origin.TAKEN_OVER)
    }
    rows = plan_taken_over(
        file.rows,
        schools=people.known_schools(),
        people=known,
        existing={key: each.fact for key, each in standing.items()},
        withdrawn=queries.withdrawn(Origin.TAKEN_OVER),
        today=now.astimezone(AMSTERDAM).date(),
    )
    rows = tuple(_unless_of_another(plan, standing, by) for plan in rows)
    return TakingOver(file, rows, standing, {person.id: str(person.name) for person in known})


def _unless_of_another(plan: TakenOverPlan, standing: dict[Key, StandingFact], by: int | None) -> TakenOverPlan:
    """Only who recorded something can correct it: what someone else took over is left as it stands."""
    if plan.verdict is not Verdict.CHANGED or standing[_key(plan.fact)].recorded_by_id == by:
        return plan
    other = Remark("line", N_("Someone else took this over. Only she can take over other figures for it."))
    return replace(plan, verdict=Verdict.REFUSED, fact=None, differences=(), reasons=(other,))


def _key(fact: Fact | None) -> Key:
    if fact is None:
        raise ValueError("a row that changes something has a fact")
    return fact.subject, fact.person_id


def take_over(file: TakenOverFile, *, digest: str | None = None, by: int, now: datetime) -> dict[str, int]:
    """Record what a sheet says of before, all or nothing; returns the counts of its rows. Refused rows stay out.

    With `digest` only when it does what the preview with that digest showed. Raises `StalePreview`, `Refused`.
    """
    lock_chain()
    planned = _plan(file, by=by, now=now)
    if digest is not None and digest != planned.digest:
        raise StalePreview
    added = [plan.fact for plan in planned.rows if plan.verdict is Verdict.ADDED and plan.fact is not None]
    changed = [plan.fact for plan in planned.rows if plan.verdict is Verdict.CHANGED and plan.fact is not None]
    record_many(added, by=by, now=now)
    corrections = [(planned.standing[_key(fact)], fact) for fact in changed]
    correct_many(corrections, reason=Reason.NEWER_SHEET, by=by, now=now)
    audit.note("evidence taken over", now=now, by=by, detail=str(planned.counts)[:200])
    return planned.counts


def preview_past(file: TakenOverFile, *, by: int, now: datetime) -> dict[str, Any]:
    """What taking this sheet over would do, to keep and show: counts, digest, and a line for every row."""
    planned = _plan(file, by=by, now=now)
    rows = sorted(planned.rows, key=lambda plan: (ORDER.index(plan.verdict), plan.row.line))
    return {
        "counts": planned.counts,
        "digest": planned.digest,
        "ignored": list(planned.file.ignored),
        "nothing": not {Verdict.ADDED, Verdict.CHANGED} & {plan.verdict for plan in planned.rows},
        "rows": [_line(plan, planned.names) for plan in rows],
    }


def _line(plan: TakenOverPlan, names: dict[int, str]) -> dict[str, Any]:
    row = plan.row
    written = str(row.name) or row.email
    return {
        "verdict": plan.verdict.value,
        "line": row.line,
        "name": names.get(plan.fact.person_id, written) if plan.fact else written,
        "school": row.school,
        "held_on": row.held_on.isoformat() if row.held_on is not None else "",
        "activity": row.activity.value,
        "kind": row.kind,
        "title": row.title,
        "minutes": row.prep_minutes + row.lesson_minutes + row.debrief_minutes,
        "differences": [_difference(difference, names) for difference in plan.differences],
        "reasons": _remarks(plan.reasons),
        "remarks": _remarks(plan.remarks),
    }


def _remarks(remarks: Sequence[Remark]) -> list[list[Any]]:
    return [[each.message, {name: str(value) for name, value in each.values.items()}] for each in remarks]


def _difference(difference: Difference, names: dict[int, str]) -> list[Any]:
    old, new = difference.old, difference.new
    if difference.field == "coach_id":
        return [
            "coach_id",
            names.get(old, "") if isinstance(old, int) else "",
            names.get(new, "") if isinstance(new, int) else "",
        ]
    return [difference.field, _plain(old), _plain(new)]


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value or "")
