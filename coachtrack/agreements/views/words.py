"""How an agreement stands and how it changed, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from coachtrack import formatting
from coachtrack.agreements.models import Agreement, AgreementAmendment
from coachtrack.agreements.queries import told
from coachtrack.agreements.rules.deadlines import Prospect, Standing
from coachtrack.agreements.rules.promises import Difference, differences
from coachtrack.errors import N_
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline

LOOKS: Mapping[Standing, tuple[str, str]] = {
    Standing.KEPT: ("met", N_("Kept")),
    Standing.ON_TRACK: ("on_track", N_("On schedule")),
    Standing.TIGHT: ("at_risk", N_("Tight")),
    Standing.OUT_OF_REACH: ("out_of_reach", N_("Cannot be met any more")),
    Standing.OVERDUE: ("out_of_reach", N_("Too late")),
    Standing.ENDED: ("ended", N_("Ended")),
}
NAMES: Mapping[str, str] = {
    "first_year": N_("School year"),
    "period": N_("Period"),
    "goals": N_("Goals"),
    "instrument": N_("Instrument"),
    "discipline": N_("Discipline"),
    "responsible": N_("Who sees to it"),
    "due_on": N_("Done by"),
}


def discipline_word(discipline: Discipline | str | None) -> str:
    """A discipline in the language of the reader; nothing where there is no particular one."""
    return str(_(DISCIPLINE_LABELS[Discipline(discipline)])) if discipline else ""


def standing_look(standing: Standing) -> tuple[str, str]:
    """The badge of how a promise stands, and its words."""
    badge, label = LOOKS[standing]
    return badge, str(_(label))


def prospect_sentence(prospect: Prospect) -> str:
    """Whether a promise can be kept and why, in a sentence."""
    day = formatting.day(prospect.due_on)
    if prospect.standing is Standing.ENDED:
        return str(_("Nothing more is expected of it."))
    if prospect.standing is Standing.KEPT:
        return str(_("Everything that was promised was held."))
    if prospect.standing is Standing.OVERDUE:
        missing = ngettext("%(num)s was not held", "%(num)s were not held", prospect.to_plan)
        return str(_("It was to be done by %(day)s; %(missing)s.", day=day, missing=missing))
    if not prospect.to_plan and not prospect.weeks_needed:
        return str(_("Everything is held or planned, by %(day)s.", day=day))
    left = ngettext("%(num)s school week is left", "%(num)s school weeks are left", prospect.weeks_left)
    if not prospect.to_plan:
        return str(_("What is under way wants more sessions; %(left)s until %(day)s.", left=left, day=day))
    wanted = ngettext("%(num)s is still to plan", "%(num)s are still to plan", prospect.to_plan)
    return str(_("%(wanted)s; %(left)s until %(day)s.", wanted=wanted, left=left, day=day))


@dataclass(frozen=True)
class Chapter:
    """One amendment as people read it: when, by whom, why, and what it said before and says since."""

    amendment: AgreementAmendment
    sentences: Sequence[str]
    was_confirmed: bool


def history(agreement: Agreement, amendments: Sequence[AgreementAmendment]) -> list[Chapter]:
    """How an agreement changed, the last amendment first."""
    texts = [each.before for each in amendments] + [told(agreement)]
    chapters = [
        Chapter(
            amendment,
            [_sentence(each) for each in differences(before, after)],
            bool(before.get("confirmed_at")),
        )
        for amendment, before, after in zip(amendments, texts, texts[1:], strict=False)
    ]
    return chapters[::-1]


def _sentence(difference: Difference) -> str:
    if difference.name == "is_ended":
        return str(_("The agreement was ended.") if difference.after else _("The agreement went on again."))
    before, after = _said(difference.name, difference.before), _said(difference.name, difference.after)
    if difference.name == "promise":
        return str(_("First %(before)s, now %(after)s.", before=before, after=after))
    name = _(NAMES[difference.name])
    return str(_("%(name)s: first %(before)s, now %(after)s.", name=name, before=before, after=after))


def _said(name: str, value: Any) -> str:
    if name == "promise":
        amount, minutes = value
        return str(_("%(amount)s times %(duration)s", amount=amount, duration=formatting.duration(minutes)))
    if not value:
        return str(_("the end of the school year") if name == "due_on" else _("nothing"))
    if name == "first_year":
        return formatting.school_year(value)
    if name == "discipline":
        return discipline_word(value)
    if name == "due_on":
        return formatting.day(date.fromisoformat(value))
    return " · ".join(value) if name == "goals" else str(value)
