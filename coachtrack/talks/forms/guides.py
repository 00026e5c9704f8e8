"""A new version of a guide: its name, from when, and the words of everything in it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from coachtrack import text
from coachtrack.forms import DayField, Form, LineField
from coachtrack.talks.forms.talking import TypedField
from coachtrack.talks.rules.guide_edits import OWN_KINDS, Edits
from coachtrack.talks.rules.guides import QuestionKind

WORDS = ("title", "intro", "label", "hint")


class GuideForm(Form):
    """The fields of steps (`g-s_<key>-title`), parts and questions are read together."""

    name = LineField(_l("Name"), [InputRequired(_l("Fill this in."))], longest=100)
    holds_from = DayField(_l("For talks from"), [InputRequired(_l("Fill in the day."))])
    g = TypedField()

    def typed(self, place: str, name: str, standing: str) -> str:
        """What was typed there, or else what stands there."""
        return next(iter(self.g.data.get(place, {}).get(name, ())), standing)

    def is_left_out(self, key: str) -> bool:
        """Whether this question was taken out."""
        return "out" in self.g.data.get(f"q_{key}", {})

    @property
    def edits(self) -> Edits:
        """What was changed."""
        said = {place: _words(fields) for place, fields in self.g.data.items()}
        return Edits(
            steps=_of("s_", said),
            parts=_of("p_", said),
            questions=_of("q_", said),
            left_out=frozenset(place[2:] for place in said if place[:2] == "q_" and self.is_left_out(place[2:])),
            added=dict(self._added()),
        )

    def _added(self) -> list[tuple[str, tuple[QuestionKind, str]]]:
        found = []
        for place, fields in self.g.data.items():
            label = text.clean(next(iter(fields.get("add", ())), ""))
            kind = next(iter(fields.get("kind", ())), "")
            if place[:2] == "p_" and label and kind in set(OWN_KINDS):
                found.append((place[2:], (QuestionKind(kind), label)))
        return found


def _words(fields: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: text.clean_lines(values[0]) for name, values in fields.items() if name in WORDS and values}


def _of(begin: str, said: Mapping[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {place[2:]: words for place, words in said.items() if place.startswith(begin) and words}
