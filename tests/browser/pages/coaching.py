"""What a coach and a teacher do: today, trajectories, sessions, debriefs."""

from datetime import date
from typing import Self

from playwright.sync_api import Locator, expect

from tests.browser.pages.screen import Screen, t


class Today(Screen):
    """The page that a coach has on her phone."""

    path = "/vandaag"

    def log_as_planned(self) -> Self:
        """Finish the first session that waits, as it was planned."""
        return self.follow("Finish").press("Held as planned")

    @property
    def logged(self) -> Locator:
        """What it says of what was just logged."""
        return self.page.locator(".callout", has=self.page.locator("p[role=status]"))


class Trajectories(Screen):
    """The list, and how one begins."""

    path = "/trajecten"

    def start(self, *, school: str, teacher: str, discipline: str) -> "TrajectoryPage":
        """Begin a trajectory: first the school, then the rest."""
        self.follow("Start a trajectory")
        self.choose("School", school).press("Go on")
        self.choose("Teacher", teacher).pick("Discipline", t(discipline)).press("Start the trajectory")
        return TrajectoryPage(self.page)


class TrajectoryPage(Screen):
    """One trajectory, for its coach."""

    def note_question(self, question: str, starting_point: str) -> Self:
        """The question and the starting point."""
        self.follow("Write down the question and starting point")
        return self.write("The question", question).write("The starting point", starting_point).press("Save")

    def set_goal(self, goal: str) -> Self:
        """The first goal; the trajectory gets under way with it."""
        self.follow("Set a goal").write("The goal in her own words", goal).press("Set the goal")
        return self.follow("Get it under way").press("Get it under way")

    def plan(self) -> "SessionForm":
        """The form of a session."""
        self.follow("Plan a session")
        return SessionForm(self.page)


class SessionForm(Screen):
    """The form in which a session is planned."""

    def plan(self, *, kind: str, on: date, at: str, **more: str) -> TrajectoryPage:
        """Fill it in and send it."""
        self.choose("Kind", t(kind)).write("Day", on).write("Begins at", at)
        for label, words in more.items():
            self.write(label, words)
        self.press("Plan the session")
        return TrajectoryPage(self.page)


class DebriefPage(Screen):
    """Writing a debrief, and reading one."""

    @property
    def state(self) -> Locator:
        """The line that says whether the draft was saved."""
        return self.page.locator("[data-draft-status]")

    def type_in(self, label: str, words: str) -> Self:
        """Type as one does, and leave the field."""
        field = self.field(label)
        field.fill(words)
        field.blur()
        return self

    def was_saved(self) -> Self:
        """The page says that the draft was saved."""
        expect(self.state).to_contain_text(t("Saved at %(time)s", time="").strip())
        return self

    def was_kept(self) -> Self:
        """The page says that the draft stays on this device for now."""
        expect(self.state).to_have_text(t("Not sent yet. We keep it on this device and try again."))
        return self
