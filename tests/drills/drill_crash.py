"""Eight writers, two hundred times killed: everything that was acknowledged is there, once, and the chain is whole."""

import contextlib
import os
import signal
from pathlib import Path

import psycopg
import pytest

from tests.support.databases import PostgreSQL
from tests.support.running import migrated_app
from tests.test_crash import check_after_kills

WRITERS = 8
ROUNDS = [10 + 37 * number % 211 for number in range(200)]
SERVER_ROUNDS = [40 + 13 * number % 60 for number in range(20)]


def test_two_hundred_kills_of_eight_writers_lose_nothing(db, backend):
    assert sum(ROUNDS) > 20_000
    told, took = check_after_kills(db, backend.url, ROUNDS, writers=WRITERS)
    print(f"\n{told} acknowledged, {len(ROUNDS)} kills of {WRITERS} writers in {took:.0f} s: 0 lost, 0 doubled")


@pytest.mark.postgres
def test_a_server_that_is_killed_as_well_loses_nothing(app):
    """A server of its own, that waits for its log as one in production does; it is killed with all its processes."""
    server = PostgreSQL()
    try:
        with psycopg.connect(server._admin, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"alter system set {setting} = on")
            connection.execute("select pg_reload_conf()")
        with migrated_app(server) as own, own.app_context():
            from coachtrack.database import db  # noqa: PLC0415 - the session of this app

            told, took = check_after_kills(
                db.session, server.url, SERVER_ROUNDS, writers=WRITERS, between=lambda _number: kill(server)
            )
            server._connection = None
        print(f"\n{told} acknowledged, {len(SERVER_ROUNDS)} kills of PostgreSQL in {took:.0f} s: 0 lost, 0 doubled")
    finally:
        server.close()


def kill(server):
    """End it and everything that it started, without a word, and start it again."""
    folder = Path(server._folder) / "pg"
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for pid in (postmaster, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server._server.ensure_postgres_running()
