"""What is issued: every number of a small programme, in every form, with what each report carries."""

import io
from datetime import date, datetime
from hashlib import sha256

import pypdf
import pytest
import sqlalchemy as sa

from coachtrack.audit import AuditEntry
from coachtrack.coverage.queries import Reference, requirement_in_force
from coachtrack.coverage.views.words import said
from coachtrack.errors import Refused
from coachtrack.evidence.queries import find_head
from coachtrack.evidence.rules.records import Activity
from coachtrack.reports.actions.issuing import issue
from coachtrack.reports.models import IssuedFile
from coachtrack.reports.rules.kinds import Audience, FileKind, ReportKind, YearKind
from coachtrack.viewer import Role
from tests.factories.funding import make_period
from tests.factories.people import make_holder
from tests.reports.small import CALENDAR_YEAR, SCHOOL_YEAR, add, body_of, csv_of, issued, sheets_of, words_of
from tests.support.moments import NOW

CARRIED = ["Versie van de voorwaarde", "Gegevens bekend tot", "Kop van de bewijsketen"]


def short(row):
    """Of an hour line: who, when, which minutes, hours, rate, amount and cost."""
    names = ["Naam", "Datum", "Minuten voorbereiding", "Minuten les of bijeenkomst", "Minuten nabespreking", "Uren"]
    return tuple(row[name] for name in [*names, "Uurtarief (€)", "Bedrag (€)", "Kostensoort"])


def test_the_hours_of_all_schools_line_by_line(small):
    rows = csv_of(issued(small, ReportKind.HOURS))
    assert [short(row) for row in rows] == [
        ("Bas Aalders", "12-11-2026", "0", "120", "0", "2,00", "50,00", "100,00", "activiteit"),
        ("Mila Bakker", "01-09-2026", "0", "45", "0", "0,75", "40,00", "30,00", "coördinatie"),
        ("Mila Bakker", "03-11-2026", "15", "45", "15", "1,25", "50,00", "62,50", "activiteit"),
        ("Mila Bakker", "12-11-2026", "0", "120", "0", "2,00", "50,00", "100,00", "activiteit"),
        ("Mila Bakker", "23-11-2026", "0", "120", "0", "2,00", "50,00", "100,00", "activiteit"),
        ("Bas Aalders", "10-11-2026", "20", "45", "25", "1,50", "40,00", "60,00", "activiteit"),
    ]
    assert [row["School"] for row in rows] == ["De Bron"] * 5 + ["De Linde"]
    lesson = rows[2]
    assert (lesson["Schoolcode"], lesson["Activiteit"], lesson["Soort"]) == ("01AA00", "coaching", "co-teaching")
    assert (lesson["Discipline"], lesson["Onderdeel van het programma"]) == ("dans", "reguliere lessen")
    assert lesson["Bewijsnummer"] == str(small.records["lesson"].number)


def test_the_same_by_calendar_year_and_for_one_school(small):
    year = csv_of(issued(small, ReportKind.HOURS, CALENDAR_YEAR))
    assert [row["Naam"] for row in year] == ["Bas Aalders", *["Mila Bakker"] * 4, "Bas Aalders", "Tim Zaal"]
    assert short(year[-1]) == ("Tim Zaal", "05-03-2026", "0", "60", "0", "1,00", "40,00", "40,00", "activiteit")
    linde = csv_of(issued(small, ReportKind.HOURS, SCHOOL_YEAR, small.linde))
    assert [row["Naam"] for row in linde] == ["Bas Aalders"]


def test_the_sums_of_hours_are_the_same_in_the_workbook_and_on_paper(small):
    report = issued(small, ReportKind.HOURS)
    sheets = sheets_of(report)
    assert list(sheets) == ["Uren", "Totalen", "Totalen per soort", "Totalen per school", "Over dit rapport"]
    assert [row[:7] for row in sheets["Totalen"][1:]] == [
        ["Activiteit", 5, 35, 450, 40, 8.75, 422.5],
        ["Coördinatie", 1, 0, 45, 0, 0.75, 30],
        ["In totaal", 6, 35, 495, 40, 9.5, 452.5],
    ]
    assert [row[1:] for row in sheets["Totalen per school"][1:]] == [
        ["De Bron", 5, 15, 450, 15, 8, 392.5],
        ["De Linde", 1, 20, 45, 25, 1.5, 60],
    ]
    assert sheets["Uren"][1][4] == date(2026, 11, 12)
    assert sheets["Uren"][2][15] == 30
    assert "Activiteit 5 35 450 40 8,75 422,50 Coördinatie 1 0 45 0 0,75 30,00 In totaal 6 35 495 40 9,50 452,50" in (
        words_of(report)
    )


def test_a_school_sees_the_hours_of_its_people_added_up_and_of_no_session_the_minutes(small):
    report = issued(small, ReportKind.HOURS, SCHOOL_YEAR, small.bron)
    rows = csv_of(report, Audience.SCHOOL)
    assert [(row["Naam"], row["Functie"], row["Keren"], row["Uren"], row["Bedrag (€)"]) for row in rows] == [
        ("Bas Aalders", "", "1", "2,00", "100,00"),
        ("Mila Bakker", "groepsleerkracht", "4", "6,00", "292,50"),
    ]
    words = words_of(report, Audience.SCHOOL)
    assert "Mila Bakker groepsleerkracht 4 15 330 15 6,00 292,50" in words
    assert "03-11-2026" not in words
    assert "03-11-2026" in words_of(report)
    assert set(sheets_of(report, Audience.SCHOOL)) == {"Uren", "Totalen", "Totalen per soort", "Over dit rapport"}
    assert {each.audience for each in issued(small, ReportKind.HOURS).files} == {Audience.PROGRAMME}


def test_hours_without_a_rate_have_no_amount_and_it_says_so(small):
    add(small, "long ago", small.mila, small.bron, date(2024, 3, 5), "demo_lesson", (0, 60, 0))
    make_period(scheme=small.period.scheme, name="Daarvoor", starts_on=date(2021, 1, 1), ends_on=date(2024, 12, 31))
    report = issued(small, ReportKind.HOURS, (YearKind.CALENDAR_YEAR, 2024))
    [row] = csv_of(report)
    assert (row["Uurtarief (€)"], row["Bedrag (€)"], row["Versie van de voorwaarde"]) == ("", "", "")
    assert "Voor 1,00 uur geldt geen tarief" in words_of(report)


FIGURES = ["Scholen", "Mensen bereikt", "van wie in coaching", "van wie in bijscholing", "Trajecten met sessies"]
FIGURES += ["Trajecten afgerond", "Sessies", "Nabesprekingen", "Uren coaching"]
FIGURES += ["Trainingen", "Bijeenkomsten", "Deelnames", "Uren bijscholing"]


BY_HAND = """
In totaal|                                          |2 2 2 2 2 0 3 1 3,50 2 2 3 6,00
Doelgroep|Mensen voor de klas                       |1 1 . 1 . . . . .    1 1 1 2,00
Doelgroep|Niet bekend                               |1 2 . 2 . . . . .    1 1 2 4,00
Discipline|Dans                                     |1 1 1 1 1 0 2 1 2,00 1 1 1 2,00
Discipline|Muziek                                   |1 1 1 0 1 0 1 0 1,50 0 0 0 0,00
Discipline|Niet bekend                              |1 2 0 2 0 0 0 0 0,00 1 1 2 4,00
Onderdeel van het programma|Reguliere lessen        |1 1 1 1 1 0 2 1 2,00 1 1 1 2,00
Onderdeel van het programma|Kunst op School (KoS)   |1 1 1 0 1 0 1 0 1,50 0 0 0 0,00
Onderdeel van het programma|Niet bekend             |1 2 0 2 0 0 0 0 0,00 1 1 2 4,00
School|De Bron                                      |1 2 1 2 1 0 2 1 2,00 2 2 3 6,00
School|De Linde                                     |1 1 1 0 1 0 1 0 1,50 0 0 0 0,00
"""


def test_the_performance_figures_number_by_number(small):
    report = issued(small, ReportKind.PERFORMANCE)
    told = [[row["Uitgesplitst naar"], row["Welke"], *(row[name] or "." for name in FIGURES)] for row in csv_of(report)]
    by_hand = [line.split("|") for line in BY_HAND.strip().splitlines()]
    assert told == [[part, which.strip(), *numbers.split()] for part, which, numbers in by_hand]
    assert "Scholen die dit jaar meedoen aan de periode: 2." in words_of(report)
    sheet = sheets_of(report)["Prestatiegegevens"]
    assert sheet[1] == ["In totaal", "", 2, 2, 2, 2, 2, 0, 3, 1, 3.5, 2, 2, 3, 6]


def test_what_was_held_at_no_school_counts_in_the_whole(small):
    course = {"activity": Activity.TRAINING, "subject": "before:course", "discipline": None}
    add(small, "course", small.coach, None, date(2026, 11, 5), "course", (0, 180, 0), **course)
    total = csv_of(issued(small, ReportKind.PERFORMANCE))[0]
    assert (total["Scholen"], total["Mensen bereikt"], total["Uren bijscholing"]) == ("2", "3", "9,00")
    assert csv_of(issued(small, ReportKind.PERFORMANCE, SCHOOL_YEAR, small.bron))[0]["Mensen bereikt"] == "2"


def test_the_coverage_statement_number_by_number(small):
    report = issued(small, ReportKind.COVERAGE)
    names = ["Mensen", "Mensen die meetellen", "Bereikt", "Bezig", "Gepland", "Nog niet begonnen", "Bereikt (%)"]
    names += ["Vrijgesteld", "Vrijgesteld: een andere reden", "Telt niet mee", "Telt niet mee: vanwege de functie"]
    rows = {row["School"]: [row[name] for name in names] for row in csv_of(report)}
    assert rows == {
        "De Bron": ["3", "2", "2", "0", "0", "0", "100,0", "0", "0", "1", "1"],
        "De Linde": ["3", "2", "1", "1", "0", "0", "50,0", "1", "1", "0", "0"],
        "Alle scholen, iedereen één keer": ["5", "3", "2", "1", "0", "0", "66,7", "1", "1", "1", "1"],
    }
    assert "Van de 3 mensen die meetellen, zijn er 2 bereikt. Dat is 66,7%." in words_of(report)
    asked = " ".join(said(requirement_in_force(Reference(report.period, report.on))).split())
    assert asked.startswith("Minstens ")
    assert asked in words_of(report)
    [linde] = csv_of(issued(small, ReportKind.COVERAGE, SCHOOL_YEAR, small.linde))
    assert [linde[name] for name in names] == rows["De Linde"]


def test_a_statement_over_a_year_that_has_passed_looks_at_its_last_day(small):
    report = issued(small, ReportKind.COVERAGE, (YearKind.SCHOOL_YEAR, 2025))
    assert report.on == date(2026, 7, 31)
    total = csv_of(report)[-1]
    assert (total["Bereikt"], total["Bezig"], total["Nog niet begonnen"]) == ("0", "1", "2")


@pytest.mark.parametrize("kind", ReportKind)
def test_every_report_carries_rule_cutoff_and_head_in_every_form(small, kind):
    report = issued(small, kind)
    head = find_head()
    mark = f"{head.count}:{head.last_mac}"
    assert (report.head_count, report.head_mac, report.cutoff, report.rule.number) == (*mark_of(mark), NOW, 1)
    for row in csv_of(report):
        assert [row[name] for name in CARRIED] == ["1", "24-11-2026 10:30", mark]
    about = {row[0]: row[1] for row in sheets_of(report)["Over dit rapport"]}
    assert [about[name] for name in CARRIED] == [1, datetime(2026, 11, 24, 10, 30), mark]  # noqa: DTZ001 - a sheet
    words = words_of(report)
    assert "Versie van de voorwaarde 1" in words
    assert "Gegevens bekend tot 24-11-2026 10:30" in words
    assert mark in words.replace(" ", "")


def mark_of(mark):
    count, _, mac = mark.partition(":")
    return int(count), mac


def test_each_file_is_kept_with_its_hash_under_a_name_of_letters_digits_and_dashes(small):
    small.bron.name = "De “Bron” & Co/β"
    report = issued(small, ReportKind.HOURS, SCHOOL_YEAR, small.bron)
    assert [(each.audience, each.kind) for each in report.files] == [(a, k) for a in Audience for k in FileKind]
    for file in report.files:
        assert (file.digest, file.size) == (sha256(file.body).hexdigest(), len(file.body))
    assert report.files[0].name == "urenregistratie-de-bron-co-2026-2027-24-11-2026.xlsx"


@pytest.mark.parametrize("kind", ReportKind)
def test_the_paper_is_tagged_dutch_and_says_so(small, kind):
    document = pypdf.PdfReader(io.BytesIO(body_of(issued(small, kind), FileKind.PDF)))
    catalogue = document.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "nl"
    assert "/StructTreeRoot" in catalogue
    assert "<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data().decode()
    assert {"/Table", "/TH", "/TD", "/H1"} <= roles_in(catalogue["/StructTreeRoot"])
    assert document.pages[0].mediabox.width > document.pages[0].mediabox.height


def roles_in(node):
    node = node.get_object()
    if isinstance(node, list):
        return set().union(*map(roles_in, node))
    if isinstance(node, dict):
        return {str(node.get("/S", ""))} | (roles_in(node["/K"]) if "/K" in node else set())
    return set()


def test_issuing_is_written_in_the_log(small, db):
    report = issued(small, ReportKind.HOURS)
    [entry] = db.scalars(sa.select(AuditEntry).where(AuditEntry.act == "issue report"))
    assert (entry.thing, entry.person_id) == (f"report:{report.id}", small.commission.id)


@pytest.mark.parametrize(("year", "says"), [(2027, "not begun"), (2019, "No funding period")])
def test_a_year_to_come_or_outside_every_period_is_refused(small, year, says):
    with pytest.raises(Refused, match=says):
        issued(small, ReportKind.HOURS, (YearKind.CALENDAR_YEAR, year))


def test_coverage_without_a_requirement_is_refused_and_hours_are_not(db):
    make_period()
    commission = make_holder(Role.COMMISSION)
    with pytest.raises(Refused, match="requirement"):
        issue(ReportKind.COVERAGE, *SCHOOL_YEAR, None, by=commission.id, now=NOW)
    assert csv_of(issue(ReportKind.HOURS, *SCHOOL_YEAR, None, by=commission.id, now=NOW)) == []


@pytest.mark.parametrize("statement", ["update issued_report set year = 1", "delete from issued_file",
                                       "update issued_file set digest = ''", "delete from issued_report"])  # fmt: skip
def test_what_was_issued_is_never_changed_or_removed(small, db, statement):
    issued(small, ReportKind.PERFORMANCE)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        db.execute(sa.text(statement))
    db.rollback()


def test_files_are_not_read_with_their_report(small, db, statements):
    report_id = issued(small, ReportKind.PERFORMANCE).id
    db.commit()
    statements.clear()
    files = db.scalars(sa.select(IssuedFile).where(IssuedFile.report_id == report_id)).all()
    assert len(files) == 3
    assert "issued_file.body" not in str(statements[0])
