"""A new version of a guide: the words of the last one changed, questions left out, questions added."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from coachtrack.errors import N_, Refused
from coachtrack.talks.rules.guides import GuideBroken, QuestionKind, guide_of

LONGEST_LABEL, LONGEST_INTRO = 300, 2000
OWN_KINDS = (QuestionKind.TEXT, QuestionKind.LINES, QuestionKind.YES_NO, QuestionKind.YES_PARTLY_NO)
"""The kinds of questions that can be added: those that need no list of their own."""
KIND_LABELS = {
    QuestionKind.TEXT: N_("text"),
    QuestionKind.LINES: N_("a list"),
    QuestionKind.YES_NO: N_("yes or no"),
    QuestionKind.YES_PARTLY_NO: N_("yes, partly or no"),
}


@dataclass(frozen=True)
class Edits:
    """What changes: words by key of step, part and question, what is left out, what is added to which part."""

    steps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    added: Mapping[str, tuple[QuestionKind, str]] = field(default_factory=dict)


def edited(content: Mapping[str, Any], edits: Edits) -> dict[str, Any]:
    """The content of the new version. Raises `Refused` where a title or question would have no words, or too many."""
    new = deepcopy(dict(content))
    for step in new["steps"]:
        step.update(_words(f"s_{step['key']}", edits.steps.get(step["key"], {})))
        for part in step["parts"]:
            part.update(_words(f"p_{part['key']}", edits.parts.get(part["key"], {})))
            part["questions"] = [each for each in part["questions"] if each["key"] not in edits.left_out]
            for question in part["questions"]:
                question.update(_words(f"q_{question['key']}", edits.questions.get(question["key"], {})))
            if part["key"] in edits.added:
                part["questions"].append(_own(content, new, *edits.added[part["key"]]))
    try:
        guide = guide_of(new)
    except GuideBroken as broken:
        raise Refused(N_("Something is missing in this guide. Look at it again.")) from broken
    if not guide.questions:
        raise Refused(N_("Leave at least one question in the guide."))
    return new


def check_from(holds_from: date, *, last_from: date, today: date) -> None:
    """Raise `Refused` when a version would hold from a day that is over, or before the version that it follows."""
    if holds_from < today:
        raise Refused(N_("That day is over. Choose today or a later day."), field="holds_from")
    if holds_from <= last_from:
        raise Refused(
            N_("There is a version from %(day)s already. Choose a later day."), field="holds_from", day=last_from
        )


def _words(place: str, words: Mapping[str, str]) -> dict[str, str]:
    for name, said in words.items():
        longest = LONGEST_INTRO if name in ("intro", "hint") else LONGEST_LABEL
        if not said and name in ("title", "label"):
            raise Refused(N_("Fill in every title and every question, or leave the question out."), field=place)
        if len(said) > longest:
            raise Refused(N_("This is too long. There is room for %(max)d characters."), field=place, max=longest)
    return dict(words)


def _own(before: Mapping[str, Any], new: Mapping[str, Any], kind: QuestionKind, label: str) -> dict[str, str]:
    taken = {*_keys(before), *_keys(new)}
    key = next(f"own_{number}" for number in range(1, len(taken) + 2) if f"own_{number}" not in taken)
    _words(f"add_{key}", {"label": label})
    return {"key": key, "kind": kind.value, "label": label}


def _keys(content: Mapping[str, Any]) -> Iterator[str]:
    for step in content["steps"]:
        for part in step["parts"]:
            for question in part["questions"]:
                yield question["key"]
