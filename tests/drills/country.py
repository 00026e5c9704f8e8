"""`make bench COUNTRY=6122`: coverage of the whole country on PostgreSQL, beside floors on the same server.

Counted are the processor time of the worker, the time of the statements, and how many there are. No page may read a
table of what took place from beginning to end. COUNTRY=0 leaves it out; another number is so many schools.
"""

import os
import statistics
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from coachtrack.coverage.models import PersonStatus
from coachtrack.database import db
from coachtrack.evidence.models import StandingRow
from coachtrack.generator.build import COMMISSION
from coachtrack.people.queries import find_person_by_email
from coachtrack.schools.models import School
from tests.drills import imports, upkeep
from tests.drills.kept_databases import A_SCHOOL, database_at, kept_server, programme_at
from tests.drills.measuring import Case, measure, report, report_lines
from tests.drills.served import served
from tests.drills.watching import asked, scanned_whole
from tests.support.signing_in import cookie_of

WHOLE = 6122
GROWTH = (4, 40, 400)
"""So many schools have about a thousand, ten thousand and a hundred thousand sessions."""
TURNS = 7
CEILINGS = {"programme": (2.0, 5.0), "board": (1.6, 3.0), "school": (1.6, 3.0), "person": (1.6, 3.0)}
"""Of each page: how many times the floor it may cost the server, and how many milliseconds the database may take."""


@dataclass(frozen=True)
class Page:
    """A page as the commission sees it: its address, its statements and their milliseconds, what it reads in whole."""

    name: str
    address: str
    statements: int
    sql: float
    scans: frozenset[str]


def main() -> None:
    """Measure and print."""
    schools = int(os.environ.get("COUNTRY") or WHOLE)
    if not schools:
        return
    print(f"\n== {schools} schools on PostgreSQL (the first time {schools * A_SCHOOL / 60:.0f} minutes more) ==")
    with kept_server() as server:
        app = programme_at(server, schools)
        report_lines(upkeep.lines(app))
        pages = pages_of(app)
        serve(app, pages, database_at(server, "coachtrack_bench_floor", fresh=True))
        told = {count: pages_of(programme_at(server, count)) for count in GROWTH if count < schools}
        growth(told | {schools: pages})
        report_lines(imports.lines(server, schools))
    assert not any(page.scans for page in pages), "a page reads a whole table"


def pages_of(app: Flask) -> list[Page]:
    """Programme, board, school and person, each asked several times in this process."""
    with app.app_context():
        upkeep.make_ready()
        addresses = _addresses()
        commission = find_person_by_email(COMMISSION)
        assert commission is not None
        cookie = cookie_of(commission)
        engine = db.engine
    client = app.test_client()
    client.judging = False  # type: ignore[attr-defined] # the tests' own client has it
    with client.session_transaction() as session:
        session.update(cookie)
    pages = []
    for name, address in addresses.items():
        spent = []
        for _ in range(TURNS):
            with asked(engine) as told:
                assert client.get(address).status_code == 200, address
            spent.append(told.seconds * 1000)
        scans = frozenset(scanned_whole(engine, told))
        pages.append(Page(name, address, len(told.reads), statistics.median(spent), scans))
    return pages


def _addresses() -> Mapping[str, str]:
    """A school in the middle, its board, and somebody there of whom much is known."""
    ids = db.session.scalars(sa.select(PersonStatus.school_id).distinct().order_by(PersonStatus.school_id)).all()
    school = db.session.get_one(School, ids[len(ids) // 2])
    most = (
        sa.select(StandingRow.person_id)
        .join(PersonStatus, PersonStatus.person_id == StandingRow.person_id)
        .where(PersonStatus.school_id == school.id)
        .group_by(StandingRow.person_id)
        .order_by(sa.func.count().desc(), StandingRow.person_id)
        .limit(1)
    )
    return {
        "programme": "/bereik/",
        "board": f"/bereik/besturen/{school.board_id}",
        "school": f"/bereik/scholen/{school.id}",
        "person": f"/bereik/mensen/{db.session.scalar(most)}",
    }


def serve(app: Flask, pages: list[Page], floor_url: str) -> None:
    """The pages by a server of its own, in turns with the floor page on the same PostgreSQL."""
    with app.app_context():
        commission = find_person_by_email(COMMISSION)
        assert commission is not None
        cookie = cookie_of(commission)
        url = db.engine.url.render_as_string(hide_password=False)
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(cookie)
    signed_in = {"Cookie": f"coachtrack={client.get_cookie('coachtrack').value}"}  # type: ignore[union-attr] # set above
    environment = {"FLOOR_DATABASE": floor_url, "FLOOR_CALENDAR": str(Path(__file__))}
    with ExitStack() as stack:
        ours = stack.enter_context(served("tests.drills.bench:product()", {"BENCH_DATABASE": url}, health="/healthz"))
        floor = stack.enter_context(served("tests.drills.floors:create_app()", environment))
        entered = {"Cookie": floor.get("/enter")[2]["Set-Cookie"].partition(";")[0]}
        cases = [Case("e", lambda: floor.get("/page", entered)[0], floor, 30)]
        for page in pages:

            def ask(address: str = page.address) -> int:
                return ours.get(address, signed_in)[0]

            number = "10" if page.name == "programme" else "9"
            cases.append(Case(f"{number} {page.name}", ask, ours, 15, "e", CEILINGS[page.name][0]))
        report(cases, measure(cases))
    print(f"\n{'':<38}{'statements':>12}{'SQL ms':>9}{'ceiling':>9}  reads in whole")
    for page in pages:
        most = CEILINGS[page.name][1]
        verdict = "" if page.sql <= most else "  over"
        print(f"{page.name:<38}{page.statements:>12}{page.sql:>9.2f}{most:>9}{verdict}  {', '.join(page.scans) or '-'}")


def growth(told: Mapping[int, list[Page]]) -> None:
    """How much more the database takes for each page when there is ten times as much."""
    print(f"\n{'12 SQL ms by schools':<38}" + "".join(f"{count:>9}" for count in told) + "    times  ceiling")
    for row in zip(*told.values(), strict=True):
        times = row[-1].sql / row[0].sql
        verdict = "" if times <= 4 else "  over"
        print(f"{row[0].name:<38}" + "".join(f"{page.sql:>9.2f}" for page in row) + f"{times:>9.2f}{4:>9}{verdict}")
