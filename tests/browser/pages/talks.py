"""What a talk takes: opening it, writing down what is said, agreeing, planning, and the report."""

import re
from datetime import date
from typing import Self

from playwright.sync_api import Locator, expect

from tests.browser.pages.screen import Screen, beginning, t


class OpenTalk(Screen):
    """A new talk with a school."""

    def at(self, day: date, *, begins: str, place: str) -> Self:
        """When and where."""
        return self.write("Day", day).write("Begins at", begins).write("Room or address", place)

    def seat(self, number: int, *, name: str, role: str) -> Self:
        """Someone at the table whose name is typed, in the row of this number, from 1 on."""
        row = self.page.get_by_role("group", name=t("Person %(number)s", number=number), exact=True)
        self.hands.write(row.get_by_label(t("Or a name")), name)
        self.hands.choose(row.get_by_label(t("As")), role)
        return self


class TalkPage(Screen):
    """A step of a talk."""

    @property
    def steps(self) -> Locator:
        """The progress list."""
        return self.page.get_by_role("navigation", name=t("Steps of the talk"))

    def go_to(self, title: str) -> Self:
        """Another step, by how it is called."""
        return self.tap(self.steps.get_by_role("link", name=beginning(title)))

    def asked(self, question: str) -> Locator:
        """What stands below a question of the guide."""
        return self.page.locator(".talk-question").filter(has_text=question).first

    def say(self, question: str, words: str) -> Self:
        """Write an answer."""
        self.hands.write(self.asked(question).locator("textarea"), words)
        return self

    def mark(self, question: str, *options: str) -> Self:
        """Choose answers, in the order in which they stand; one for each row where there are rows."""
        for option in options:
            self.hands.tick(self.asked(question).get_by_label(beginning(option)).first)
        return self

    def is_kept(self) -> Self:
        """What was typed has reached the server."""
        words = re.escape(t("Kept at %(time)s", time="").strip())
        expect(self.page.locator("[data-status]")).to_have_text(re.compile(words), timeout=15_000)
        return self

    def aim_for(self, part: str, *results: str) -> Self:
        """Add results to a part."""
        self.hands.write(self.page.locator(f"#more-{part}-text"), "\n".join(results))
        return self.tap(self.page.locator(f"#results-{part}").get_by_role("button", name=t("Add to the list")))

    def results(self, part: str) -> Locator:
        """The results of a part, in their order."""
        return self.page.locator(f"#results-{part} ol > li")


class AgreeStep(TalkPage):
    """The agreements of a talk."""

    def agree(
        self, instrument: str, *, goal: str, many: int, minutes: int, discipline: str = "", who: str = ""
    ) -> Self:
        """One more agreement."""
        before = self.cards.count()
        self.pick("Which goals it serves", goal)
        self.choose("By which instrument", instrument)
        if discipline:
            self.choose("Discipline", discipline)
        self.write("How many", many).write("Minutes each", minutes).write("Who sees to it", who)
        self.press("Agree on this")
        expect(self.cards).to_have_count(before + 1)
        return self

    def coach(self, *teachers: str, by: str) -> Self:
        """Draft a trajectory with this coach for each of these teachers."""
        self.choose("Coach", by)
        for name in teachers:
            self.hands.tick(self.page.get_by_role("checkbox", name=name))
        return self.press("Draft these trajectories")

    @property
    def cards(self) -> Locator:
        """What was agreed in this talk."""
        return self.page.locator("#afspraken .card")

    def plan(self, title: str, label: str) -> Self:
        """Go on with an agreement by how it is called."""
        card = self.cards.filter(has=self.page.get_by_role("link", name=title, exact=True))
        return self.tap(card.get_by_role("link", name=t(label), exact=True))
