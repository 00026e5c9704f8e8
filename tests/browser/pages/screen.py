"""A page as someone sees it: links to follow, buttons to press, fields to fill in, each by what it is called."""

import re
from datetime import date
from typing import Self

from flask_babel import force_locale, gettext
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hands, Pointer


def t(message: str, *, locale: str = "nl", **values: object) -> str:
    """What the screen says for a message: tests name the message, the catalogue gives the words."""
    with force_locale(locale):
        return str(gettext(message, **values))


def beginning(words: str) -> re.Pattern[str]:
    """Fits a name that begins with these words."""
    return re.compile(rf"^\s*{re.escape(words)}", re.IGNORECASE)


def labelled(words: str) -> re.Pattern[str]:
    """Fits a label of these words, whether or not it says "(optional)" after them."""
    return re.compile(rf"^\s*{re.escape(words)}(\s*\([^)]*\))?\s*$", re.IGNORECASE)


class Screen:
    """Any page. `taps` counts what its reader pressed."""

    path = "/"

    def __init__(self, page: Page, hands: Hands | None = None) -> None:
        self.page = page
        self.hands = hands or Pointer()
        self.taps = 0

    def open(self, path: str = "") -> Self:
        """Go to this page by its address."""
        self.page.goto(path or self.path)
        return self

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    @property
    def heading(self) -> str:
        """Its h1."""
        return self.page.locator("h1").inner_text()

    def link(self, label: str, **values: object) -> Locator:
        """The first link of this name."""
        return self.page.get_by_role("link", name=t(label, **values), exact=True).first

    def button(self, label: str, **values: object) -> Locator:
        """The first button whose name begins so."""
        return self.page.get_by_role("button", name=beginning(t(label, **values))).first

    def tap(self, wanted: Locator) -> Self:
        """Press or follow this."""
        self.taps += 1
        self.hands.press(wanted)
        self.page.wait_for_load_state()
        return self

    def follow(self, label: str, **values: object) -> Self:
        """Follow a link."""
        self.tap(self.link(label, **values))
        return self

    def press(self, label: str, **values: object) -> Self:
        """Press a button."""
        self.tap(self.button(label, **values))
        return self

    def download(self, label: str) -> bytes:
        """Follow a link to a file, and take it along."""
        with self.page.expect_download() as waiting:
            self.follow(label)
        return waiting.value.path().read_bytes()

    def field(self, label: str, **values: object) -> Locator:
        """The first field with this label."""
        return self.page.get_by_label(labelled(t(label, **values))).first

    def write(self, label: str, words: str | int | date) -> Self:
        """Fill in a field; a day as the browser wants it."""
        self.hands.write(self.field(label), words.isoformat() if isinstance(words, date) else str(words))
        return self

    def choose(self, label: str, option: str) -> Self:
        """Choose from a list the option that begins so."""
        field = self.field(label)
        found = field.locator("option", has_text=re.compile(rf"^\s*{re.escape(option)}", re.IGNORECASE)).first
        self.hands.choose(field, str(found.get_attribute("value")))
        return self

    def pick(self, legend: str, *options: str) -> Self:
        """Tick radio buttons or boxes under a legend."""
        group = self.page.get_by_role("group", name=labelled(t(legend)))
        for option in options:
            self.hands.tick(group.get_by_label(beginning(option)).first)
        return self

    def give_file(self, name: str, body: bytes) -> Self:
        """Choose a file in the only file field."""
        self.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": body})
        return self

    def sees(self, words: str) -> Self:
        """These words stand on the page."""
        expect(self.main).to_contain_text(words, ignore_case=True)
        return self

    def has(self, label: str, words: str) -> Self:
        """These words stand in a field."""
        expect(self.field(label)).to_have_value(words)
        return self

    def says(self, message: str, **values: object) -> Self:
        """This message stands on the page."""
        return self.sees(t(message, **values))

    def is_headed(self, message: str, **values: object) -> Self:
        """The page has this h1."""
        expect(self.page.locator("h1")).to_have_text(t(message, **values), use_inner_text=True)
        return self

    @property
    def table(self) -> Locator:
        """The rows of the first table, once the whole page is there: a page shows while it still arrives."""
        rows = self.page.locator("main table").first.locator("tbody tr")
        rows.first.wait_for()
        self.page.wait_for_load_state()
        return rows

    def rows(self) -> list[list[str]]:
        """The cells of the first table, row by row."""
        rows = self.table
        return [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows.all()]

    def problem_at(self, label: str) -> str:
        """The message beside a field."""
        field = self.field(label)
        expect(field).to_have_attribute("aria-invalid", "true")
        return self.page.locator(f"#{field.get_attribute('id')}-error").inner_text()
