"""The certificate on paper: one page, in Dutch, with the code and where to check it."""

import re
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from coachtrack import formatting, text
from coachtrack.clock import day_of
from coachtrack.evidence.rules.records import Activity
from coachtrack.pdf import pdf_of
from coachtrack.people.models import Person
from coachtrack.reports.models import Certificate
from coachtrack.reports.rules.certificates import Certified, Part, shown_code
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline

LANGUAGE = "nl"
"""A certificate has one language, whatever that of the screen."""


def certificate_paper(person: Person, certificate: Certificate, found: Certified) -> bytes:
    """The document, the same bytes for the same certificate."""
    with force_locale(LANGUAGE):
        return pdf_of("certificate", _content(person, certificate, found), at=certificate.issued_at)


def paper_name(certificate: Certificate) -> str:
    """What the file is called: `certificaat-dans-2026-11-24.pdf`."""
    with force_locale(LANGUAGE):
        said = f"{_('certificate')} {discipline_words(certificate.discipline)} {day_of(certificate.issued_at)}"
    return re.sub(r"[^a-z0-9]+", "-", text.fold(said)).strip("-") + ".pdf"


def discipline_words(code: str) -> str:
    """The name of a discipline."""
    return str(_(DISCIPLINE_LABELS[Discipline(code)]))


def period_words(certificate: Any) -> str:
    """From when until when, written in full."""
    first, last = formatting.day_plain(certificate.starts_on), formatting.day_plain(certificate.ends_on)
    return str(_("%(first)s up to and including %(last)s", first=first, last=last))


def check_address(code: str) -> str:
    """Where anybody can check this certificate."""
    path = current_app.url_map.bind("").build("certificates.check", {"code": shown_code(code)})
    return f"{current_app.config['BASE_URL']}{path}"


def _content(person: Person, certificate: Certificate, found: Certified) -> dict[str, Any]:
    discipline, issued = discipline_words(certificate.discipline), _day(certificate.issued_at)
    return {
        "language": LANGUAGE,
        "sender": "CoachTrack",
        "title": _("Certificate of participation %(discipline)s, %(name)s", discipline=discipline, name=person.name),
        "subtitle": period_words(certificate),
        "kicker": _("Certificate of participation"),
        "heading": person.name,
        "statement": _statement(set(found.parts)),
        "discipline": formatting.capital(discipline),
        "facts": [
            {"label": _("Period"), "value": period_words(certificate)},
            *({"label": _activity(activity), "value": _part(part)} for activity, part in sorted(found.parts.items())),
            {"label": _("Together"), "value": formatting.duration(certificate.minutes)},
        ],
        "explanation": _(
            "Time includes preparing, the lesson and the debrief. Made from sessions that stand confirmed on %(day)s.",
            day=issued,
        ),
        "check": _("Check whether this certificate still holds: fill in the code, or open the address."),
        "code_label": _("Code"),
        "code": shown_code(certificate.code),
        "address": check_address(certificate.code),
        "foot": _("CoachTrack · made on %(day)s", day=issued),
        "words": {"page": _("Page %(number)s of %(total)s", number="{number}", total="{total}"), "replaced": ""},
    }


def _statement(done: set[Activity]) -> str:
    if len(done) > 1:
        return str(_("took part in coaching and training in the discipline"))
    return str(
        _("took part in training in the discipline")
        if Activity.TRAINING in done
        else _("took part in coaching in the discipline")
    )


def _activity(activity: Activity) -> str:
    return str({Activity.COACHING: _("Coaching on the job"), Activity.TRAINING: _("Training")}[activity])


def _part(part: Part) -> str:
    times = ngettext("%(num)s time", "%(num)s times", part.times)
    return str(_("%(times)s, %(duration)s", times=times, duration=formatting.duration(part.minutes)))


def _day(moment: datetime) -> str:
    return formatting.day_plain(day_of(moment))
