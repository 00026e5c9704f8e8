"""Retention from the command line and by the worker: a dry run changes nothing, a run does it once."""

import sys
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from coachtrack.audit import AuditEntry
from coachtrack.cli.worker import Stop, work_once
from coachtrack.database import Model
from coachtrack.people.models import Person
from coachtrack.privacy.models import RetentionNotice
from coachtrack.reflections.models import DevelopmentGoal
from coachtrack.trajectories import actions as trajectories
from tests.factories.trajectories import make_active_trajectory

CLOSED = datetime(2026, 9, 24, 15, tzinfo=UTC)
ANNOUNCED = datetime(2028, 8, 26, 5, tzinfo=UTC)
DUE = datetime(2028, 9, 25, 5, tzinfo=UTC)


@pytest.fixture
def flask(app, tmp_path, monkeypatch):
    """Run the command; the list beside the database lies in a folder of the test."""
    monkeypatch.setitem(app.config, "ERASURES", tmp_path / "erasures.jsonl")

    def run(*arguments):
        result = app.test_cli_runner().invoke(args=["retention", *arguments])
        assert result.exit_code == 0, result.output
        return result.output.split("\n")[:-1]

    return run


@pytest.fixture
def closed(db):
    trajectory = make_active_trajectory()
    trajectories.stop(trajectory, reason="no_time", by=trajectory.coach_id, now=CLOSED)
    db.commit()
    return trajectory


def rows(db):
    """How many rows every table has."""
    return {
        table.name: db.scalar(sa.select(sa.func.count()).select_from(table)) for table in Model.metadata.sorted_tables
    }


def test_a_dry_run_says_what_would_happen_and_changes_nothing(db, flask, closed, time_machine):
    time_machine.move_to(ANNOUNCED)
    before = rows(db)
    assert flask("--dry-run") == ["This would happen today; nothing was changed.", "      1 trajectories announced"]
    assert rows(db) == before


def test_a_run_does_what_the_dry_run_said_and_the_next_one_nothing(db, flask, closed, time_machine, tmp_path):
    time_machine.move_to(ANNOUNCED)
    assert flask() == ["Done.", "      1 trajectories announced"]
    assert flask() == ["Nothing was due today."]
    time_machine.move_to(DUE)
    assert flask("--dry-run")[1:] == flask()[1:] == ["      1 trajectories erased"]
    assert db.scalar(sa.select(sa.func.count()).select_from(DevelopmentGoal)) == 0
    assert '"thing": "trajectory:1"' in (tmp_path / "erasures.jsonl").read_text()
    assert flask("--dry-run") == ["Nothing is due today."]


def test_the_worker_does_it_by_itself(db, flask, closed, time_machine, tmp_path):
    for moment in (ANNOUNCED, DUE):
        time_machine.move_to(moment)
        work_once(Stop())
    assert db.scalars(sa.select(RetentionNotice.done_at)).one() is not None
    assert (tmp_path / "erasures.jsonl").exists()
    assert db.scalar(sa.select(sa.func.count(Person.pseudonymised_at))) == 0


def test_many_erasures_go_in_short_transactions_and_all_of_them_go(db, flask, closed, time_machine, monkeypatch):
    monkeypatch.setattr(sys.modules["coachtrack.cli.retention"], "AT_ONCE", 1)
    for _ in range(2):
        other = make_active_trajectory()
        trajectories.stop(other, reason="no_time", by=other.coach_id, now=CLOSED)
    db.commit()
    time_machine.move_to(ANNOUNCED)
    flask()
    time_machine.move_to(DUE)
    assert flask() == ["Done.", "      3 trajectories erased"]
    assert len(db.scalars(sa.select(AuditEntry).where(AuditEntry.act == "run_retention")).all()) == 4
