"""What planning takes: finding a moment, a series before it is planned, an appointment with its answers."""

from datetime import date
from typing import Self

from playwright.sync_api import Locator, expect

from tests.browser.pages.screen import Screen, beginning, t


class FindMoment(Screen):
    """The moments that suit coach and teacher."""

    @property
    def moments(self) -> Locator:
        """Those on offer, as radio buttons."""
        return self.page.get_by_role("group", name=t("Choose a moment")).get_by_role("radio")

    def choose_moment(self, number: int) -> str:
        """Pick the moment of this number, from 1 on; hands back how it is said."""
        chosen = self.moments.nth(number - 1)
        chosen.check()
        return str(self.page.locator(f"label[for='{chosen.get_attribute('id')}']").inner_text())


class SeriesPage(Screen):
    """A series, line by line, before it is planned."""

    def on_line(self, number: int, label: str) -> Locator:
        """A field of the line of this number, from 1 on."""
        line = self.page.get_by_role("group", name=beginning(t("Number %(number)s", number=number)))
        return line.get_by_label(t(label), exact=True)


class WarnedPage(Screen):
    """A form that tells first what stands in the way."""

    @property
    def box(self) -> Locator:
        """The box with which one goes on all the same."""
        return self.page.get_by_role("checkbox", name=t("Plan it anyway"))

    def warns(self, message: str, **values: object) -> Self:
        """This warning is told, and has the focus."""
        told = self.page.locator(".form-warnings")
        expect(told).to_contain_text(t(message, **values))
        expect(told).to_be_focused()
        return self


class AppointmentPage(Screen):
    """One appointment, and its invitation."""

    def cannot_come(self, *, but_on: date, at: str) -> Self:
        """Say so, and propose another moment."""
        self.write("Another day", but_on).write("From", at)
        return self.press("I cannot come")

    @property
    def answers(self) -> Locator:
        """Who comes and who does not."""
        return self.page.locator("#answers").get_by_role("listitem")
