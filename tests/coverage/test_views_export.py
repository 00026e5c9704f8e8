import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from tests.factories.coverage import TODAY
from tests.factories.evidence import make_held
from tests.factories.funding import make_period
from tests.factories.people import make_leader, make_teacher

NAMED = {"lesson_context": "regular_lesson", "discipline": "dance"}


def rows_of(answer):
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def filled(school, teacher, coach):
    school.name = "=2+3"
    make_held(teacher, coach, school_id=school.id, **NAMED)
    make_teacher(school, "Ans", last_name="Zijlstra")
    make_teacher(school, "Bas", last_name="Zijlstra")
    return school


def test_schools_as_csv_for_dutch_spreadsheets(commission, filled):
    answer = commission.submit("/bereik/", button="Scholen (CSV)")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="bereik-scholen-2026-11-24.csv"'
    [row] = rows_of(answer)
    assert row["School"] == "'=2+3"
    assert (row["Mensen die meetellen"], row["Bereikt"], row["Nog niet begonnen"]) == ("3", "1", "2")
    assert (row["Bereikt (%)"], row["Peildatum"]) == ("33,3", "24-11-2026")
    assert (row["Subsidieperiode"], row["Versie van de voorwaarde"]) == ("CmK 2025-2028", "1")


def test_people_as_csv_with_hours(commission, filled, teacher):
    answer = commission.submit("/bereik/", button="Mensen (CSV)")
    first, *others = rows_of(answer)
    assert (first["Naam"], first["Status"], first["Functie"]) == ("Mila Bakker", "Bereikt", "groepsleerkracht")
    assert (first["Minuten coaching"], first["Minuten bijscholing"]) == ("75", "0")
    assert [row["Naam"] for row in others] == ["Ans Zijlstra", "Bas Zijlstra"]


@pytest.mark.parametrize(
    ("button", "column", "values"),
    [("Scholen (Excel)", "Bereikt (%)", [33.3]), ("Mensen (Excel)", "Minuten coaching", [75, 0, 0])],
)
def test_the_same_as_a_workbook(commission, filled, button, column, values):
    answer = commission.submit("/bereik/", button=button)
    headings, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[headings.index(column)] for row in rows] == values
    assert {row[headings.index("School")] for row in rows} == {"=2+3"}
    assert {row[headings.index("Peildatum")] for row in rows} == {TODAY}


def test_only_the_commission_takes_the_table_along(sign_in, school, commission):
    assert commission.post("/bereik/export/scholen.pdf").status_code == 404
    assert sign_in(make_leader(school)).post("/bereik/export/scholen.csv").status_code == 403


def test_without_a_requirement_there_is_no_table(commission, db):
    make_period()
    assert commission.post("/bereik/export/scholen.csv").status_code == 404
