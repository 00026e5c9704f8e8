"""The table of coverage as a file: schools with their numbers, or people with where they stand."""

from collections.abc import Sequence

from flask import Response, abort
from flask_babel import gettext as _

from coachtrack import audit, clock
from coachtrack.access import access, viewer
from coachtrack.coverage import queries
from coachtrack.coverage.queries import Coverage
from coachtrack.coverage.rules.figures import tally
from coachtrack.coverage.rules.requirement import COUNTED_STATUSES, Measure, RequirementStatus
from coachtrack.coverage.views.blueprint import asked_reference, bp
from coachtrack.database import db
from coachtrack.errors import NotFound
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
    """The table as CSV or XLSX, for the period and day in the address. A POST, because it is written in the log."""
    reference = asked_reference()
    coverage = queries.coverage_of(reference) if reference else None
    if reference is None or coverage is None:
        raise NotFound
    columns, rows = (_schools if table == "scholen" else _people)(coverage)
    title = f"bereik-{table}-{reference.on.isoformat()}"
    now = clock.now()
    if kind not in KINDS:
        abort(404)
    body = to_csv(rows, columns) if kind == "csv" else to_xlsx(title, rows, columns, created=now)
    audit.note("export coverage", now=now, by=viewer().person_id, thing=f"period:{reference.period.id}", detail=title)
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{title}.{kind}"'}
    return Response(body, content_type=KINDS[kind], headers=headers)


def _schools(coverage: Coverage) -> tuple[list[str], list[Sequence[Value]]]:
    columns = [_("Code"), _("School"), _("Track"), _("People who count")]
    columns += [status_word(status).capitalize() for status in STATUSES] + [_("Reached (%)"), _("Reference date")]
    rows: list[Sequence[Value]] = []
    for school in coverage.schools:
        counted = tally(row.verdict.status for row in coverage.at(school.id))
        share = None if counted.share is None else round(100 * counted.share, 1)
        track = _(TRACK_LABELS[coverage.participations[school.id].track])
        numbers = [counted.counts[status] for status in STATUSES]
        rows.append([school.code, school.name, track, counted.asked, *numbers, share, coverage.reference.on])
    return columns, rows


def _people(coverage: Coverage) -> tuple[list[str], list[Sequence[Value]]]:
    columns = [_("School"), _("Name"), _("Function"), _("Status"), _("Completed trajectories"), _("Confirmed debriefs")]
    columns += [_("Minutes of coaching"), _("Minutes of training"), _("Reference date")]
    rows: list[Sequence[Value]] = []
    posts = queries.functions_held(coverage)
    for school in coverage.schools:
        for row in coverage.at(school.id):
            functions = ", ".join(str(_(FUNCTION_LABELS[function])) for function in posts[school.id, row.person.id])
            amounts = row.verdict.amounts
            rows.append(
                [
                    school.name,
                    row.person.name,
                    functions,
                    status_word(row.verdict.status),
                    amounts[Measure.COMPLETED_TRAJECTORIES],
                    amounts[Measure.CONFIRMED_DEBRIEFS],
                    amounts[Measure.COACHING_MINUTES],
                    amounts[Measure.TRAINING_MINUTES],
                    coverage.reference.on,
                ]
            )
    return columns, rows
