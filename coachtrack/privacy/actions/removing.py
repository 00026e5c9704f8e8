"""Rows that go and values that are emptied, as the inventory says: of a trajectory, of a part of it, of a person."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from coachtrack.agenda.models import FeedBody
from coachtrack.assessments.models import AssessmentAnswer, SelfAssessment
from coachtrack.database import Model, db
from coachtrack.privacy.queries.inventory import is_about, table_of
from coachtrack.privacy.queries.retention import CONTENT
from coachtrack.privacy.rules.inventory import SHEETS, AtErasure, Part, Sheet
from coachtrack.reflections.models import Debrief, Reaction

IN_CONFIDENCE = (Part.CONFIDENTIAL, Part.AGENDA)


def remove_content(trajectory_id: int) -> int:
    """What coach and teacher wrote in a trajectory, with what the teacher said of herself about it; how many rows.

    That the sessions and debriefs took place stays, as evidence.
    """
    debriefs = sa.select(Debrief.id).where(Debrief.trajectory_id == trajectory_id)
    about_it = sa.select(SelfAssessment.id).where(SelfAssessment.about == f"trajectory:{trajectory_id}")
    gone = [
        _delete(Reaction, Reaction.debrief_id.in_(debriefs)),
        _delete(AssessmentAnswer, AssessmentAnswer.assessment_id.in_(about_it)),
        _delete(SelfAssessment, SelfAssessment.id.in_(about_it)),
        *(_delete(table, table.trajectory_id == trajectory_id) for table in CONTENT),
    ]
    db.session.expire_all()
    return sum(gone)


def remove_in_confidence(person_id: int) -> int:
    """What was written between her and her coaches, what she said of herself, and what her agenda holds of her own."""
    return _remove(person_id, [sheet for sheet in SHEETS if sheet.part in IN_CONFIDENCE])


def remove_rows_of(person_id: int) -> int:
    """Every row of hers that goes; how many. To be asked while her address still tells which are hers."""
    return _remove(person_id, SHEETS)


def empty_values_of(person_id: int) -> int:
    """Every value that is emptied in the rows of hers that stay; how many rows."""
    db.session.flush()
    count = sum(_empty(sheet, person_id) for sheet in SHEETS)
    db.session.expire_all()
    return count


def forget_feed_bodies() -> None:
    """What apps would get of a calendar is made anew: a name may stand in the calendar of anyone."""
    _delete(FeedBody, sa.true())


def _remove(person_id: int, sheets: Iterable[Sheet]) -> int:
    """Rows that point at others before those."""
    going = {sheet.table: sheet for sheet in sheets if sheet.rows_go}
    count = 0
    for table in reversed(Model.metadata.sorted_tables):
        if table.name in going:
            count += _delete(table, is_about(going[table.name], person_id))
    db.session.expire_all()
    return count


def _empty(sheet: Sheet, person_id: int) -> int:
    table = table_of(sheet)
    columns = [table.c[line.column] for line in sheet.lines() if line.at_erasure is AtErasure.EMPTIED]
    if not columns or sheet.rows_go:
        return 0
    empty = {column.name: _nothing(column) for column in columns}
    done = db.session.execute(
        sa.update(table).where(is_about(sheet, person_id)).values(empty),
        execution_options={"synchronize_session": False},
    )
    return int(done.rowcount)  # type: ignore[attr-defined] # of an update


def _nothing(column: sa.Column[Any]) -> str | bytes | None:
    if column.nullable:
        return None
    return b"" if isinstance(column.type, sa.LargeBinary) else ""


def _delete(table: Any, which: sa.ColumnElement[bool]) -> int:
    done = db.session.execute(sa.delete(table).where(which), execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined] # of a delete
