"""Which report is asked for: read from the address or from a button, with the years and schools to choose from."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from coachtrack.errors import N_, Refused
from coachtrack.formatting import capital
from coachtrack.funding.queries import periods
from coachtrack.reports.actions.issuing import Asked
from coachtrack.reports.queries.preview import first_day, schools_to_choose
from coachtrack.reports.rules.kinds import REPORT_LABELS, ReportKind, YearKind
from coachtrack.reports.rules.years import ReportYear

EARLIEST = 2000


def read_asked(given: Mapping[str, str], today: date) -> Asked:
    """What was chosen; the hour registration of this school year of all schools where nothing was.

    Raises `Refused` for what nobody can choose.
    """
    try:
        kind = ReportKind(given.get("soort") or ReportKind.HOURS)
        year_kind, year = _year(given.get("jaar", ""), today)
        school_id = int(given["school"]) if given.get("school") else None
        period_id = int(given["periode"]) if given.get("periode") else None
    except ValueError:
        raise Refused(N_("Choose one of these.")) from None
    return Asked(kind, year_kind, year, school_id, period_id)


def _year(text: str, today: date) -> tuple[YearKind, int]:
    """`s2026` is the school year that begins in 2026, `k2026` that calendar year."""
    if not text:
        return YearKind.SCHOOL_YEAR, ReportYear.of(YearKind.SCHOOL_YEAR, today).first
    kind = {"s": YearKind.SCHOOL_YEAR, "k": YearKind.CALENDAR_YEAR}.get(text[0])
    year = int(text[1:])
    if kind is None or not EARLIEST <= year <= today.year:
        raise ValueError(text)
    return kind, year


def as_fields(asked: Asked) -> dict[str, str]:
    """The same as fields of an address or a button."""
    letter = "s" if asked.year_kind is YearKind.SCHOOL_YEAR else "k"
    fields = {"soort": asked.kind.value, "jaar": f"{letter}{asked.year}"}
    if asked.school_id is not None:
        fields["school"] = str(asked.school_id)
    if asked.period_id is not None:
        fields["periode"] = str(asked.period_id)
    return fields


def choices_of(today: date) -> dict[str, list[tuple[str, str]]]:
    """Kinds, years from the first evidence or period on (newest first), schools and periods."""
    starts = [period.starts_on for period in periods()] + [day for day in [first_day()] if day is not None]
    earliest = max(min(starts, default=today).year, EARLIEST)
    years = []
    for year in range(today.year, earliest - 1, -1):
        years += [(f"k{year}", _("calendar year %(year)s", year=year))]
        if ReportYear(YearKind.SCHOOL_YEAR, year).starts_on <= today:
            years += [(f"s{year}", _("school year %(year)s", year=ReportYear(YearKind.SCHOOL_YEAR, year).name))]
    return {
        "kinds": [(kind.value, capital(_(REPORT_LABELS[kind]))) for kind in ReportKind],
        "years": years,
        "schools": [(str(school.id), school.name) for school in schools_to_choose()],
        "periods": [(str(period.id), f"{period.name} ({period.scheme.name})") for period in periods()],
    }
