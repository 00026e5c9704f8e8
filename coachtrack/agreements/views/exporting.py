"""The agreements with how far they are as a file."""

from collections.abc import Sequence

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import access, viewer
from coachtrack.agreements import queries
from coachtrack.agreements.queries import Overview
from coachtrack.agreements.views.agreements import READERS
from coachtrack.agreements.views.blueprint import bp, choice_asked
from coachtrack.agreements.views.words import discipline_word, standing_look
from coachtrack.database import db
from coachtrack.downloads import hand_out
from coachtrack.formatting import school_year
from coachtrack.jobs import Made, Progress
from coachtrack.sheets import Value, to_csv, to_xlsx

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.post("/export/<any(csv, xlsx):kind>")
@access(*READERS, limit="export", proved=True)
def export(kind: str) -> Response:
    """The agreements that were chosen, as CSV or XLSX. A POST, because it is written in the log."""
    now, looking, choice = clock.now(), viewer(), choice_asked()
    title = f"schoolafspraken-{clock.today().isoformat()}"
    audit.note("export agreements", now=now, by=looking.person_id, thing="agreements", detail=title)
    db.session.commit()

    def making(_progress: Progress) -> Made:
        columns, rows = _table(queries.overview(looking, choice, now=now))
        body = to_csv(rows, columns) if kind == "csv" else to_xlsx(title, rows, columns, created=now)
        return Made(f"{title}.{kind}", KINDS[kind], body)

    return hand_out("agreements_export", making, rows=queries.count_readable(looking))


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
