"""What is typed in a step of a talk: the fields of its questions and results, read from what was sent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coachtrack import text
from coachtrack.forms import Field, Form
from coachtrack.submissions import new_key
from coachtrack.talks.actions.answers import Said
from coachtrack.talks.models import TalkResult
from coachtrack.talks.rules.answers import fingerprint, results_in, value_of
from coachtrack.talks.rules.guides import Question

LONGEST_NUMBER = 10
Fields = dict[str, list[str]]


class TypedField(Field):
    """Everything whose name begins with the name of this field and a dash: `q-themes-text`."""

    widget = None
    data: dict[str, Fields]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Gather the fields by what stands between the first and the second dash."""
        found: dict[str, Fields] = defaultdict(dict)
        for name in formdata or ():
            begin, _dash, rest = name.partition("-")
            key, _dash, field = rest.partition("-")
            if begin == self.short_name and key:
                found[key][field] = formdata.getlist(name)
        self.data = dict(found)


class StepForm(Form):
    """A step: questions by their key, results by their number, and new results by the part they belong to."""

    q = TypedField()
    r = TypedField()
    more = TypedField()

    @property
    def came_back(self) -> bool:
        """Whether it holds what was typed when a session had ended: it was sent then, and shown again now."""
        return not self.is_submitted() and bool(self.q.data or self.r.data or self.more.data)

    def begin_anew(self) -> None:
        """What it held was kept in part: sending it again is another sending."""
        self.form_key.data = new_key()

    def said(self, questions: Iterable[Question]) -> list[Said]:
        """What was typed at these questions since the page was opened."""
        given = self.q.data
        return [said for each in questions if (said := _answer(each, given.get(each.key, {}))) is not None]

    def said_of(self, results: Iterable[TalkResult]) -> list[Said]:
        """What was typed at results since the page was opened, also at those that somebody removed meanwhile."""
        standing = {str(result.id) for result in results}
        typed = [(number, fields) for number, fields in self.r.data.items() if _is_number(number)]
        found = [_result(number, fields) for number, fields in typed if number in standing or _touched(fields)]
        return [said for said in found if said is not None]

    def added(self, part: str) -> list[str]:
        """The results that were typed or pasted to be added to a part."""
        return results_in(_one(self.more.data.get(part, {}), "text"))

    def typed(self, prefix: str, key: str) -> Fields | None:
        """What was typed there, as it was sent; None where nothing was."""
        entries: Mapping[str, Fields] = self[prefix].data
        fields = entries.get(key)
        return fields if fields is not None and "opened" in fields else None

    def opened_on(self, prefix: str, key: str) -> tuple[int, str]:
        """The version and the fingerprint on which this entry was typed."""
        fields = self.typed(prefix, key) or {}
        return _number(fields), _one(fields, "opened")

    def versions(self) -> dict[str, int]:
        """The version of each entry that the page has."""
        return {
            f"{prefix}-{key}": _number(fields)
            for prefix in ("q", "r")
            for key, fields in self[prefix].data.items()
            if "version" in fields
        }


def mark_of(result: TalkResult) -> str:
    """The fingerprint of a result."""
    return fingerprint([result.what, result.how])


def _answer(question: Question, fields: Fields) -> Said | None:
    if "opened" not in fields or "theirs" in fields:
        return None
    value = value_of(question, fields)
    if fingerprint(value) == _one(fields, "opened"):
        return None
    return Said(f"q-{question.key}", _number(fields), question=question, value=value)


def _result(number: str, fields: Fields) -> Said | None:
    if not _touched(fields) or "theirs" in fields:
        return None
    return Said(f"r-{number}", _number(fields), result_id=int(number), what=_what(fields), how=_how(fields))


def _touched(fields: Fields) -> bool:
    return "opened" in fields and fingerprint([_what(fields), _how(fields)]) != _one(fields, "opened")


def _what(fields: Fields) -> str:
    return text.clean(_one(fields, "what"))


def _how(fields: Fields) -> str:
    return text.clean_lines(_one(fields, "how"))


def _one(fields: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _is_number(said: str) -> bool:
    return said.isdecimal() and said.isascii() and len(said) < LONGEST_NUMBER


def _number(fields: Mapping[str, Sequence[str]]) -> int:
    said = _one(fields, "version")
    return int(said) if _is_number(said) else 0
