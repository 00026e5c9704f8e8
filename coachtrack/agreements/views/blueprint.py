"""The blueprint of agreements, and the words that its pages share."""

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.agreements import queries
from coachtrack.agreements.rules.promises import CARRIED_OUT_LABELS, CarriedOut
from coachtrack.agreements.views.words import discipline_word, history, prospect_sentence, standing_look
from coachtrack.forms import number_or_none

bp = Blueprint("agreements", __name__, url_prefix="/schoolafspraken")
Answer = str | Response | tuple[str, int]


def kind_word(kind: str) -> str:
    """What took place, in the language of the reader; as it was written where the house has no word for it."""
    return str(_(next((label for each, label in KIND_LABELS.items() if each.value == kind), kind)))


def carried_out_word(way: CarriedOut) -> str:
    """In what way an instrument is carried out, in the language of the reader."""
    return str(_(CARRIED_OUT_LABELS[way]))


@bp.context_processor
def words() -> dict[str, object]:
    """Words that the pages of agreements need."""
    return {
        "carried_out_word": carried_out_word,
        "discipline_word": discipline_word,
        "history": history,
        "kind_word": kind_word,
        "prospect_sentence": prospect_sentence,
        "standing_look": standing_look,
    }


def number_asked(name: str) -> int | None:
    """The number that the address gives under this name, if it is one."""
    given = request.args.get(name, "")
    return number_or_none(given) if given.isdecimal() and len(given) < 10 else None


def choice_asked() -> queries.Choice:
    """What the address asks of the list."""
    state = request.args.get("state", "")
    return queries.Choice(
        school_id=number_asked("school"),
        first_year=number_asked("year"),
        is_open={"open": True, "ended": False, "pressing": True, "waiting": True}.get(state),
        is_confirmed={"waiting": False}.get(state),
        is_pressing=state == "pressing",
        sort=request.args.get("sort", ""),
    )
