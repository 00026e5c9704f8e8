"""The national register, imported as it is published: all or nothing, twice is once, nothing deleted."""

from datetime import date
from io import BytesIO

import pytest
import sqlalchemy as sa

from coachtrack import jobs
from coachtrack.errors import Refused
from coachtrack.people.models import FeedRevision
from coachtrack.schools import actions
from coachtrack.schools.models import School, SchoolBoard
from coachtrack.schools.rules import register as register_rules
from coachtrack.sheets import Limits
from coachtrack.viewer import Role
from tests.factories.people import make_holder
from tests.support.client import Page, location_of

HEADINGS = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;INTERNETADRES;VAKANTIEREGIO"
)


def row(code, name, *, municipality="HENGELO", board="65287", phone="0742501234"):
    return (
        f"Overijssel;{board};{code[:4]};{code};{name};Kerkstraat;116;7553 VX;{municipality} OV;0164;{municipality};"
        f"Openbaar;{phone};www.school.nl;Noord"
    )


def register(*rows):
    return "\r\n".join([HEADINGS, *rows]).encode("cp1252")


ESREIN, BRON = row("17PI00", "Esrein"), row("09TB00", "De Bron", board="27910")
ALMELO = row("11AA00", "Één school", municipality="ALMELO")
FILE = register(ESREIN, BRON, ALMELO)


@pytest.fixture
def signed_in(db, sign_in):
    administrator = make_holder(Role.ADMINISTRATOR)
    return sign_in(administrator)


def upload(client, body, name="register.csv"):
    return client.submit("/scholen/import", file=(BytesIO(body), name))


def preview(client, body, **chosen):
    chosen_at = location_of(upload(client, body))
    return location_of(client.submit(chosen_at, **chosen))


def names(db):
    return list(db.scalars(sa.select(School.name).order_by(School.sort_name)))


def test_the_register_is_taken_in_with_its_boards(db, now):
    assert actions.import_register(FILE, by=None, now=now) == {"added": 3}
    esrein = db.scalars(sa.select(School).where(School.code == "17PI00")).one()
    assert (esrein.place, esrein.municipality, esrein.brin) == ("Hengelo", "Hengelo", "17PI")
    assert (esrein.board.number, esrein.postcode, esrein.website) == ("65287", "7553 VX", "https://www.school.nl")
    assert names(db) == ["De Bron", "Één school", "Esrein"]


def test_a_second_import_changes_nothing(db, now, statements):
    actions.import_register(FILE, by=None, now=now)
    versions = list(db.execute(sa.select(School.code, School.version).order_by(School.code)))
    assert actions.import_register(FILE, by=None, now=now) == {"unchanged": 3}
    assert list(db.execute(sa.select(School.code, School.version).order_by(School.code))) == versions
    assert db.scalar(sa.select(sa.func.count()).select_from(SchoolBoard)) == 2


def test_one_municipality_or_board_is_taken(db, now):
    assert actions.import_register(FILE, municipality="Hengelo", by=None, now=now) == {"added": 2}
    assert actions.import_register(FILE, board="27910", by=None, now=now) == {"unchanged": 1}
    with pytest.raises(Refused):
        actions.import_register(FILE, municipality="Hengeloo", by=None, now=now)


def test_another_name_changes_the_school_and_the_calendars(db, now):
    actions.import_register(FILE, by=None, now=now)
    person = make_holder(Role.COMMISSION)
    db.add(FeedRevision(person_id=person.id, revision=4, changed_at=now))
    db.flush()
    renamed = register(row("17PI00", "IKC Esrein"), BRON, ALMELO)
    assert actions.import_register(renamed, by=None, now=now) == {"changed": 1, "unchanged": 2}
    assert names(db) == ["De Bron", "Één school", "IKC Esrein"]
    assert db.scalar(sa.select(FeedRevision.revision)) == 5


def test_a_school_missing_from_the_file_is_closed_only_when_told_and_opens_again(db, now):
    actions.import_register(FILE, by=None, now=now)
    bron = db.scalars(sa.select(School).where(School.code == "09TB00")).one()
    shorter = register(ESREIN, ALMELO)
    assert actions.import_register(shorter, by=None, now=now) == {"unchanged": 2, "missing": 1}
    assert bron.closed_on is None
    actions.import_register(shorter, closing=[bron.id], by=None, now=now)
    db.expire_all()
    assert bron.closed_on == date(2026, 11, 24)
    actions.import_register(FILE, by=None, now=now)
    db.expire_all()
    assert bron.closed_on is None


def test_only_missing_schools_can_be_closed(db, now):
    actions.import_register(FILE, by=None, now=now)
    numbers = list(db.scalars(sa.select(School.id)))
    actions.import_register(FILE, closing=numbers, by=None, now=now)
    assert list(db.scalars(sa.select(School.closed_on))) == [None, None, None]


def test_an_administrator_sees_what_would_change_before_it_does(db, signed_in):
    there = preview(signed_in, register(ESREIN, BRON, row("??", "Wrong")), municipality="Hengelo")
    page = signed_in.page(there)
    assert names(db) == []
    assert [line[0] for line in page.rows()] == ["Wrong", "Esrein", "De Bron"]
    assert location_of(signed_in.submit(there)) == there
    assert names(db) == ["De Bron", "Esrein"]
    assert "2" in signed_in.page(there).text


def test_confirming_twice_imports_once(db, signed_in):
    there = preview(signed_in, FILE)
    shown = signed_in.get(there)
    signed_in.submit(shown)
    signed_in.submit(shown)
    assert names(db) == ["De Bron", "Één school", "Esrein"]


def test_a_preview_that_no_longer_holds_is_shown_anew(db, signed_in, now):
    there = preview(signed_in, FILE)
    shown = signed_in.get(there)
    actions.import_register(register(BRON), by=None, now=now)
    signed_in.submit(shown)
    assert names(db) == ["De Bron"]
    assert signed_in.page(there).elements("div", kind="callout-warning") != []
    signed_in.submit(there)
    assert names(db) == ["De Bron", "Één school", "Esrein"]


def test_ticking_a_missing_school_closes_it(db, signed_in, now):
    actions.import_register(FILE, by=None, now=now)
    there = preview(signed_in, register(ESREIN, ALMELO))
    bron = db.scalars(sa.select(School).where(School.code == "09TB00")).one()
    signed_in.submit(there, closing=[str(bron.id)])
    assert db.scalars(sa.select(School.code).where(School.closed_on.is_not(None))).all() == ["09TB00"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"%PDF-1.7 not a list", 415),
        (b"naam;woonplaats\r\nJan;Hengelo\r\n", 422),
        (register(*[ESREIN] * 60), 413),
    ],
)
def test_another_file_is_refused_with_the_reason_at_the_field(signed_in, body, status, monkeypatch):
    monkeypatch.setattr(register_rules, "REGISTER_LIMITS", Limits(max_bytes=100_000, max_rows=50))
    response = upload(signed_in, body)
    assert response.status_code == status
    assert Page(response).error_at("file") != ""


def test_a_form_without_a_file_says_so(signed_in):
    response = signed_in.submit("/scholen/import")
    assert response.status_code == 422
    assert Page(response).error_at("file") != ""


def test_the_file_of_somebody_else_does_not_exist(signed_in, sign_in, new_client):
    there = preview(signed_in, FILE)
    other = sign_in(make_holder(Role.ADMINISTRATOR), into=new_client())
    assert other.get(there).status_code == 404
    assert other.get("/scholen/import/99999/keuze").status_code == 404


def test_only_an_administrator_imports(client, sign_in):
    sign_in(make_holder(Role.COMMISSION))
    assert client.get("/scholen/import").status_code == 403


def test_a_large_file_is_read_beside_the_request(db, signed_in, monkeypatch):
    monkeypatch.setattr(jobs, "LARGE", 10)
    monkeypatch.setattr(jobs, "PATIENCE", 0)
    chosen_at = location_of(upload(signed_in, FILE))
    started = signed_in.submit(chosen_at)
    assert location_of(started).startswith("/werk/")
    _wait(db)
    there = chosen_at.removesuffix("/keuze")
    signed_in.submit(there)
    _wait(db)
    assert names(db) == ["De Bron", "Één school", "Esrein"]


def _wait(db):
    db.commit()
    for thread in jobs.threading.enumerate():
        if thread.name.startswith("job-"):
            thread.join(20)
    assert set(db.scalars(sa.select(jobs.Job.state))) == {jobs.JobState.DONE}
    db.commit()
