"""What is kept about people and who sees it; what works for everyone; the register; and two files for machines."""

from datetime import timedelta
from itertools import groupby

from flask import Response, current_app, render_template
from flask_babel import ngettext

from coachtrack import clock
from coachtrack.access import PUBLIC, SIGNED_IN, access
from coachtrack.agenda.mails.invitations import address_of
from coachtrack.privacy.queries.retention import terms
from coachtrack.privacy.rules.inventory import SHEETS
from coachtrack.privacy.rules.register import AGREED, PROCESSORS, PURPOSES, RISKS
from coachtrack.privacy.rules.retention import COUNTED_FROM, IN_DAYS, LABELS, Kept
from coachtrack.privacy.rules.sheets import Part, Sheet
from coachtrack.privacy.views.blueprint import bp
from coachtrack.privacy.views.words import PART_LABELS

IN_A_YEAR = 12
IN_A_MONTH = 30
HOLDS_FOR = timedelta(days=180)
"""So long from today does security.txt hold; a year is the longest that it may."""


@bp.get("/privacy")
@access(PUBLIC)
def show() -> str:
    """What is kept, why, how long, and who sees it."""
    now = terms()
    lengths = {kind.value: length(kind, term.months) for kind, term in now.items()}
    told = {"labels": LABELS, "counted_from": COUNTED_FROM}
    return render_template("privacy/show.html", terms=now.values(), lengths=lengths, **told)


@bp.get("/privacy/register")
@access(SIGNED_IN)
def register() -> str:
    """The register of processing: for what, on which ground, about whom, what, for whom, and how long."""
    lengths = {kind: length(kind, term.months) for kind, term in terms().items()}
    return render_template(
        "privacy/register.html",
        parts=[(part, PART_LABELS[part], PURPOSES[part], sheets) for part, sheets in _by_part()],
        labels=LABELS,
        lengths=lengths,
        counted_from=COUNTED_FROM,
    )


@bp.get("/privacy/risicos")
@access(SIGNED_IN)
def risks() -> str:
    """What can go wrong for people, what is done about it and what remains; and who works for us."""
    return render_template("privacy/risks.html", risks=RISKS, processors=PROCESSORS, agreed=AGREED)


@bp.get("/toegankelijkheid")
@access(PUBLIC)
def accessibility() -> str:
    """For whom this works, what does not yet, and where to say so."""
    return render_template("privacy/accessibility.html")


@bp.get("/robots.txt")
@access(PUBLIC)
def robots() -> Response:
    """Nothing here is for search engines; calendar apps obey this too, and may read the addresses they were given."""
    return Response("User-agent: *\nAllow: /kalender/\nDisallow: /\n", mimetype="text/plain")


@bp.get("/.well-known/security.txt")
@access(PUBLIC)
def security_txt() -> Response:
    """Where somebody who found a hole can tell it (RFC 9116)."""
    until = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + HOLDS_FOR
    lines = {
        "Contact": current_app.config["SECURITY_CONTACT"] or f"{address_of('privacy.show')}#security",
        "Expires": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": "nl, en",
        "Canonical": address_of("privacy.security_txt"),
    }
    return Response("".join(f"{name}: {value}\n" for name, value in lines.items()), mimetype="text/plain")


def length(kind: Kept, months: int) -> str:
    """How long, as people say it: in years where it can be, and in days where it is counted in them."""
    if kind in IN_DAYS:
        return str(ngettext("%(num)s day", "%(num)s days", months * IN_A_MONTH))
    if months % IN_A_YEAR == 0:
        return str(ngettext("%(num)s year", "%(num)s years", months // IN_A_YEAR))
    return str(ngettext("%(num)s month", "%(num)s months", months))


def _by_part() -> list[tuple[Part, list[Sheet]]]:
    order = list(Part)
    ordered = sorted(SHEETS, key=lambda sheet: order.index(sheet.part))
    return [(part, list(sheets)) for part, sheets in groupby(ordered, key=lambda sheet: sheet.part)]
