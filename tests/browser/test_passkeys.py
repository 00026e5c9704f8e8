"""A second step in a real browser: a passkey on a device of the browser's own, an app, and codes on paper."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect
from sqlalchemy.orm import scoped_session

from coachtrack.accounts.models import SecondFactor, SignInSession, Way
from coachtrack.people.models import Person
from coachtrack.viewer import Role
from tests.browser.conftest import PHONE
from tests.browser.pages import PASSWORD, Screen, SignIn, t
from tests.factories.accounts import make_account
from tests.factories.factors import code_of
from tests.factories.people import make_holder

ADD = "/mijn-account/tweede-stap/passkey"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Axe = Callable[[Page], None]


@pytest.fixture
def address(address: str, app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same server by a name: a passkey is made for a name, never for a number."""
    named = address.replace("127.0.0.1", "localhost")
    monkeypatch.setitem(app.config, "BASE_URL", named)
    return named


@pytest.fixture
def device(page: Page) -> CDPSession:
    """A device with a finger reader, as the browser sees it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    session.number = added["authenticatorId"]
    return session


@pytest.fixture
def anna(db: scoped_session) -> Person:
    """Somebody of the commission, with a password."""
    person = make_holder(Role.COMMISSION, email="anna@programma.example")
    make_account(person, PASSWORD)
    db.commit()
    return person


def make_passkey(page: Page, name: str = "Laptop") -> Screen:
    screen = Screen(page).open(ADD).write("Name", name).press("Make a passkey")
    page.get_by_role("heading", name=t("Your recovery codes"), level=1).wait_for()
    return screen


def test_with_a_passkey_she_signs_in_without_a_password(
    page: Page, device: CDPSession, anna: Person, axe: Axe, db: scoped_session
) -> None:
    SignIn(page).open().enter("anna@programma.example")
    page.goto(ADD)
    axe(page)
    make_passkey(page)
    expect(page.locator("main code")).to_have_count(10)
    axe(page)
    SignIn(page).sign_out()
    SignIn(page).press("Sign in with a passkey")
    page.get_by_role("button", name=t("Sign in with a passkey")).wait_for(state="detached")
    db.expire_all()
    assert db.scalars(sa.select(SignInSession.way).order_by(SignInSession.id)).all()[-1] is Way.PASSKEY
    assert db.scalar(sa.select(SecondFactor.name)) == "Laptop"


def test_after_her_password_the_passkey_is_the_second_step(
    page: Page, device: CDPSession, anna: Person, axe: Axe
) -> None:
    SignIn(page).open().enter("anna@programma.example")
    make_passkey(page)
    SignIn(page).sign_out()
    SignIn(page).enter("anna@programma.example")
    page.wait_for_url("**/inloggen/tweede-stap")
    axe(page)
    Screen(page).press("Use your passkey")
    page.wait_for_url(lambda url: not url.endswith("/tweede-stap"))
    assert Screen(page).open("/mijn-account").heading == t("My account")


def test_a_finger_that_the_device_does_not_know_comes_no_further_and_she_is_told(
    page: Page, device: CDPSession, anna: Person, axe: Axe
) -> None:
    SignIn(page).open().enter("anna@programma.example")
    make_passkey(page)
    SignIn(page).sign_out()
    device.send("WebAuthn.setUserVerified", {"authenticatorId": device.number, "isUserVerified": False})
    SignIn(page).press("Sign in with a passkey")
    said = t("That did not work, or it was stopped. Try again, or choose another way.")
    expect(page.get_by_role("alert")).to_contain_text(said)
    axe(page)
    assert page.url.endswith("/inloggen")


def test_without_script_the_page_says_what_else_there_is(
    new_page: Callable[..., Page], anna: Person, enter: Callable[[Page, Person], Page]
) -> None:
    page = enter(new_page(PHONE, java_script_enabled=False), anna)
    Screen(page).open(ADD).sees(
        t("This browser makes no passkeys, or JavaScript is off. An app with codes works everywhere.")
    )
    expect(page.locator("form[data-passkey]")).to_be_hidden()


def test_an_app_is_added_on_a_phone_and_asked_for_from_then_on(
    phone: Page, anna: Person, axe: Axe, db: scoped_session
) -> None:
    SignIn(phone).open().enter("anna@programma.example")
    screen = Screen(phone).open("/mijn-account/tweede-stap")
    axe(phone)
    screen.press("Use an app")
    axe(phone)
    assert phone.evaluate("document.querySelector('img.qr').naturalWidth") > 100
    db.expire_all()
    factor = db.scalars(sa.select(SecondFactor)).one()
    screen.write("Code from your app", code_of(factor)).press("Add this app")
    axe(phone)
    paper = phone.locator("main code").first.inner_text()
    screen.follow("I have them, go on")
    axe(phone)
    phone.context.clear_cookies()
    SignIn(phone).open().enter("anna@programma.example")
    axe(phone)
    screen.follow("No phone at hand? Use a recovery code").write("Recovery code", paper).press("Sign in")
    assert Screen(phone).open("/mijn-account").heading == t("My account")
