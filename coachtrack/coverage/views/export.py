"""The table of coverage as a file: schools with their numbers, or people with where they stand."""

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from coachtrack import audit, clock
from coachtrack.access import access, viewer
from coachtrack.coverage import queries
from coachtrack.coverage.queries import Coverage
from coachtrack.coverage.rules.requirement import COUNTED_STATUSES, Measure, RequirementStatus
from coachtrack.coverage.rules.verdict import minutes_held, seen_at
from coachtrack.coverage.views.blueprint import asked_reference, bp, narrowed
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.evidence.rules.records import Activity
from coachtrack.formatting import status_word
from coachtrack.funding.rules import TRACK_LABELS
from coachtrack.people.rules.posts import FUNCTION_LABELS
from coachtrack.sheets import Value, to_csv, to_xlsx
from coachtrack.viewer import Role

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STATUSES = (*COUNTED_STATUSES, RequirementStatus.EXEMPT, RequirementStatus.NOT_IN_SCOPE)


@bp.post("/export/<any(scholen, mensen):table>.<any(csv, xlsx):kind>")
@access(Role.COMMISSION)
def export(table: str, kind: str) -> Response:
    """The table as CSV or XLSX, as chosen in the address. A POST, because it is written in the log."""
    reference = asked_reference()
    coverage = queries.coverage_of(reference) if reference else None
    if reference is None or coverage is None:
        raise NotFound
    columns, rows = (_schools if table == "scholen" else _people)(narrowed(coverage))
    title = f"bereik-{table}-{reference.on.isoformat()}"
    now = clock.now()
    body = to_csv(rows, columns) if kind == "csv" else to_xlsx(title, rows, columns, created=now)
    audit.note("export coverage", now=now, by=viewer().person_id, thing=f"period:{reference.period.id}", detail=title)
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{title}.{kind}"'}
    return Response(body, content_type=KINDS[kind], headers=headers)


def _schools(coverage: Coverage) -> tuple[list[str], list[Sequence[Value]]]:
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


def _people(coverage: Coverage) -> tuple[list[str], list[Sequence[Value]]]:
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
