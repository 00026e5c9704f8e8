"""The instruments by which schools work on their goals: what there is, and how each is carried out."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agreements import actions, queries
from coachtrack.agreements.forms import InstrumentForm
from coachtrack.agreements.permissions import may_change_instruments
from coachtrack.agreements.views.blueprint import Answer, bp
from coachtrack.database import db
from coachtrack.forms import page


@bp.route("/instrumenten", methods=["GET", "POST"])
@access("commission", "advisor")
def instruments() -> Answer:
    """The list, and one more."""
    form = InstrumentForm()
    form.offer()
    if form.validate_on_submit():
        with form.refusals():
            by, name = viewer().person_id, form.name.data or ""
            actions.add_instrument(name, carried_out=form.way, by=by, now=clock.now())
            db.session.commit()
            flash(_("The instrument has been added."))
            return redirect(url_for(".instruments"))
    known = queries.instruments()
    may_change = may_change_instruments(viewer())
    return page("agreements/instruments.html", form=form, instruments=known, may_change=may_change)


@bp.route("/instrumenten/<int:instrument_id>/wijzigen", methods=["GET", "POST"])
@access("commission")
def change_instrument(instrument_id: int) -> Answer:
    """Another name for an instrument, or another way in which it is carried out."""
    instrument = queries.get_instrument(instrument_id)
    form = InstrumentForm(
        name=instrument.name, carried_out=instrument.carried_out.value, version=str(instrument.version)
    )
    form.offer()
    if form.validate_on_submit():
        with form.refusals():
            actions.change_instrument(
                instrument,
                name=form.name.data or "",
                carried_out=form.way,
                version=form.opened_version,
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The instrument has been changed."))
            return redirect(url_for(".instruments"))
    return page("agreements/change_instrument.html", form=form, instrument=instrument)
