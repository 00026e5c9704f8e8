"""The agreements with how far they are as a file."""

from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from coachtrack import audit, clock
from coachtrack.access import access, viewer
from coachtrack.agreements import queries
from coachtrack.agreements.queries import Overview
from coachtrack.agreements.views.agreements import READERS
from coachtrack.agreements.views.blueprint import bp, choice_asked
from coachtrack.agreements.views.words import discipline_word, standing_look
from coachtrack.database import db
from coachtrack.formatting import school_year
from coachtrack.sheets import Value, to_csv, to_xlsx

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.post("/export/<any(csv, xlsx):kind>")
@access(*READERS)
def export(kind: str) -> Response:
    """The agreements that were chosen, as CSV or XLSX. A POST, because it is written in the log."""
    now = clock.now()
    columns, rows = _table(queries.overview(viewer(), choice_asked(), now=now))
    title = f"schoolafspraken-{clock.today().isoformat()}"
    body = to_csv(rows, columns) if kind == "csv" else to_xlsx(title, rows, columns, created=now)
    audit.note("export agreements", now=now, by=viewer().person_id, thing="agreements", detail=title)
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{title}.{kind}"'}
    return Response(body, content_type=KINDS[kind], headers=headers)


def _table(whole: Overview) -> tuple[list[str], list[Sequence[Value]]]:
    columns = [_("School"), _("School year"), _("Instrument"), _("Discipline"), _("Goals"), _("Who sees to it")]
    columns += [_("Done by"), _("Promised"), _("Held"), _("Planned"), _("Remains"), _("Hours promised")]
    columns += [_("Hours held"), _("Hours planned"), _("Hours remaining"), _("State")]
    rows: list[Sequence[Value]] = []
    for each in whole.agreements:
        progress = whole.progress[each.id]
        amounts = (progress.promised, progress.held, progress.planned, progress.remaining)
        rows.append(
            [
                each.school.name,
                school_year(each.first_year),
                each.instrument.name,
                discipline_word(each.discipline),
                ", ".join(goal.name for goal in each.goals),
                each.responsible,
                queries.due_on(each),
                *(amount.units for amount in amounts),
                *(round(amount.minutes / 60, 2) for amount in amounts),
                standing_look(whole.prospects[each.id].standing)[1],
            ]
        )
    return columns, rows
