"""What an administrator does: importing sheets, and people by form."""

from datetime import date
from typing import Self

from tests.browser.pages.screen import Screen, t


class SheetImport(Screen):
    """A sheet that is handed in, looked at, and confirmed."""

    ways = ("Look at the file", "Show what would change")

    def __init__(self, page: object, path: str, button: str) -> None:
        super().__init__(page)
        self.path, self.hand_in = path, button

    def preview(self, name: str, body: bytes) -> Self:
        """Hand the sheet in."""
        return self.open().give_file(name, body).press(self.hand_in)

    def verdicts(self) -> dict[str, str]:
        """What happens with each row, by the first words that name it."""
        head, words = self._columns()
        return {row[head]: row[words] for row in self.rows()}

    def _columns(self) -> tuple[int, int]:
        cells = self.table.first.locator("th, td")
        labels = [cell.get_attribute("data-label") for cell in cells.all()]
        tags = [cell.evaluate("cell => cell.tagName") for cell in cells.all()]
        return tags.index("TH"), labels.index(t("What happens"))


class People(Screen):
    """The list of people."""

    path = "/mensen/"

    def add(self, first_name: str, last_name: str, email: str) -> "PersonPage":
        """One person, by form."""
        self.open().follow("Add a person").write("First name", first_name).write("Surname", last_name)
        self.write("E-mail address", email).press("Add the person")
        return PersonPage(self.page)

    def show(self, name: str) -> "PersonPage":
        """The page of someone in the list."""
        self.open().page.get_by_role("link", name=name, exact=True).first.click()
        return PersonPage(self.page)


class PersonPage(Screen):
    """The page of one person."""

    def add_post(self, *, school: str, function: str, groups: str, since: date) -> Self:
        """What she does at a school."""
        self.follow("Add a post").choose("School", school).choose("Function", t(function))
        self.write("Groups", groups).write("First day", since)
        return self.press("Add the post")

    def end_post(self, on: date) -> Self:
        """The last day of her only post."""
        self.page.get_by_role("link", name=t("End")).first.click()
        self.write("Last day", on).page.locator("main button[type=submit]").first.click()
        return self

    def note_absence(self, since: date, until: date) -> Self:
        """From when until when she is away."""
        self.follow("Note that she is away").write("First day away", since).write("Last day away", until)
        return self.press("Save")

    def make_coach(self, *, employer: str, hours: str, since: date, disciplines: tuple[str, ...]) -> Self:
        """Her employer, hours and disciplines."""
        self.follow("Make her a coach").choose("Employer", employer).write("Hours a week", hours)
        self.write("Coach from", since).pick("Disciplines", *map(t, disciplines))
        return self.press("Make her a coach")
