"""Answers to the questions of a guide: what a value looks like, how it is read from a form, and how long it may be.

A value is what is kept: text as a string, lines as a list, everything else as what was chosen with a remark.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coachtrack import text
from coachtrack.errors import N_, Refused
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.talks.rules.guides import Option, Question, QuestionKind

LONGEST = 10_000
"""Characters of an answer."""
LONGEST_LINE = 300
MOST_LINES = 50
MOST_RESULTS = 100
"""Results in one part of a talk."""
LONGEST_WHAT, LONGEST_HOW = 500, 1000

YES_NO = (Option("yes", N_("yes")), Option("no", N_("no")))
YES_PARTLY_NO = (Option("yes", N_("yes")), Option("partly", N_("partly")), Option("no", N_("no")))
DISCIPLINES = tuple(Option(discipline.value, label) for discipline, label in DISCIPLINE_LABELS.items())
ONE = (QuestionKind.YES_NO, QuestionKind.YES_PARTLY_NO)

Value = Any
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Told:
    """An answer to read: what was chosen, row by row what was marked, and the words. Labels may be message ids."""

    chosen: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.chosen or self.marks or self.lines or self.words)


def options_of(question: Question) -> tuple[Option, ...]:
    """What there is to choose from; where a guide does not say it, what this kind always offers."""
    usual = {
        QuestionKind.YES_NO: YES_NO,
        QuestionKind.YES_PARTLY_NO: YES_PARTLY_NO,
        QuestionKind.DISCIPLINES: DISCIPLINES,
    }
    return question.options or usual.get(question.kind, ())


def value_of(question: Question, given: Given) -> Value:
    """The value of what was sent in the fields of a question: `text`, `chosen` and `mark-<row>`."""
    words = text.clean_lines(_one(given, "text"))
    if question.kind is QuestionKind.TEXT:
        return words
    if question.kind is QuestionKind.LINES:
        return [line for line in (text.clean(each) for each in words.split("\n")) if line]
    known = [option.key for option in options_of(question)]
    if question.kind is QuestionKind.MARKS:
        marks = {row.key: mark for row in question.rows if (mark := _one(given, f"mark-{row.key}")) in known}
        return {"marks": marks, "text": words}
    chosen = given.get("chosen", ())
    return {"chosen": [key for key in known if key in chosen], "text": words}


def fields_of(question: Question, value: Value) -> dict[str, list[str]]:
    """A value as the fields of a form: what `value_of` reads."""
    if question.kind is QuestionKind.TEXT:
        return {"text": [value or ""]}
    if question.kind is QuestionKind.LINES:
        return {"text": ["\n".join(value or ())]}
    said = value if isinstance(value, Mapping) else {}
    words = {"text": [said.get("text", "")]}
    if question.kind is QuestionKind.MARKS:
        return words | {f"mark-{row}": [mark] for row, mark in said.get("marks", {}).items()}
    return words | {"chosen": list(said.get("chosen", ()))}


def told(question: Question, value: Value) -> Told:
    """A value in the words of its guide."""
    if question.kind is QuestionKind.TEXT:
        return Told(words=value or "")
    if question.kind is QuestionKind.LINES:
        return Told(lines=tuple(value or ()))
    said = value if isinstance(value, Mapping) else {}
    labels = {option.key: option.label for option in options_of(question)}
    if question.kind is QuestionKind.MARKS:
        marks = said.get("marks", {})
        rows = tuple((row.label, labels[marks[row.key]]) for row in question.rows if marks.get(row.key) in labels)
        return Told(marks=rows, words=said.get("text", ""))
    chosen = tuple(labels[key] for key in labels if key in said.get("chosen", ()))
    return Told(chosen=chosen, words=said.get("text", ""))


def empty(question: Question) -> Value:
    """The value of a question that nobody answered yet."""
    return value_of(question, {})


def is_empty(value: Value) -> bool:
    """Whether a value says nothing."""
    return not any(value.values()) if isinstance(value, Mapping) else not value


def check_value(question: Question, value: Value) -> None:
    """Raise `Refused`, with the number of characters, when an answer is longer than what is kept."""
    if isinstance(value, list):
        check_lines(value, field=question.key)
        return
    words = value.get("text", "") if isinstance(value, Mapping) else value
    check_length(words, LONGEST, field=question.key)
    if question.kind in ONE and len(value["chosen"]) > 1:
        raise Refused(N_("Choose one of these."), field=question.key)


def check_length(words: str, longest: int, *, field: str) -> None:
    """Raise `Refused` when words do not fit, and say how many there are."""
    if len(words) > longest:
        raise Refused(
            N_(
                "This text has %(count)s characters and there is room for %(longest)s. Make it shorter; it is all here."
            ),
            field=field,
            count=grouped(len(words)),
            longest=grouped(longest),
        )


def check_lines(lines: Sequence[str], *, field: str) -> None:
    """Raise `Refused` when there are too many lines, or one is too long."""
    if len(lines) > MOST_LINES:
        raise Refused(
            N_("These are %(count)s lines and there is room for %(most)s. Leave some out."),
            field=field,
            count=len(lines),
            most=MOST_LINES,
        )
    for line in lines:
        check_length(line, LONGEST_LINE, field=field)


def results_in(words: str) -> list[str]:
    """The results in a text that was typed or pasted: one on each line, without the marks of a list before it."""
    lines = (text.clean(line).lstrip("•·*-–o\t ") if _is_item(line) else text.clean(line) for line in _lines(words))
    return [line for line in lines if line]


def check_results(added: Sequence[str], *, standing: int, field: str) -> None:
    """Raise `Refused` when a list would get too long, or a result does not fit."""
    if standing + len(added) > MOST_RESULTS:
        raise Refused(
            N_(
                "These are %(count)s results. There is room for %(most)s in this list and %(standing)s stand there. "
                "Leave some out; what you typed is still here."
            ),
            field=field,
            count=grouped(len(added)),
            most=MOST_RESULTS,
            standing=standing,
        )
    for line in added:
        check_length(line, LONGEST_WHAT, field=field)


def moved(order: Sequence[int], number: int, step: int) -> list[int]:
    """An order in which one thing stands `step` places further; at the edge it stays where it is."""
    rest = [each for each in order if each != number]
    place = min(max(order.index(number) + step, 0), len(rest))
    return [*rest[:place], number, *rest[place:]]


def fingerprint(value: Value) -> str:
    """A short mark of a value: what was not touched on a page says the same one as when it was opened."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def grouped(number: int) -> str:
    """A number as people read it: 20.134."""
    return f"{number:,}".replace(",", ".")


def _one(given: Given, name: str) -> str:
    return next(iter(given.get(name, ())), "")


def _lines(words: str) -> Iterable[str]:
    return text.clean_lines(words).split("\n")


def _is_item(line: str) -> bool:
    return line.strip()[:2] in {"• ", "· ", "* ", "- ", "– ", "o ", "•\t", "·\t", "-\t", "o\t"}
