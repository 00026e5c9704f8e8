"""Two ways to use a page: with a pointer, or with the keyboard alone."""

from datetime import date
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 200
FOCUSED = "element => element === document.activeElement"
FOCUS_SHOWS = """() => {
  const here = document.activeElement;
  const seen = getComputedStyle(here);
  const outlined = seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 2;
  return here === document.body || outlined || seen.boxShadow !== "none";
}"""
DAY_ORDERS = ("%d%m%Y", "%m%d%Y", "%Y%m%d")
"""In which order a browser takes the digits of a day depends on its own language."""


class Hands(Protocol):
    """What someone can do with what she finds on a page."""

    def press(self, wanted: Locator) -> None:
        """Press a button or follow a link."""

    def write(self, wanted: Locator, words: str) -> None:
        """Put these words in a field, in the place of what stands there."""

    def choose(self, wanted: Locator, value: str) -> None:
        """Choose the option with this value from a list."""

    def tick(self, wanted: Locator) -> None:
        """Tick a box, or choose a radio button."""


class Pointer:
    """A mouse or a finger."""

    def press(self, wanted: Locator) -> None:
        """Click."""
        wanted.click()

    def write(self, wanted: Locator, words: str) -> None:
        """Fill in."""
        wanted.fill(words)

    def choose(self, wanted: Locator, value: str) -> None:
        """Select."""
        wanted.select_option(value=value)

    def tick(self, wanted: Locator) -> None:
        """Check."""
        wanted.check()


class Keyboard:
    """Nothing but Tab, Enter, Space, arrows, letters and figures; the focus must show all the way."""

    def press(self, wanted: Locator) -> None:
        """Go there with Tab, and press Enter."""
        expect(wanted).to_be_visible()
        reach(wanted.page, wanted)
        wanted.page.keyboard.press("Enter")

    def write(self, wanted: Locator, words: str) -> None:
        """Go there with Tab, and type."""
        expect(wanted).to_be_visible()
        reach(wanted.page, wanted)
        keyboard, kind = wanted.page.keyboard, wanted.get_attribute("type")
        if kind == "date":
            self._write_day(wanted, date.fromisoformat(words))
        elif kind == "time":
            keyboard.type(words.replace(":", ""))
            if not wanted.input_value():  # the browser's own language has mornings and afternoons
                keyboard.type("A" if words < "12" else "P")
        else:
            keyboard.press("ControlOrMeta+a")
            keyboard.type(words)
        expect(wanted).to_have_value(words)

    @staticmethod
    def _write_day(wanted: Locator, day: date) -> None:
        for order in DAY_ORDERS:
            wanted.page.keyboard.type(day.strftime(order))
            if wanted.input_value() == day.isoformat():
                return
            for _part in order.split("%")[1:]:
                wanted.page.keyboard.press("Shift+Tab")
            reach(wanted.page, wanted)

    def choose(self, wanted: Locator, value: str) -> None:
        """Go there with Tab, and to the option with the arrows."""
        expect(wanted).to_be_visible()
        reach(wanted.page, wanted)
        wanted.page.keyboard.press("Home")
        for _option in range(wanted.locator("option").count()):
            if wanted.input_value() == value:
                return
            wanted.page.keyboard.press("ArrowDown")
        expect(wanted).to_have_value(value)

    def tick(self, wanted: Locator) -> None:
        """Go there with Tab; a box with Space, a radio button from its group with the arrows."""
        expect(wanted).to_be_visible()
        keyboard = wanted.page.keyboard
        if wanted.get_attribute("type") == "checkbox":
            reach(wanted.page, wanted)
            keyboard.press("Space")
        else:
            group = wanted.page.locator(f"input[name='{wanted.get_attribute('name')}']")
            reach(wanted.page, group)
            for _button in range(group.count()):
                if wanted.is_checked():
                    break
                keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()


def reach(page: Page, wanted: Locator, most: int = MOST_TABS) -> None:
    """Press Tab until one of these has the focus, and see on the way that the focus shows."""
    page.wait_for_load_state()
    wanted.first.wait_for()
    for _number in range(most):
        if wanted.evaluate_all(f"all => all.some({FOCUSED})"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWS), f"nobody sees where the focus is on {page.url}"
    raise AssertionError(f"{wanted} is not reached on {page.url}")
