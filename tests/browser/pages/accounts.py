"""Signing in, and choosing a password."""

from typing import Self

from tests.browser.pages.screen import Screen, t

PASSWORD = "een fiets vol herfstbladeren"


class SignIn(Screen):
    """The page to sign in."""

    path = "/inloggen"

    def enter(self, email: str, password: str = PASSWORD) -> Self:
        """Fill it in and send it."""
        self.write("E-mail address", email).write("Password", password)
        return self.press("Sign in")

    def ask_for_password(self, email: str) -> Self:
        """Say that the password was forgotten."""
        self.follow("Forgotten your password?").write("E-mail address", email)
        self.page.locator("main button[type=submit]").click()
        return self

    def sign_out(self) -> Self:
        """Through the menu with her name."""
        self.page.locator("details.menu-person summary").click()
        self.page.get_by_role("button", name=t("Sign out"), exact=True).first.click()
        return self


class ChoosePassword(Screen):
    """The page that a link in a mail leads to."""

    def choose_password(self, password: str = PASSWORD) -> Self:
        """Fill it in and send it."""
        self.write("New password", password)
        self.page.locator("main button[type=submit]").click()
        return self
