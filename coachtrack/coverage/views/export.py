"""The table of coverage as a file: schools with their numbers, or people with where they stand."""

from collections.abc import Callable, Sequence

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import access, viewer
from coachtrack.coverage import queries
from coachtrack.coverage.queries import Coverage, Reference
from coachtrack.coverage.queries.dashboard import schools_by_name
from coachtrack.coverage.rules.requirement import COUNTED_STATUSES, Measure, RequirementStatus
from coachtrack.coverage.rules.verdict import minutes_held, seen_at
from coachtrack.coverage.views.blueprint import asked_choice, asked_reference, bp
from coachtrack.database import db
from coachtrack.downloads import hand_out
from coachtrack.errors import NotFound
from coachtrack.evidence.rules.records import Activity
from coachtrack.formatting import status_word
from coachtrack.funding.queries import get_period
from coachtrack.funding.rules import TRACK_LABELS
from coachtrack.jobs import Made, Progress
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.sheets import Value, to_csv, to_xlsx
from coachtrack.viewer import Role

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXPORT = "coverage_export"
AT_ONCE = 100
"""Schools that are looked at together."""
PEOPLE_AT_A_SCHOOL = 20
"""About how many people there are at a school: how much work a table is."""
Table = tuple[list[str], list[Sequence[Value]]]
STATUSES = (*COUNTED_STATUSES, RequirementStatus.EXEMPT, RequirementStatus.NOT_IN_SCOPE)


@bp.post("/export/<any(scholen, mensen):table>.<any(csv, xlsx):kind>")
@access(Role.COMMISSION, limit="export", proved=True)
def export(table: str, kind: str) -> Response:
    """The table as CSV or XLSX, as chosen in the address. A POST, because it is written in the log."""
    reference, now = asked_reference(), clock.now()
    if reference is None or queries.requirement_in_force(reference) is None:
        raise NotFound
    period_id, on, known_at = reference.period.id, reference.on, reference.known_at
    school_ids = schools_by_name(reference, asked_choice())
    title = f"bereik-{table}-{on.isoformat()}"
    audit.note("export coverage", now=now, by=viewer().person_id, thing=f"period:{period_id}", detail=title)
    db.session.commit()

    def making(progress: Progress) -> Made:
        asked = Reference(get_period(period_id), on, known_at)
        columns, rows = _table(asked, _schools if table == "scholen" else _people, school_ids, progress)
        body = to_csv(rows, columns) if kind == "csv" else to_xlsx(title, rows, columns, created=now)
        return Made(f"{title}.{kind}", KINDS[kind], body)

    return hand_out(EXPORT, making, rows=len(school_ids) * PEOPLE_AT_A_SCHOOL)


def _table(
    reference: Reference, told: Callable[[Coverage], Table], school_ids: Sequence[int], progress: Progress
) -> Table:
    """The rows of all these schools, some schools at a time: the whole country does not fit in memory at once."""
    columns: list[str] = []
    rows: list[Sequence[Value]] = []
    for done in range(0, max(len(school_ids), 1), AT_ONCE):
        coverage = queries.coverage_of(reference, school_ids=school_ids[done : done + AT_ONCE])
        if coverage is not None:
            columns, more = told(coverage)
            rows += more
        progress(min(done + AT_ONCE, len(school_ids)), len(school_ids))
    return columns, rows


def _schools(coverage: Coverage) -> Table:
    columns = [_("Code"), _("School"), _("Track"), _("People who count")]
    columns += [status_word(status) for status in STATUSES] + [_("Reached (%)")] + _frame_columns()
    rows: list[Sequence[Value]] = []
    for school in coverage.schools:
        counted = coverage.tally_at(school.id)
        share = None if counted.share is None else round(100 * counted.share, 1)
        track = _(TRACK_LABELS[coverage.participations[school.id].track])
        numbers = [counted.counts[status] for status in STATUSES]
        rows.append([school.code, school.name, track, counted.asked, *numbers, share, *_frame(coverage)])
    return columns, rows


def _people(coverage: Coverage) -> Table:
    columns = [_("School"), _("Name"), _("Function"), _("Status"), _("Completed trajectories"), _("Confirmed debriefs")]
    columns += [_("Minutes of coaching"), _("Minutes of training"), *_frame_columns()]
    rows: list[Sequence[Value]] = []
    functions = queries.functions_held(coverage)
    for school in coverage.schools:
        for row in coverage.by_school.get(school.id, []):
            held = functions[school.id, row.person.id]
            minutes = minutes_held(seen_at(row.verdict.held, [school.id]))
            rows.append(
                [
                    school.name,
                    row.person.name,
                    ", ".join(str(_(FUNCTION_LABELS[function])) for function in held),
                    status_word(row.verdict.status),
                    row.verdict.totals[Measure.COMPLETED_TRAJECTORIES],
                    row.verdict.totals[Measure.CONFIRMED_DEBRIEFS],
                    minutes[Activity.COACHING],
                    minutes[Activity.TRAINING],
                    *_frame(coverage),
                ]
            )
    return columns, rows


def _frame_columns() -> list[str]:
    return [_("Funding period"), _("Reference date"), _("Version of the requirement")]


def _frame(coverage: Coverage) -> list[Value]:
    """What each row says of how it was counted, so that it stands on its own."""
    return [coverage.reference.period.name, coverage.reference.on, coverage.rule.number]
