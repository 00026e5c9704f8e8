"""The entries of a step as its page shows them: what stands there, what was typed, what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from coachtrack.forms import say
from coachtrack.talks.actions.answers import Outcome
from coachtrack.talks.forms.talking import Fields, StepForm, mark_of
from coachtrack.talks.models import Talk, TalkAnswer, TalkResult
from coachtrack.talks.queries.answers import answers_of, results_of
from coachtrack.talks.rules.answers import Told, empty, fields_of, fingerprint, told
from coachtrack.talks.rules.guides import Question, Step


@dataclass(frozen=True)
class Entry:
    """One question or result: the fields to show, and the version and value that they were opened on.

    `theirs` is what someone else made of it meanwhile, as words and as fields, when that clashes with what was typed.
    """

    key: str
    fields: Fields
    version: int
    opened: str
    standing: Fields
    name: str = ""
    error: str = ""
    theirs: str | None = None

    def one(self, name: str) -> str:
        """The first value of a field."""
        return next(iter(self.fields.get(name, ())), "")

    def has(self, name: str, value: str) -> bool:
        """Whether a field has this value among others."""
        return value in self.fields.get(name, ())


@dataclass(frozen=True)
class Entries:
    """All entries of a step: questions by key, results by part in their order, what was typed to be added."""

    questions: Mapping[str, Entry]
    results: Mapping[str, Sequence[Entry]]
    lost: Sequence[Entry] = ()
    more: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, talk: Talk, step: Step, form: StepForm, outcome: Outcome) -> "Entries":
        """As it stands in the database by now, with what was typed where that could not be kept."""
        answers = answers_of(talk.id)
        questions = {each.key: _of_question(each, answers.get(each.key), form, outcome) for each in step.questions}
        parts = {part.key for part in step.parts}
        rows = [row for row in results_of(talk.id) if row.part in parts]
        by_part: dict[str, list[Entry]] = {key: [] for key in parts}
        for row in rows:
            by_part[row.part].append(_of_result(row, form, outcome))
        standing = {f"r-{row.id}" for row in rows}
        lost = [_lost(entry, form, outcome) for entry in outcome.refused if entry[:2] == "r-" and entry not in standing]
        more = {key: next(iter(fields.get("text", ())), "") for key, fields in form.more.data.items()}
        errors = {entry: say(refusal) for entry, refusal in outcome.refused.items()}
        return cls(questions, by_part, lost, more, errors)

    @property
    def all(self) -> list[Entry]:
        """Every question and result."""
        return [*self.questions.values(), *(entry for results in self.results.values() for entry in results)]


def _of_question(question: Question, answer: TalkAnswer | None, form: StepForm, outcome: Outcome) -> Entry:
    value = answer.value if answer is not None else empty(question)
    standing, key = fields_of(question, value), f"q-{question.key}"
    refused = outcome.refused.get(key)
    stuck = refused is not None or key in outcome.clashed or form.came_back
    typed = form.typed("q", question.key) if stuck else None
    version, opened = answer.version if answer is not None else 0, fingerprint(value)
    if typed and form.came_back:
        version, opened = form.opened_on("q", question.key)
    return Entry(
        key=key,
        fields=typed or standing,
        version=version,
        opened=opened,
        standing=standing,
        name=answer.changed_by.name if answer is not None else "",
        error=say(refused) if refused is not None else "",
        theirs=as_words(told(question, value)) if key in outcome.clashed else None,
    )


def _of_result(result: TalkResult, form: StepForm, outcome: Outcome) -> Entry:
    standing, key = {"what": [result.what], "how": [result.how]}, f"r-{result.id}"
    refused = outcome.refused.get(key)
    stuck = refused is not None or key in outcome.clashed or form.came_back
    typed = form.typed("r", str(result.id)) if stuck else None
    version, opened = result.version, mark_of(result)
    if typed and form.came_back:
        version, opened = form.opened_on("r", str(result.id))
    return Entry(
        key=key,
        fields=typed or standing,
        version=version,
        opened=opened,
        standing=standing,
        error=say(refused) if refused is not None else "",
        theirs="\n".join(filter(None, (result.what, result.how))) if key in outcome.clashed else None,
    )


def _lost(entry: str, form: StepForm, outcome: Outcome) -> Entry:
    """A result that somebody removed while it was typed in: its words are shown, to be added again."""
    fields = form.typed("r", entry[2:]) or {}
    return Entry(entry, fields, 0, "", fields, error=say(outcome.refused[entry]))


def as_words(answer: Told) -> str:
    """An answer in one piece of text."""
    chosen = ", ".join(_(label) for label in answer.chosen)
    marks = [f"{row}: {mark}" for row, mark in answer.marks]
    return "\n".join(filter(None, (chosen, *marks, *answer.lines, answer.words)))


def as_sent(entries: Entries, outcome: Outcome, form: StepForm) -> dict[str, Any]:
    """What became of what was typed, for the page that sent it; `newer` is what others wrote where she did not."""
    at = {entry.key: entry for entry in entries.all}
    known = form.versions()
    own = {*outcome.saved, *outcome.clashed, *outcome.refused}
    newer = [entry for key, entry in at.items() if known.get(key, entry.version) != entry.version and key not in own]
    return {
        "saved": {key: _versions(at[key]) for key in outcome.saved if key in at},
        "refused": dict(entries.errors),
        "clashes": {key: _standing(at[key]) | {"words": at[key].theirs} for key in outcome.clashed if key in at},
        "newer": {entry.key: _standing(entry) for entry in newer},
    }


def _versions(entry: Entry) -> dict[str, Any]:
    return {"version": entry.version, "opened": entry.opened}


def _standing(entry: Entry) -> dict[str, Any]:
    return _versions(entry) | {"fields": entry.standing, "name": entry.name}
