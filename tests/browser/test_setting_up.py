"""Before anyone coaches: the administrator brings in schools and people, the commission sets up the programme."""

from collections.abc import Callable
from datetime import date, timedelta

import time_machine
from playwright.sync_api import Page
from sqlalchemy.orm import scoped_session

from coachtrack.people.models import Person
from coachtrack.viewer import Role
from tests.browser.pages import (
    ChoosePassword,
    Coverage,
    People,
    Schemes,
    Screen,
    SheetImport,
    SignIn,
    t,
)
from tests.factories.accounts import link_in, mails_to
from tests.factories.people import make_holder, make_person, make_teacher
from tests.factories.schools import make_institution, make_school
from tests.support.workbooks import delimited, xlsx

Enter = Callable[[Page, Person], Page]
REGISTER_HEADINGS = (
    "PROVINCIE", "BEVOEGD GEZAG NUMMER", "INSTELLINGSCODE", "VESTIGINGSCODE", "VESTIGINGSNAAM", "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING", "POSTCODE", "PLAATSNAAM", "GEMEENTENUMMER", "GEMEENTENAAM", "DENOMINATIE",
    "TELEFOONNUMMER", "INTERNETADRES", "VAKANTIEREGIO",
)  # fmt: skip
STAFF_HEADINGS = ("Voornaam", "Tussenvoegsel", "Achternaam", "E-mail", "School", "Functie", "Groepen", "Vanaf", "Tot")
PAST_HEADINGS = ("Naam", "School", "Soort", "Discipline", "Datum", "Titel", "Aanwezig", "Uren")


def register_row(code: str, name: str, municipality: str) -> tuple[str, ...]:
    """A location as the national register writes it."""
    return (
        "Overijssel", "65287", code[:4], code, name, "Kerkstraat", "116", "7553 VX", municipality, "0164",
        municipality, "Openbaar", "0742501234", "www.school.nl", "Noord",
    )  # fmt: skip


REGISTER = delimited(
    [
        REGISTER_HEADINGS,
        register_row("90PI00", "De Linde", "HENGELO"),
        register_row("91TB00", "Één voor allen", "HENGELO"),
        register_row("92AA00", "Het Nest", "ALMELO"),
    ],
    encoding="cp1252",
)


def staff(*rows: tuple[object, ...]) -> bytes:
    """A staff file as an office sends it."""
    return xlsx([STAFF_HEADINGS, *rows])


def test_administrator_imports_schools_staff_and_what_was_done_before(
    page: Page, enter: Enter, axe: Callable[..., None]
) -> None:
    enter(page, make_holder(Role.ADMINISTRATOR))

    schools = SheetImport(page, "/scholen/import", "Look at the file").preview("vestigingen.csv", REGISTER)
    schools.choose("Municipality", "Hengelo").press("Show what would change")
    assert schools.verdicts() == {"De Linde": t("added"), "Één voor allen": t("added")}
    axe(page)
    schools.press("Import this").is_headed("The import is done")
    schools.preview("vestigingen.csv", REGISTER).choose("Municipality", "Hengelo").press("Show what would change")
    schools.says("Everything is up to date")

    anna = ("Anna", "van der", "Berg", "anna@school.example", "90PI00", "leerkracht", "3", "1-8-2026", None)
    bo = ("Bo", None, "Smit", "bo@school.example", "De Linde", "vakdocent", "4", date(2026, 8, 1), None)
    cook = ("Cas", None, "Dam", "cas@school.example", "De Linde", "kok", None, "1-8-2026", None)
    roster = SheetImport(page, "/mensen/import", "Show what would change").preview("team.xlsx", staff(anna, bo, cook))
    assert roster.verdicts() == {"Anna van der Berg": t("added"), "Bo Smit": t("added"), "Cas Dam": t("refused")}
    axe(page)
    roster.press("Import this").is_headed("The import is done")

    moved = (*anna[:6], "5/6", *anna[7:])
    left = (*bo[:8], date(2026, 11, 20))
    roster.preview("team2.xlsx", staff(moved, left))
    assert roster.verdicts() == {"Anna van der Berg": t("changed"), "Bo Smit": t("ended")}
    roster.press("Import this")
    roster.preview("team2.xlsx", staff(moved, left)).says("Everything is up to date")

    past = ("Anna van der Berg", "De Linde", "Teamtraining", "Dans", "12-10-2026", "Dans in de klas", "ja", "2,5")
    before = SheetImport(page, "/bewijs/overnemen", "Show what would change")
    before.preview("eerder.csv", delimited([PAST_HEADINGS, past]))
    assert before.verdicts() == {"Anna van der Berg": t("added")}
    axe(page)
    before.press("Take this over").is_headed("It has been taken over")


def test_administrator_adds_one_person_a_post_and_an_absence_by_form(page: Page, enter: Enter) -> None:
    make_school(name="De Linde")
    enter(page, make_holder(Role.ADMINISTRATOR))

    person = People(page).add("Anneke", "de Wit", "anneke@school.example").is_headed("Anneke de Wit")
    person.add_post(school="De Linde", function="class teacher", groups="1/2", since=date(2026, 8, 1))
    person.sees("De Linde").note_absence(date(2026, 12, 1), date(2026, 12, 12)).sees("12 dec")
    person.end_post(date(2027, 7, 31)).sees("31 jul 2027")

    twice = People(page).add("Anneke", "de Wit", "anneke@school")
    assert twice.problem_at("E-mail address")
    assert twice.field("First name").input_value() == "Anneke"


def test_commission_sets_up_the_programme(page: Page, enter: Enter) -> None:
    linde, nest = make_school(name="De Linde"), make_school(name="Het Nest")
    make_teacher(linde, "Anneke")
    make_institution(name="Muziekhuis")
    make_person("Noor", "Vos", email="noor@muziekhuis.example")
    enter(page, make_holder(Role.COMMISSION))

    schemes = Schemes(page).add(name="Cultuureducatie met Kwaliteit", code="CmK")
    period = schemes.add_period(name="CmK 2025–2028", first=date(2025, 1, 1), last=date(2028, 12, 31))
    period.let_take_part(linde.name, nest.name, track="pilot school", since=date(2025, 1, 1))
    period.sees("De Linde").sees("Het Nest")
    period.open_coaching(track="pilot school", since=date(2025, 1, 1))

    coverage = Coverage(page).open().follow("Set the requirement")
    coverage.write("Holds from", date(2025, 1, 1)).write("At least", 3)
    coverage.choose("Of what", t("sessions with a confirmed debrief")).press("Look whose status changes")
    coverage.press("Set this requirement")
    coverage.open().sees("De Linde").sees(t("%(met)s of %(asked)s", met=0, asked=1))

    person = People(page).show("Noor Vos")
    person.make_coach(employer="Muziekhuis", hours="8", since=date(2026, 8, 1), disciplines=("music",))
    person.open("/mensen/coaches").sees("Noor Vos").sees("Muziekhuis")

    agreement = Screen(page).open("/schoolafspraken").follow("Record an agreement").choose("School", "De Linde")
    agreement.choose("By which instrument", t("coaching")).choose("Discipline", t("music"))
    agreement.write("How many", 4).write("Minutes each", 360).press("Record the agreement")
    agreement.open("/schoolafspraken").sees("De Linde").sees("4 · 24 u")


def test_a_team_is_invited_and_a_teacher_comes_in_and_forgets_her_password(
    page: Page, new_page: Callable[..., Page], enter: Enter, db: scoped_session, clock: time_machine.Traveller
) -> None:
    school = make_school(name="De Linde")
    anneke, bo = make_teacher(school, "Anneke"), make_teacher(school, "Bo")
    enter(page, make_holder(Role.COMMISSION))
    Screen(page).open(f"/mensen/school/{school.id}").follow("Invite the team").press("Send the invitations")
    db.rollback()
    assert [len(mails_to(person)) for person in (anneke, bo)] == [1, 1]

    hers = new_page()
    ChoosePassword(hers).open(link_in(mails_to(anneke)[0])).choose_password()
    welcome = Screen(hers).says("Welcome, %(name)s. Your password is set.", name="Anneke")
    assert welcome.heading == t("Hello, %(name)s", name="Anneke")
    assert hers.goto(link_in(mails_to(anneke)[0])).status == 404

    SignIn(hers).open("/").sign_out().ask_for_password(anneke.email)
    clock.shift(timedelta(seconds=5))
    db.rollback()
    assert len(mails_to(anneke)) == 2
    ChoosePassword(hers).open(link_in(mails_to(anneke)[1])).choose_password("een heel andere fiets")
    SignIn(hers).sign_out().enter(anneke.email).sees(t("Sign in"))
    SignIn(hers).enter(anneke.email, "een heel andere fiets")
    assert Screen(hers).heading == t("Hello, %(name)s", name="Anneke")
