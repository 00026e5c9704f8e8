"""Facts that every installation begins with: school holidays, curriculum frameworks, instruments, usual minutes.

School holidays to 2028 as published by the Dutch government. Core objectives of 2006 and the lines of TULE in our own
words. Everything here can be added to by form.

Revision: 0003, after 0002
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REGIONS = ("noord", "midden", "zuid")
HOLIDAYS = {
    "herfstvakantie": (
        ("2025-10-18/2025-10-26", "2025-10-18/2025-10-26", "2025-10-11/2025-10-19"),
        ("2026-10-10/2026-10-18", "2026-10-17/2026-10-25", "2026-10-17/2026-10-25"),
        ("2027-10-16/2027-10-24", "2027-10-16/2027-10-24", "2027-10-23/2027-10-31"),
    ),
    "kerstvakantie": (
        ("2025-12-20/2026-01-04",) * 3,
        ("2026-12-19/2027-01-03",) * 3,
        ("2027-12-25/2028-01-09",) * 3,
    ),
    "voorjaarsvakantie": (
        ("2026-02-21/2026-03-01", "2026-02-14/2026-02-22", "2026-02-14/2026-02-22"),
        ("2027-02-20/2027-02-28", "2027-02-20/2027-02-28", "2027-02-13/2027-02-21"),
        ("2028-02-19/2028-02-27", "2028-02-26/2028-03-05", "2028-02-26/2028-03-05"),
    ),
    "meivakantie": (
        ("2026-04-25/2026-05-03",) * 3,
        ("2027-04-24/2027-05-02",) * 3,
        ("2028-04-29/2028-05-07",) * 3,
    ),
    "zomervakantie": (
        ("2026-07-04/2026-08-16", "2026-07-18/2026-08-30", "2026-07-11/2026-08-23"),
        ("2027-07-10/2027-08-22", "2027-07-17/2027-08-29", "2027-07-24/2027-09-05"),
        ("2028-07-15/2028-08-27", "2028-07-08/2028-08-20", "2028-07-22/2028-09-03"),
    ),
}
FRAMEWORKS = (
    (1, "kerndoelen_2006", "Kerndoelen 2006", None, date(2031, 7, 31)),
    (2, "tule_2008", "TULE 2008", None, date(2031, 7, 31)),
    (3, "leerplankader_ko", "Leerplankader kunstzinnige oriëntatie", None, None),
    (4, "kerndoelen_2027", "Kerndoelen kunst en cultuur 2027", date(2027, 8, 1), None),
)
OBJECTIVES = (
    (1, "54", "zich uiten en communiceren met beeld, taal, muziek, spel en beweging"),
    (1, "55", "terugkijken op eigen werk en dat van anderen"),
    (1, "56", "kennis van en waardering voor cultureel erfgoed"),
    (2, "54-beeldend", "beeldende vorming"),
    (2, "54-muziek", "muziek"),
    (2, "54-drama", "drama"),
    (2, "54-dans", "dans"),
    (2, "55", "reflecteren"),
    (2, "56-erfgoed", "cultureel erfgoed"),
    (3, "orienteren", "creatief proces: oriënteren"),
    (3, "onderzoeken", "creatief proces: onderzoeken"),
    (3, "uitvoeren", "creatief proces: uitvoeren"),
    (3, "evalueren", "creatief proces: evalueren en reflecteren"),
    (4, "maken", "maken"),
    (4, "waarnemen", "waarnemen"),
    (4, "meemaken", "meemaken"),
)
INSTRUMENTS = (
    ("coaching", "Coaching"),
    ("co_teaching", "Co-teaching"),
    ("team_training", "Teamtraining"),
    ("working_group", "Werkgroep"),
    ("course", "Scholing"),
    ("kunstkracht", "Kunstkracht"),
    ("de_ontdekking", "De Ontdekking"),
)
USUAL_MINUTES = (  # kind, preparation, lesson, debrief of the teacher; all of the coach
    ("intake_talk", 0, 45, 0, 60),
    ("preparation", 30, 0, 0, 45),
    ("demo_lesson", 15, 45, 30, 120),
    ("co_teaching", 30, 45, 30, 120),
    ("classroom_visit", 30, 45, 30, 120),
    ("debrief", 0, 0, 30, 45),
    ("midterm_review", 0, 30, 0, 45),
    ("closing_talk", 0, 30, 0, 45),
)


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def _holidays() -> list[dict[str, object]]:
    return [
        {"region": region, "name": name, "starts_on": first, "ends_on": last}
        for name, years in HOLIDAYS.items()
        for spans in years
        for region, span in zip(REGIONS, spans, strict=True)
        for first, last in [map(date.fromisoformat, span.split("/"))]
    ]


def upgrade() -> None:
    """Add the facts, unless they are there since an earlier time."""
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table("instrument"))):
        return
    holiday = sa.table(
        "school_holiday",
        sa.column("region"),
        sa.column("name"),
        sa.column("starts_on", sa.Date),
        sa.column("ends_on", sa.Date),
    )
    op.bulk_insert(holiday, _holidays())
    framework = sa.table(
        "curriculum_framework",
        sa.column("id"),
        sa.column("code"),
        sa.column("name"),
        sa.column("holds_from", sa.Date),
        sa.column("holds_until", sa.Date),
    )
    keys = ("id", "code", "name", "holds_from", "holds_until")
    op.bulk_insert(framework, [dict(zip(keys, row, strict=True)) for row in FRAMEWORKS])
    keys = ("framework_id", "code", "name", "position")
    rows = [(*row, position) for position, row in enumerate(OBJECTIVES, 1)]
    op.bulk_insert(_table("core_objective", *keys), [dict(zip(keys, row, strict=True)) for row in rows])
    keys = ("code", "name", "version")
    op.bulk_insert(_table("instrument", *keys), [dict(zip(keys, (*row, 1), strict=True)) for row in INSTRUMENTS])
    minutes = sa.table(
        "usual_minutes",
        *(sa.column(name) for name in ("kind", "prep_minutes", "lesson_minutes", "debrief_minutes", "coach_minutes")),
        sa.column("starts_on", sa.Date),
        sa.column("recorded_at", sa.DateTime(timezone=True)),
    )
    keys = ("kind", "prep_minutes", "lesson_minutes", "debrief_minutes", "coach_minutes", "starts_on", "recorded_at")
    since = (date(2025, 1, 1), datetime(2025, 1, 1, tzinfo=UTC))
    op.bulk_insert(minutes, [dict(zip(keys, (*row, *since), strict=True)) for row in USUAL_MINUTES])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("select setval('curriculum_framework_id_seq', (select max(id) from curriculum_framework))")


def downgrade() -> None:
    """Leave the facts: what people wrote points at them. They go with their tables."""
