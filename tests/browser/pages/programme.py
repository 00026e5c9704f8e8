"""What the commission and those near the schools do: periods, coverage, trainings; and calendar addresses."""

from datetime import date
from typing import Self

from tests.browser.pages.screen import Screen, t


class Schemes(Screen):
    """The schemes with their periods."""

    path = "/regelingen"

    def add(self, *, name: str, code: str) -> Self:
        """A new scheme."""
        self.open().follow("Add a scheme").write("Name of the scheme", name).write("Short name", code)
        return self.press("Add the scheme")

    def add_period(self, *, name: str, first: date, last: date) -> "PeriodPage":
        """A period of the only scheme."""
        self.open().follow("Add a period").write("Name of the period", name)
        self.write("First day", first).write("Last day", last).press("Add the period")
        return PeriodPage(self.page)


class PeriodPage(Screen):
    """One period: who takes part, for whom coaching is open."""

    def let_take_part(self, *schools: str, track: str, since: date) -> Self:
        """Several schools on the same terms."""
        self.follow("Let schools take part").pick("Schools", *schools).pick("Track", t(track))
        return self.write("Takes part from", since).press("Record")

    def open_coaching(self, *, track: str, since: date) -> Self:
        """Coaching is open for a track."""
        self.follow("Open coaching").pick("Track", t(track)).write("Open from", since)
        return self.press("Open coaching")


class Coverage(Screen):
    """Who is reached."""

    path = "/bereik/"

    def go_to(self, name: str) -> Self:
        """Follow the link of a school or a person."""
        self.taps += 1
        self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def download(self, label: str, kind: str) -> bytes:
        """Take a table along."""
        with self.page.expect_download() as waiting:
            self.button(f"{label}").page.get_by_role("button", name=f"{t(label)} ({kind})").click()
        return waiting.value.path().read_bytes()


class Trainings(Screen):
    """Team trainings."""

    path = "/trainingen/"

    def plan(self, *, title: str, school: str, trainer: str, on: date, start: str, end: str) -> Self:
        """One meeting at a school."""
        self.open().follow("Plan a training").write("Title", title).choose("School", school)
        self.choose("Trainer", trainer).write("Day", on).write("Begins at", start).write("Ends at", end)
        return self.press("Plan the training")


class FeedAddresses(Screen):
    """Calendar addresses."""

    path = "/agenda/eigen-app"

    def make(self, name: str) -> str:
        """A new address, as it is shown once."""
        self.write("Where will you use it?", name).press("Make the address")
        return self.page.locator("#https").input_value()

    def take_back(self) -> Self:
        """The only address."""
        return self.press("Take back")
