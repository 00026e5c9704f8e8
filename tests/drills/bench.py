"""`make bench`: what an answer costs the server, against bare apps that do the least, in the same run and in turns.

Both are served by gunicorn gthread with one worker; counted is the processor time of that worker. Ratios travel from
one machine to another, milliseconds do not. The targets are ceilings.
"""

import itertools
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import flask_migrate
import sqlalchemy as sa

from coachtrack import clock, create_app
from coachtrack.agenda import actions as agenda
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.feeds import FeedLevel
from coachtrack.coverage.actions import set_requirement
from coachtrack.coverage.rules.requirement import Demand, Group, Measure, Requirement
from coachtrack.database import db
from coachtrack.viewer import Role
from tests.drills import country
from tests.drills.measuring import Case, measure, report
from tests.drills.served import Served, served
from tests.factories.agenda import make_appointment
from tests.factories.funding import make_opening, make_participation, make_period
from tests.factories.people import make_coach, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory
from tests.support.client import Statements
from tests.support.running import settings_for
from tests.support.signing_in import cookie_of

SCHOOLS, TEACHERS, ROWS, EVENTS = 20, 12, 50, 500


@dataclass(frozen=True)
class Prepared:
    """What the data are: the secret of a calendar, an appointment in it, and the cookies of two people."""

    token: str
    appointment_id: int
    coach_cookie: str
    commission_cookie: str


def product() -> object:
    """The product as the bench serves it."""
    return create_app(settings_for(os.environ["BENCH_DATABASE"]))


def prepare(url: str) -> Prepared:
    """Twenty schools with some 240 people; a coach with fifty trajectories, and one with five hundred appointments."""
    app = create_app(settings_for(url))
    with app.app_context():
        flask_migrate.upgrade()
        period = make_period()
        make_opening(period)
        asked = Requirement((Group((Demand(Measure.COACHING_MINUTES, 600),)),))
        set_requirement(period, asked, starts_on=period.starts_on, by=None, now=clock.now())
        schools = [make_school() for _ in range(SCHOOLS)]
        for school in schools:
            make_participation(school, period)
        teachers = [make_teacher(school) for school in schools for _ in range(TEACHERS)]
        coach, busy = make_coach(), make_coach()
        for number in range(ROWS):
            school = schools[number // TEACHERS]
            make_active_trajectory(coach=coach, teacher=teachers[number], school=school)
        start = clock.now().replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=60)
        for number in range(EVENTS):
            moment = start + timedelta(days=number // 5, hours=2 * (number % 5))
            appointment = make_appointment(busy, teachers[number % len(teachers)], schools[0], starts_at=moment)
        _, token = agenda.add_feed_address(busy.id, "bench", FeedLevel.FULL, "nl", clock.now())
        cookies = [_cookie(app, person) for person in (coach, make_holder(Role.COMMISSION))]
        return Prepared(token, appointment.id, *cookies)


def _cookie(app: object, person: object) -> str:
    fresh = cookie_of(person)  # type: ignore[arg-type] # a person
    client = app.test_client()  # type: ignore[attr-defined] # a Flask app
    with client.session_transaction() as session:
        session.update(fresh)
    return f"coachtrack={client.get_cookie('coachtrack').value}"


def main() -> None:
    """Measure and print."""
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'bench.sqlite'}"
        prepared = prepare(url)
        ours = stack.enter_context(served("tests.drills.bench:product()", {"BENCH_DATABASE": url}, health="/healthz"))
        status, body, _headers = ours.get(f"/kalender/{prepared.token}.ics")
        assert (status, body.count(b"BEGIN:VEVENT")) == (200, EVENTS), (status, body.count(b"BEGIN:VEVENT"))
        (folder / "calendar.ics").write_bytes(body)
        environment = {
            "FLOOR_DATABASE": f"sqlite:///{folder / 'floor.sqlite'}",
            "FLOOR_CALENDAR": str(folder / "calendar.ics"),
        }
        floor = stack.enter_context(served("tests.drills.floors:create_app()", environment))
        cases = cases_of(ours, floor, prepared, create_app(settings_for(url)))
        measured = measure(cases)
        statements = statements_of(url, prepared)
    report(cases, measured)
    for path, count in statements.items():
        print(f"{path}: {count} statements")
    country.main()
    print(f"\n{time.monotonic() - began:.0f} seconds, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def cases_of(ours: Served, floor: Served, prepared: Prepared, app: object) -> list[Case]:
    """What is measured."""
    calendar = f"/kalender/{prepared.token}.ics"
    etag = ours.get(calendar)[2]["ETag"]
    entered = {"Cookie": floor.get("/enter")[2]["Set-Cookie"].partition(";")[0]}
    coach, commission = {"Cookie": prepared.coach_cookie}, {"Cookie": prepared.commission_cookie}
    days = itertools.count(200)

    def change() -> None:
        with app.app_context():  # type: ignore[attr-defined] # a Flask app
            appointment = db.session.get_one(Appointment, prepared.appointment_id)
            start = clock.now() + timedelta(days=next(days))
            end = start + timedelta(hours=1)
            agenda.move_appointment(
                appointment, starts_at=start, ends_at=end, by=appointment.planner_id, now=clock.now()
            )
            db.session.commit()

    def ask(server: Served, path: str, **headers: str) -> Callable[[], int]:
        return lambda: server.get(path, headers)[0]

    return [
        Case("a", ask(floor, "/"), floor, 200),
        Case("b", ask(floor, "/calendar"), floor, 100),
        Case("d", ask(floor, "/unchanged/abc", **{"If-None-Match": '"r1"'}), floor, 200),
        Case("e", ask(floor, "/page", **entered), floor, 40),
        Case("1 calendar of 500, unchanged", ask(ours, calendar), ours, 100, "b", 1.6),
        Case("2 conditional, unchanged", ask(ours, calendar, **{"If-None-Match": etag}), ours, 200, "d", 1.15),
        Case("8 coach: trajectories, 50 rows", ask(ours, "/trajecten", **coach), ours, 30, "e", 1.5),
        Case("8 coach: Vandaag", ask(ours, "/vandaag", **coach), ours, 30, "e", 1.5),
        Case("9 commission: coverage, 20 schools", ask(ours, "/bereik/", **commission), ours, 15, "e", 1.6),
        Case("3 calendar right after a change", ask(ours, calendar), ours, 5, "b", 8, change),
    ]


def statements_of(url: str, prepared: Prepared) -> dict[str, int]:
    """How many statements the pages send, in this process."""
    app = create_app(settings_for(url))
    counted = {}
    with app.app_context():
        engine = db.engine
    for path, cookie in (
        ("/trajecten", prepared.coach_cookie), ("/vandaag", prepared.coach_cookie),
        ("/bereik/", prepared.commission_cookie),
    ):  # fmt: skip
        sent = Statements()
        sa.event.listen(engine, "before_cursor_execute", lambda _c, _u, text, *_rest, sent=sent: sent.append(text))
        client = app.test_client()
        client.set_cookie("coachtrack", cookie.partition("=")[2])
        assert client.get(path).status_code == 200
        counted[path] = len([text for text in sent if text.lstrip().lower().startswith("select")])
    return counted


if __name__ == "__main__":
    main()
