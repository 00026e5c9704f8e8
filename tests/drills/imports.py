"""Importing the staff of the whole country, beside reading the same file and copying its rows as they are."""

import csv
import io
from itertools import islice
from random import Random

import flask_migrate
import sqlalchemy as sa

from coachtrack import clock, create_app
from coachtrack.database import db
from coachtrack.demo.names import FIRST, LAST
from coachtrack.generator.places import invented_schools
from coachtrack.people.actions import import_roster
from coachtrack.schools.actions import import_register
from tests.drills.kept_databases import database_at
from tests.drills.measuring import Line, timed
from tests.support.running import settings_for

PEOPLE_EACH = 21
HEADINGS = ("Voornaam", "Tussenvoegsel", "Achternaam", "E-mail", "Vestigingscode", "Functie", "Groepen", "Vanaf")
CEILING = 4


def lines(server: str, schools: int) -> list[Line]:
    """The first time, and once more with one in a hundred changed."""
    app = create_app(settings_for(database_at(server, "coachtrack_bench_import", fresh=True)))
    with app.app_context():
        flask_migrate.upgrade()
        register = invented_schools(schools, Random(1))
        import_register(register, by=None, now=clock.now())
        db.session.commit()
        codes = [row.code for row in register.rows]
        first, second = _file(codes, changed=False), _file(codes, changed=True)
        floor = timed(lambda: _copy(first))

        def take_in(file: bytes) -> None:
            import_roster(file, "staff.csv", by=None, now=clock.now(), apply=True)
            db.session.commit()

        count = len(codes) * PEOPLE_EACH
        name = "csv and COPY of the same rows"
        measured = [Line(f"13 import of {count} people", timed(lambda: take_in(first)), name, floor, CEILING)]
        measured.append(Line("13 again, 1 % changed", timed(lambda: take_in(second)), name, floor, CEILING))
        db.session.remove()
        db.engine.dispose()
    return measured


def _file(codes: list[str], *, changed: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for number in range(len(codes) * PEOPLE_EACH):
        first, (infix, last) = FIRST[number % len(FIRST)], LAST[number % len(LAST)]
        group = "8" if changed and number % 100 == 0 else str(3 + number % 5)
        code = codes[number // PEOPLE_EACH]
        address = f"{number}@school.example"
        writer.writerow((first, infix, last, address, code, "leerkracht", group, "01-08-2025"))
    return out.getvalue().encode()


def _copy(file: bytes) -> None:
    """The floor: the rows as they stand in the file, into two bare tables with the same indexes on what identifies."""
    rows = list(islice(csv.reader(io.StringIO(file.decode()), delimiter=";"), 1, None))
    with db.engine.begin() as connection:
        connection.execute(sa.text("create table bare (id serial, a text, b text, c text, email text unique)"))
        connection.execute(sa.text("create table bare_post (email text, code text, f text, g text, since text)"))
        connection.execute(sa.text("create index on bare_post (code)"))
        raw = connection.connection.driver_connection
        assert raw is not None
        with raw.cursor() as cursor:
            with cursor.copy("copy bare (a, b, c, email) from stdin") as copy:
                for row in rows:
                    copy.write_row(row[:4])
            with cursor.copy("copy bare_post from stdin") as copy:
                for row in rows:
                    copy.write_row(row[3:])
