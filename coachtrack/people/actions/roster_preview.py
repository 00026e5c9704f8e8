"""What importing a staff file would do, as a preview to keep and show."""

from datetime import date, datetime
from typing import Any

from coachtrack.people.actions.roster import RosterImport, plan_roster_import
from coachtrack.people.rules.roster import RosterFile
from coachtrack.people.rules.roster_plan import LeftPost, RowPlan
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.sheets import Remark

ORDER = [Verdict.REFUSED, Verdict.ENDED, Verdict.CHANGED, Verdict.ADDED, Verdict.SKIPPED, Verdict.UNCHANGED]


def preview_roster(file: RosterFile, *, municipality: str | None = None, now: datetime) -> dict[str, Any]:
    """Counts, digest, ignored columns, a line for every row (the odd ones first), and who seems to have left."""
    planned: RosterImport = plan_roster_import(file, municipality=municipality, now=now)
    rows = sorted(planned.plan.rows, key=lambda row: (ORDER.index(row.verdict), row.row.line))
    return {
        "counts": planned.counts,
        "digest": planned.digest,
        "title": planned.file.title,
        "ignored": list(planned.file.ignored),
        "nothing": planned.plan.changes_nothing,
        "rows": [_line(row) for row in rows],
        "left": [_left(left) for left in planned.plan.left],
    }


def _line(plan: RowPlan) -> dict[str, Any]:
    differences = [*plan.differences, *(difference for post in plan.posts for difference in post.differences)]
    return {
        "verdict": plan.verdict.value,
        "line": plan.row.line,
        "name": str(plan.row.name),
        "person_id": plan.person_id,
        "school": plan.school.name if plan.school else plan.row.school,
        "functions": [function.value for function in plan.row.functions],
        "groups": ", ".join(plan.row.groups),
        "differences": [_difference(difference) for difference in differences],
        "reasons": [_remark(reason) for reason in plan.reasons],
        "remarks": [_remark(remark) for remark in plan.remarks],
    }


def _left(left: LeftPost) -> dict[str, Any]:
    return {
        "post_id": left.post.id,
        "name": str(left.person.name),
        "school": left.school.name,
        "function": left.post.function.value,
        "starts_on": left.post.starts_on.isoformat(),
    }


def _remark(remark: Remark) -> list[Any]:
    return [remark.field, remark.message, {name: str(value) for name, value in remark.values.items()}]


def _difference(difference: Difference) -> list[Any]:
    return [difference.field, _plain(difference.old), _plain(difference.new)]


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return int(value) if isinstance(value, int) else str(value or "")
