"""Note in the database itself whose status has to be made anew; fill what stands of every fact from the chain.

A later migration that makes one of these tables anew on SQLite (batch_alter_table) has to put its triggers back.

Revision: 0008, after 0007
"""

from typing import NamedTuple

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


class Watch(NamedTuple):
    """On which table, whom a row concerns (`row` is the new or the old one), and which columns make a difference."""

    table: str
    whom: str
    columns: tuple[str, ...]
    acts: tuple[str, ...] = ("insert", "update", "delete")


HER = "select row.person_id as person_id"
EVERYONE = "select cast(null as integer) as person_id"
OF_TRAJECTORY = "select teacher_id as person_id from coaching_trajectory where id = row.trajectory_id"
OF_SCHOOL = "select person_id from post where school_id = row.school_id"
AT_OR_FROM_SCHOOL = (
    "select person_id from post where school_id = row.id union select person_id from standing_fact "
    "where school_id = row.id"
)
OF_APPOINTMENT = "select person_id from participant where appointment_id = row.id and role in ('teacher', 'attendee')"
HERS_AS_GUEST = "select row.person_id as person_id where row.role in ('teacher', 'attendee')"
STRETCH = ("starts_on", "ends_on", "recorded_at", "superseded_at")
WATCHED = (
    Watch("post", HER, ("person_id", "school_id", "function", *STRETCH)),
    Watch("absence", HER, ("person_id", *STRETCH)),
    Watch("exemption", HER, ("person_id", "period_id", "reason", *STRETCH)),
    Watch("school_participation", OF_SCHOOL, ("school_id", "period_id", *STRETCH)),
    Watch(
        "coaching_trajectory",
        "select row.teacher_id as person_id",
        ("teacher_id", "coach_id", "school_id", "period_id", "discipline"),
    ),
    Watch("status_change", OF_TRAJECTORY, ("trajectory_id", "status", "changed_at")),
    Watch("coaching_session", OF_TRAJECTORY, ("outcome",), ("update",)),
    Watch("participant", HERS_AS_GUEST, ("appointment_id", "person_id", "role")),
    Watch("appointment", OF_APPOINTMENT, ("kind", "status", "starts_at", "discipline", "created_at"), ("update",)),
    Watch(
        "standing_fact",
        HER,
        (
            "person_id",
            "school_id",
            "activity",
            "origin",
            "discipline",
            "stream",
            "held_on",
            "prep_minutes",
            "lesson_minutes",
            "debrief_minutes",
            "asked_at",
            "teacher_confirmed_at",
        ),
    ),
    Watch("school", AT_OR_FROM_SCHOOL, ("holiday_region",), ("update",)),
    Watch("school_holiday", EVERYONE, ("region", "starts_on", "ends_on")),
    Watch("funding_period", EVERYONE, ("starts_on", "ends_on"), ("update",)),
)


def upgrade() -> None:
    """Fill what stands, have every status made anew, and put the triggers in place."""
    op.execute("delete from standing_fact")
    op.execute(f"insert into standing_fact ({', '.join(FACT)}) {STANDING}")
    op.execute("update coverage_state set rule_id = null, made_on = null")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for watch in WATCHED:
        for act in watch.acts:
            (_on_sqlite if is_sqlite else _on_postgresql)(watch, act)


def downgrade() -> None:
    """Take the triggers away. What stands stays until its table goes."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for watch in WATCHED:
        for act in watch.acts:
            if is_sqlite:
                op.execute(f"drop trigger {_name(watch, act)}")
            else:
                op.execute(f"drop function {_name(watch, act)}() cascade")


def _name(watch: Watch, act: str) -> str:
    return f"touch_{watch.table}_{act}"


def _touching(watch: Watch, act: str) -> str:
    """The statement that notes whom it concerns: of an update both who was there before and who is there now."""
    rows = {"insert": ["new"], "delete": ["old"], "update": ["old", "new"]}[act]
    whom = " union ".join(watch.whom.replace("row.", f"{row}.") for row in rows)
    return f"insert into person_touched (person_id) {whom}"


def _on_sqlite(watch: Watch, act: str) -> None:
    differs = " or ".join(f"old.{column} is not new.{column}" for column in watch.columns)
    when = f"when {differs} " if act == "update" else ""
    op.execute(
        f"create trigger {_name(watch, act)} after {act} on {watch.table} for each row {when}"
        f"begin {_touching(watch, act)}; end"
    )


def _on_postgresql(watch: Watch, act: str) -> None:
    name = _name(watch, act)
    op.execute(
        f"create function {name}() returns trigger language plpgsql as "
        f"$$ begin {_touching(watch, act)}; return null; end $$"
    )
    differs = " or ".join(f"old.{column} is distinct from new.{column}" for column in watch.columns)
    when = f"when ({differs}) " if act == "update" else ""
    op.execute(f"create trigger {name} after {act} on {watch.table} for each row {when}execute function {name}()")


# --- what stands of every fact, as the chain says ---------------------------------------------------------------

VALUES = (
    "subject", "activity", "origin", "person_id", "school_id", "coach_id", "trajectory_id", "session_kind",
    "discipline", "stream", "lesson_context", "held_on", "prep_minutes", "lesson_minutes", "debrief_minutes",
    "coach_minutes",
)  # fmt: skip
FACT = ("number", *VALUES, "asked_at", "teacher_confirmed_at")
ASKED_ABOUT = ("person_id", "held_on", "session_kind", "activity", "prep_minutes", "lesson_minutes", "debrief_minutes")
OTHERWISE = " or ".join(f"{name} <> lag({name}) over story" for name in ASKED_ABOUT)
VERSIONS = (
    f"select coalesce(refers_to, number) as root, number as link, {', '.join(VALUES)}, "  # noqa: S608 - own names
    f"case when kind = 'held' or {OTHERWISE} then number end as asked "
    "from evidence_record where kind in ('held', 'corrected') "
    "window story as (partition by coalesce(refers_to, number) order by number)"
)
CONFIRMED_AT = (
    "select min(recorded_at) from evidence_record as confirmed where confirmed.refers_to = latest.root "
    "and confirmed.number > latest.asked_in and confirmed.kind = 'confirmed' and confirmed.party = 'teacher'"
)
STANDING = (
    f"with version as ({VERSIONS}), latest as ("  # noqa: S608 - own names
    "select version.*, max(asked) over (partition by root) as asked_in, "
    "row_number() over (partition by root order by link desc) as from_last from version) "
    f"select latest.root, {', '.join(f'latest.{name}' for name in VALUES)}, asked.recorded_at, ({CONFIRMED_AT}) "
    "from latest join evidence_record as asked on asked.number = latest.asked_in "
    "where latest.from_last = 1 and not exists (select 1 from evidence_record as gone "
    "where gone.refers_to = latest.root and gone.kind = 'withdrawn')"
)
