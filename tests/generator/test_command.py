"""`flask generate`: what it prints, and how it refuses."""

from coachtrack.database import db as database
from tests.factories.people import make_person


def test_it_says_what_was_made_and_how_to_go_on(app, db):
    result = app.test_cli_runner().invoke(args=["generate", "--schools", "1", "--seed", "1", "--on", "2026-11-24"])
    assert result.exit_code == 0, result.output
    for words in ("evidence_record", "No goals and no debriefs", "flask rebuild-coverage", "flask create-admin"):
        assert words in result.output


def test_it_leaves_a_database_with_people_alone_in_words(app, db):
    make_person()
    database.session.commit()
    result = app.test_cli_runner().invoke(args=["generate", "--schools", "1", "--seed", "1"])
    assert (result.exit_code, "This database has people in it" in result.output) == (1, True)
