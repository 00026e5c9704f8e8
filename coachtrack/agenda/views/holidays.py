"""The school holidays of the three regions: everyone reads them, commission and administrator keep them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, viewer
from coachtrack.agenda import actions, queries
from coachtrack.agenda.forms.holidays import HolidayForm, NewHolidayForm
from coachtrack.agenda.models import SchoolHoliday
from coachtrack.agenda.permissions import may_keep_holidays
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.agenda.rules.holidays import USUAL_NAMES
from coachtrack.agenda.rules.school_days import public_holidays
from coachtrack.agenda.views.blueprint import bp
from coachtrack.database import check_version, db
from coachtrack.formatting import capital, day_long
from coachtrack.forms import page
from coachtrack.schools.rules.subjects import HOLIDAY_REGION_LABELS, HolidayRegion
from coachtrack.viewer import Role

KEEPERS = (Role.ADMINISTRATOR, Role.COMMISSION)
Row = tuple[str, dict[HolidayRegion, list[SchoolHoliday]]]


@bp.get("/vakanties")
@access(SIGNED_IN)
def holidays() -> str:
    """The school holidays per school year and region, and the public holidays that fall on a weekday."""
    found = sorted(queries.school_holidays(), key=lambda each: each.starts_on)
    by_year = groupby(found, key=lambda each: SchoolYear.of(each.starts_on))
    years = [(year, _rows(list(those))) for year, those in by_year]
    this_year = SchoolYear.of(clock.today())
    return render_template(
        "agenda/holidays.html",
        coming=[each for each in years if each[0] >= this_year],
        earlier=[each for each in years if each[0] < this_year],
        public={year: _public_in(year) for year, _those in years},
        regions=HOLIDAY_REGION_LABELS,
        may_keep=may_keep_holidays(viewer()),
    )


def _rows(found: Sequence[SchoolHoliday]) -> list[Row]:
    """One row for each name, in the order in which they begin."""
    names = dict.fromkeys(each.name for each in found)
    return [(name, _by_region(each for each in found if each.name == name)) for name in names]


def _by_region(found: Iterable[SchoolHoliday]) -> dict[HolidayRegion, list[SchoolHoliday]]:
    regions: dict[HolidayRegion, list[SchoolHoliday]] = {region: [] for region in HolidayRegion}
    for each in found:
        regions[each.region].append(each)
    return regions


def _public_in(year: SchoolYear) -> list[tuple[Any, str]]:
    both = [*public_holidays(year.first).items(), *public_holidays(year.first + 1).items()]
    return sorted((day, name) for day, name in both if year.starts_on <= day <= year.ends_on and day.isoweekday() <= 5)


@bp.route("/vakanties/nieuw", methods=["GET", "POST"])
@access(*KEEPERS)
def add_holiday() -> tuple[str, int] | Response:
    """A holiday of a later year, of one region or of all."""
    form = NewHolidayForm()
    if form.validate_on_submit():
        with form.refusals():
            regions = [HolidayRegion(form.region.data)] if form.region.data else list(HolidayRegion)
            actions.add_holidays(regions, **_said(form), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("%(name)s has been added.", name=capital(form.name.data)))
            return redirect(url_for(".holidays"), 303)
    return page("agenda/add_holiday.html", form=form, names=USUAL_NAMES)


@bp.route("/vakanties/<int:holiday_id>", methods=["GET", "POST"])
@access(*KEEPERS)
def change_holiday(holiday_id: int) -> tuple[str, int] | Response:
    """Other days or another name, or not at all."""
    holiday = queries.get_holiday(holiday_id)
    known = {"name": holiday.name, "starts_on": holiday.starts_on, "ends_on": holiday.ends_on}
    form = HolidayForm(**known, version=str(holiday.version))
    if form.validate_on_submit():
        with form.refusals():
            said = {"starts_on": day_long(holiday.starts_on), "ends_on": day_long(holiday.ends_on)}
            check_version(holiday, form.opened_version, {"name": holiday.name} | said)
            flash(_save(holiday, form))
            db.session.commit()
            return redirect(url_for(".holidays"), 303)
    return page(
        "agenda/change_holiday.html", form=form, names=USUAL_NAMES, region=HOLIDAY_REGION_LABELS[holiday.region]
    )


def _save(holiday: SchoolHoliday, form: HolidayForm) -> str:
    """Change or remove it, as the button says; the words to say afterwards."""
    name = capital(holiday.name)
    if "remove" in request.form:
        actions.remove_holiday(holiday, by=viewer().person_id, now=clock.now())
        return str(_("%(name)s has been removed.", name=name))
    actions.change_holiday(holiday, **_said(form), by=viewer().person_id, now=clock.now())
    return str(_("%(name)s has been changed.", name=name))


def _said(form: HolidayForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("name", "starts_on", "ends_on")}
