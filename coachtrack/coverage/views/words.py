"""The words of a requirement for every page that shows one, and as text for what is no page."""

from flask import get_template_attribute
from flask_babel import gettext as _

from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.coverage.rules.requirement import EXEMPTION_LABELS, NOT_COUNTED_LABELS, NOT_COUNTING_LABELS, Requirement
from coachtrack.coverage.rules.wording import Sentence, sentence
from coachtrack.coverage.views.blueprint import bp
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline

LABELS = {
    "kind_labels": {kind.value: label for kind, label in KIND_LABELS.items()},
    "discipline_labels": {discipline.value: label for discipline, label in DISCIPLINE_LABELS.items()},
    "not_counted_labels": NOT_COUNTED_LABELS,
    "not_counting_labels": NOT_COUNTING_LABELS,
    "exemption_labels": EXEMPTION_LABELS,
}


@bp.app_template_filter("sentence_of")
def sentence_of(requirement: Requirement) -> Sentence:
    """What a requirement asks, as clauses."""
    return sentence(requirement)


@bp.app_template_filter("discipline_in_words")
def discipline_in_words(discipline: Discipline | str) -> str:
    """A discipline by its name."""
    return str(_(DISCIPLINE_LABELS[Discipline(discipline)]))


def said(requirement: Requirement) -> str:
    """A requirement in words, as every page says it: for spreadsheets and printed reports."""
    return str(get_template_attribute("coverage/_requirement.html", "sentence")(requirement))
