"""What an advisor has at hand before a talk: the checklist, the mail to the school, and Evi results."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from coachtrack.errors import N_, Refused
from coachtrack.talks.rules.talks import TalkKind


class ChecklistItem(StrEnum):
    """What stands ready before the talk, in the order of the preparation."""

    EARLIER_RESULTS = "earlier_results"
    ORIENTATION_REPORT = "orientation_report"
    EVI_RESULT = "evi_result"
    ACTIVITIES = "activities"
    PLANNING_FORM = "planning_form"
    TRAINING_CATALOGUE = "training_catalogue"
    TALKING_AID = "talking_aid"
    PREPARATION_MAIL = "preparation_mail"


ITEM_LABELS = {
    ChecklistItem.EARLIER_RESULTS: N_("Earlier goals and results"),
    ChecklistItem.ORIENTATION_REPORT: N_("Report of the orientation talk"),
    ChecklistItem.EVI_RESULT: N_("Outcome of Evi"),
    ChecklistItem.ACTIVITIES: N_("Activities of the coming school year"),
    ChecklistItem.PLANNING_FORM: N_("Planning form"),
    ChecklistItem.TRAINING_CATALOGUE: N_("Catalogue of team trainings"),
    ChecklistItem.TALKING_AID: N_("Talking aid"),
    ChecklistItem.PREPARATION_MAIL: N_("Preparation mail, questionnaire and year plan"),
}
PAPER_ITEMS = (
    ChecklistItem.ORIENTATION_REPORT,
    ChecklistItem.EVI_RESULT,
    ChecklistItem.ACTIVITIES,
    ChecklistItem.TALKING_AID,
    ChecklistItem.PREPARATION_MAIL,
)
"""Items that a file can be put with."""
PAPER_LABELS = {
    ChecklistItem.ORIENTATION_REPORT: N_("Report of the orientation talk"),
    ChecklistItem.EVI_RESULT: N_("Outcome of Evi"),
    ChecklistItem.ACTIVITIES: N_("Roster of activities"),
    ChecklistItem.TALKING_AID: N_("Talking aid"),
    ChecklistItem.PREPARATION_MAIL: N_("Year plan of the school"),
}


def checklist_for(kind: TalkKind) -> tuple[ChecklistItem, ...]:
    """What to have at hand before a talk of this kind: an orientation talk comes before its own report."""
    return tuple(
        item
        for item in ChecklistItem
        if kind is not TalkKind.ORIENTATION or item is not ChecklistItem.ORIENTATION_REPORT
    )


LINK_PLACE = "[vragenlijst]"
"""Where the text of the mail gets the link to the questionnaire; a word of the mail, which is Dutch."""


def check_mail(text: str, addresses: Collection[str]) -> None:
    """Refuse a mail to nobody, or one in which the link has no place."""
    if not addresses:
        raise Refused(
            N_("Nobody gets this mail yet. Tick someone of the school, or type an address."), field="recipients"
        )
    if LINK_PLACE not in text:
        raise Refused(
            N_(
                "The place of the link is gone from the text. Write %(place)s where the school should find it; you may"
                " move it to wherever you like."
            ),
            field="body",
            place=LINK_PLACE,
        )


def with_link(text: str, address: str) -> str:
    """The text as the school gets it."""
    return text.replace(LINK_PLACE, address)


class EviPillar(StrEnum):
    """The four pillars that Evi, the school's own evaluation of its culture education, speaks of."""

    VISION = "vision"
    EXPERTISE = "expertise"
    PROGRAMME = "programme"
    COOPERATION = "cooperation"


PILLAR_LABELS = {
    EviPillar.VISION: N_("vision"),
    EviPillar.EXPERTISE: N_("expertise"),
    EviPillar.PROGRAMME: N_("programme"),
    EviPillar.COOPERATION: N_("cooperation"),
}
SCENARIOS = (1, 2, 3, 4)


def check_measured(measured_on: date, *, today: date) -> None:
    """Refuse an outcome from the future."""
    if measured_on > today:
        raise Refused(
            N_("That day is still to come. Fill in the day on which the school filled in Evi."), field="measured_on"
        )
