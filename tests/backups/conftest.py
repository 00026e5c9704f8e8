"""A programme to make a backup of, and empty places to put it back in."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from coachtrack.database import db as database
from tests.factories.accounts import make_account
from tests.factories.reflections import make_goal
from tests.factories.trajectories import make_active_trajectory, make_held_session, make_shared_debrief
from tests.support.keeping import app_on, inside, let_tools_be_found


@pytest.fixture
def programme(db, now):
    """A trajectory with a goal, a session that was held, and the debrief of it, which was shared."""
    trajectory = make_active_trajectory()
    make_account(trajectory.coach)
    make_goal(trajectory.id, "Ik durf stiltes te laten vallen", by=trajectory.teacher_id)
    session = make_held_session(trajectory, now - timedelta(days=3))
    make_shared_debrief(session, now=now)
    db.commit()
    people = {"coach_id": trajectory.coach_id, "teacher_id": trajectory.teacher_id, "email": trajectory.coach.email}
    return SimpleNamespace(id=trajectory.id, **people)


@pytest.fixture
def tools(backend, monkeypatch):
    """The programs of PostgreSQL, where that is the database."""
    let_tools_be_found(backend.url, monkeypatch)


@pytest.fixture
def folder(tmp_path) -> Path:
    """Where the backups lie."""
    return tmp_path / "backups"


@pytest.fixture
def place(backend, tools, tmp_path):
    """Makes the app of an empty place: `place("elsewhere")`, with other settings where they are given."""

    def place(name="elsewhere", **settings):
        erasures = tmp_path / name / "erasures.jsonl"
        return app_on(backend.another(name), **({"erasures": erasures} | settings))

    return place


@pytest.fixture
def flask(app, tools, tmp_path, monkeypatch):
    """Run a command, in the app of the test or in another: `flask("backup", folder)` gives its code and its words."""
    monkeypatch.setitem(app.config, "ERASURES", tmp_path / "here" / "erasures.jsonl")

    def run(*words, within=None):
        database.session.commit()
        database.session.remove()
        with inside(within or app) as running:
            result = running.test_cli_runner().invoke(args=list(map(str, words)))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run
