"""Reads of agreements: what was promised, how it was amended, how far it is and whether it can still be kept."""

from coachtrack.agreements.queries.agreements import (
    Choice,
    agreements_of,
    amendments_of,
    chosen_agreements,
    count_readable,
    find_instrument,
    get_agreement,
    get_instrument,
    instruments,
    open_agreements_for,
    schools_for,
    told,
    visible_to,
    years_in_use,
)
from coachtrack.agreements.queries.overview import (
    Overview,
    overview,
    page_of,
    pressing_agreements,
    pressing_among,
)
from coachtrack.agreements.queries.progress import (
    coaches_of,
    due_on,
    lines_of,
    progress_of,
    prospects_of,
)
from coachtrack.agreements.queries.sources import register

__all__ = [
    "Choice",
    "Overview",
    "agreements_of",
    "amendments_of",
    "chosen_agreements",
    "coaches_of",
    "count_readable",
    "due_on",
    "find_instrument",
    "get_agreement",
    "get_instrument",
    "instruments",
    "lines_of",
    "open_agreements_for",
    "overview",
    "page_of",
    "pressing_agreements",
    "pressing_among",
    "progress_of",
    "prospects_of",
    "register",
    "schools_for",
    "told",
    "visible_to",
    "years_in_use",
]
