"""Guides of talks: what their content may look like, as frozen values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")


class QuestionKind(StrEnum):
    """How a question is answered; all but text and lines have room for a remark."""

    TEXT = "text"
    LINES = "lines"
    YES_NO = "yes_no"
    YES_PARTLY_NO = "yes_partly_no"
    MARKS = "marks"
    CHOICES = "choices"
    DISCIPLINES = "disciplines"


class Beside(StrEnum):
    """What CoachTrack knows already, and shows beside a step or a question."""

    GOALS = "goals"
    EVI = "evi"
    MATERIALS = "materials"
    COORDINATORS = "coordinators"
    REACHED = "reached"
    INSTRUMENTS = "instruments"
    ATTENTION = "attention"
    TALKING_AID = "talking_aid"


class GuideBroken(ValueError):
    """The content of a guide is not what it should be."""


@dataclass(frozen=True)
class Option:
    """Something to choose, or a row of a question with marks."""

    key: str
    label: str


@dataclass(frozen=True)
class Question:
    """A question of a guide. Marks have a row for each thing that is marked; the marks are the options."""

    key: str
    kind: QuestionKind
    label: str
    hint: str
    options: tuple[Option, ...]
    rows: tuple[Option, ...]
    beside: Beside | None


@dataclass(frozen=True)
class Part:
    """Questions that belong together; some ask for results in an order as well."""

    key: str
    title: str
    intro: str
    has_results: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Aim:
    """A goal of the talk, and the step that works on it."""

    step: str
    text: str


@dataclass(frozen=True)
class Step:
    """A page of the talk."""

    key: str
    title: str
    intro: str
    is_for_participants: bool
    aims: tuple[Aim, ...]
    goals: tuple[str, ...]
    beside: Beside | None
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions of the step, in their order."""
        return tuple(question for part in self.parts for question in part.questions)

    def has_part(self, key: str) -> bool:
        """Whether one of its parts has this key."""
        return any(part.key == key for part in self.parts)


@dataclass(frozen=True)
class Guide:
    """A guide as it is read: an introduction, and steps."""

    intro: str
    steps: tuple[Step, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in their order."""
        return tuple(question for step in self.steps for question in step.questions)

    def step(self, key: str) -> Step | None:
        """The step with this key, if there is one."""
        return next((step for step in self.steps if step.key == key), None)

    def question(self, key: str) -> Question | None:
        """The question with this key, if there is one."""
        return next((question for question in self.questions if question.key == key), None)

    def part(self, key: str) -> Part | None:
        """The part with this key, if there is one."""
        return next((part for step in self.steps for part in step.parts if part.key == key), None)


def guide_of(content: Mapping[str, Any], places: Mapping[str, str] | None = None) -> Guide:
    """The guide that `content` says, with its places such as {end_year} filled. Raises `GuideBroken`."""
    reading = _Reading(places or {})
    guide = Guide(
        intro=reading.words(content, "intro"),
        steps=tuple(reading.step(each) for each in reading.many(content, "steps")),
    )
    if not guide.steps:
        raise GuideBroken("a guide needs a step")
    for what, keys in (
        ("step", [step.key for step in guide.steps]),
        ("part", [part.key for step in guide.steps for part in step.parts]),
        ("question", [question.key for question in guide.questions]),
    ):
        if len(keys) != len(set(keys)):
            raise GuideBroken(f"two times the same {what}")
    return guide


@dataclass(frozen=True)
class _Reading:
    places: Mapping[str, str]

    def words(self, content: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
        said = content.get(name, "")
        if not isinstance(said, str) or (needed and not said.strip()):
            raise GuideBroken(f"{name}: words are missing")
        return self.filled(said)

    def filled(self, said: str) -> str:
        for place, word in self.places.items():
            said = said.replace(f"{{{place}}}", word)
        return said

    def key(self, content: Mapping[str, Any]) -> str:
        key = content.get("key")
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise GuideBroken(f"key: {key!r}")
        return key

    def many(self, content: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
        given = content.get(name, ())
        if not isinstance(given, Sequence) or isinstance(given, str):
            raise GuideBroken(f"{name}: a list is missing")
        for each in given:
            if not isinstance(each, Mapping):
                raise GuideBroken(f"{name}: {each!r}")
            yield each

    def beside(self, content: Mapping[str, Any]) -> Beside | None:
        said = content.get("beside")
        if said is not None and said not in set(Beside):
            raise GuideBroken(f"beside: {said!r}")
        return Beside(said) if said is not None else None

    def option(self, content: Mapping[str, Any]) -> Option:
        return Option(self.key(content), self.words(content, "label", needed=True))

    def step(self, content: Mapping[str, Any]) -> Step:
        goals = content.get("goals", [])
        if not isinstance(goals, list) or not all(isinstance(goal, str) for goal in goals):
            raise GuideBroken("goals: a list of sentences is missing")
        return Step(
            key=self.key(content),
            title=self.words(content, "title", needed=True),
            intro=self.words(content, "intro"),
            is_for_participants=content.get("only_when_participating") is True,
            aims=tuple(Aim(str(aim.get("step")), self.words(aim, "text")) for aim in self.many(content, "aims")),
            goals=tuple(self.filled(goal) for goal in goals),
            beside=self.beside(content),
            parts=tuple(self.part(each) for each in self.many(content, "parts")),
        )

    def part(self, content: Mapping[str, Any]) -> Part:
        return Part(
            key=self.key(content),
            title=self.words(content, "title", needed=True),
            intro=self.words(content, "intro"),
            has_results=content.get("results") is True,
            questions=tuple(self.question(each) for each in self.many(content, "questions")),
        )

    def question(self, content: Mapping[str, Any]) -> Question:
        kind = content.get("kind")
        if kind not in set(QuestionKind):
            raise GuideBroken(f"kind: {kind!r}")
        question = Question(
            key=self.key(content),
            kind=QuestionKind(kind),
            label=self.words(content, "label", needed=True),
            hint=self.words(content, "hint"),
            options=tuple(self.option(each) for each in self.many(content, "options")),
            rows=tuple(self.option(each) for each in self.many(content, "rows")),
            beside=self.beside(content),
        )
        _check_options(question)
        return question


def _check_options(question: Question) -> None:
    for options in (question.options, question.rows):
        if len({option.key for option in options}) != len(options):
            raise GuideBroken(f"{question.key}: two times the same option")
    if question.kind in (QuestionKind.MARKS, QuestionKind.CHOICES) and not question.options:
        raise GuideBroken(f"{question.key}: nothing to choose")
    if question.kind is QuestionKind.MARKS and not question.rows:
        raise GuideBroken(f"{question.key}: nothing to mark")
