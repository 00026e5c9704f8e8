"""Two questions for whoever watches over the server: is the process there, and can it work?"""

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app
from sqlalchemy.exc import DBAPIError

from coachtrack.access import PUBLIC, access
from coachtrack.database import db, is_held, writing

PATIENCE = 2_000
"""Milliseconds that somebody may write before it is said that nobody else can."""
bp = Blueprint("health", __name__)


@bp.get("/healthz")
@access(PUBLIC)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@access(PUBLIC)
def ready() -> Response:
    """The database answers, can be written to, and has the tables of this version; 503 with the reason otherwise."""
    try:
        with db.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_revision()
        with writing(patience=PATIENCE), db.engine.begin():
            pass
    except DBAPIError as error:
        return _not_ready("the database cannot be written to" if is_held(error) else "the database does not answer")
    wanted = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    if found != wanted:
        return _not_ready(f"the database is at {found}, this version needs {wanted}")
    return Response("ready\n", mimetype="text/plain")


def _not_ready(reason: str) -> Response:
    return Response(f"not ready: {reason}\n", status=503, mimetype="text/plain", headers={"Retry-After": "10"})
