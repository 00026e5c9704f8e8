"""The contact log: contacts with schools and boards, who had none, and what school leaders think of coaching."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.rules.days import SchoolYear
from coachtrack.database import db
from coachtrack.formatting import capital, school_year
from coachtrack.forms import number_or_none, page
from coachtrack.funding.rules import TRACK_LABELS
from coachtrack.schools.models import School
from coachtrack.schools.queries import boards, get_school
from coachtrack.talks import permissions
from coachtrack.talks.actions import contacts as actions
from coachtrack.talks.forms.contacts import ContactForm, NewContactForm, OpinionForm
from coachtrack.talks.queries import contacts as queries
from coachtrack.talks.rules.contacts import (
    LEVEL_LABELS,
    OPINION_LABELS,
    ContactLevel,
    Opinion,
    check_opinion_goes_with,
    opinions_by_track,
)
from coachtrack.viewer import Role

bp = Blueprint("contacts", __name__, url_prefix="/contacten")
Answer = str | Response | tuple[str, int]
YEARS_BACK = 4
YEARS = range(1900, 2200)
"""Years that an address may ask for: others have no first and last day."""


@bp.context_processor
def words() -> dict[str, object]:
    """Words that the pages of the contact log need."""
    return {"level_labels": LEVEL_LABELS, "opinion_labels": OPINION_LABELS, "track_labels": TRACK_LABELS}


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return number_or_none(given) if given.isdecimal() and len(given) < 10 else None


def _choice() -> queries.Choice:
    said = request.args.get("level", "")
    level = ContactLevel(said) if said in list(ContactLevel) else None
    year = _number("year")
    return queries.Choice(level=level, school_id=_number("school"), first_year=year if year in YEARS else None)


@bp.get("/")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
def index() -> Answer:
    """The contacts that this person may read, latest first."""
    return render_template(
        "talks/contacts.html",
        contacts=queries.page_of_contacts(viewer(), _choice(), _number("page") or 1),
        levels=[(level.value, capital(_(label))) for level, label in LEVEL_LABELS.items()],
        schools=[(school.id, school.name) for school in queries.schools_with_contacts(viewer())],
        years=[(year, school_year(year)) for year in queries.years_with_contacts(viewer())],
        may_keep=permissions.may_keep_contacts(viewer()),
        changeable=lambda contact: permissions.may_change_contact(viewer(), contact),
        counts_opinions=permissions.may_count_opinions(viewer()),
    )


@bp.route("/nieuw", methods=["GET", "POST"])
@access(Role.COMMISSION, Role.ADVISOR)
def add() -> Answer:
    """A contact is written down, with what the director said of coaching if she was asked."""
    form = NewContactForm(level=ContactLevel.SCHOOL, held_on=clock.today(), school_id=_number("school"))
    _offer(form)
    form.offer_opinions()
    if form.validate_on_submit():
        with form.refusals():
            by, now = viewer().person_id, clock.now()
            row = actions.add_contact(form.contact, by=by, now=now)
            allow_or_404(permissions.may_change_contact(viewer(), row))
            if form.opinion.data:
                _record_opinion_with(form, by=by)
            db.session.commit()
            flash(_("The contact has been written down."))
            return redirect(url_for(".index"))
    return page("talks/add_contact.html", form=form)


def _record_opinion_with(form: NewContactForm, *, by: int) -> None:
    """The opinion of a director that was entered with a contact, of the school year of that day."""
    contact, opinion = form.contact, form.opinion.data
    check_opinion_goes_with(contact.level)
    actions.record_opinion(
        contact.school_id or 0,
        SchoolYear.of(contact.held_on).first,
        opinion,
        remark=form.remark.data or "",
        said_on=contact.held_on,
        version=0,
        by=by,
        now=clock.now(),
    )


def _offer(form: ContactForm, *further: School) -> None:
    """Fill the lists: the commission speaks on every level, an advisor with her schools."""
    everything = viewer().has(Role.COMMISSION)
    schools = [*queries.schools_for_contacts(viewer())]
    schools += [school for school in further if school not in schools]
    levels = tuple(ContactLevel) if everything else (ContactLevel.SCHOOL,)
    form.offer(levels=levels, schools=schools, boards=boards() if everything else ())


@bp.route("/<int:contact_id>/wijzigen", methods=["GET", "POST"])
@access(Role.COMMISSION, Role.ADVISOR)
def change(contact_id: int) -> Answer:
    """What was written down of a contact is mended."""
    row = queries.get_contact(contact_id)
    allow_or_404(permissions.may_change_contact(viewer(), row))
    form = ContactForm.of(row)
    _offer(form, *([row.school] if row.school else []))
    if form.validate_on_submit():
        with form.refusals():
            version, by = form.opened_version, viewer().person_id
            actions.change_contact(row, form.contact, version=version, by=by, now=clock.now())
            allow_or_404(permissions.may_change_contact(viewer(), row))
            db.session.commit()
            flash(_("The contact has been changed."))
            return redirect(url_for(".index"))
    return page("talks/change_contact.html", form=form, contact=row)


@bp.get("/scholen")
@access(Role.COMMISSION, Role.ADVISOR)
def schools() -> Answer:
    """When there was contact with each school last, those without any this school year first."""
    today = clock.today()
    found = queries.latest_contacts(viewer(), today)
    without = [each for each in found if not each.this_year]
    return render_template(
        "talks/contacts_by_school.html",
        schools=without if request.args.get("show") == "none" else found,
        total=len(found),
        without=len(without),
        year=SchoolYear.of(today).first,
        counts_opinions=permissions.may_count_opinions(viewer()),
    )


@bp.get("/scholen/<int:school_id>")
@access(Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)
def of_school(school_id: int) -> Answer:
    """The contacts with one school, and what its leader thinks of coaching."""
    school = get_school(school_id)
    allow_or_404(permissions.may_see_contacts_of(viewer(), school_id))
    sees_opinion = permissions.may_see_opinion_of(viewer(), school_id)
    return render_template(
        "talks/contacts_of_school.html",
        school=school,
        contacts=queries.contacts_of(school_id),
        opinions=queries.opinions_of(school_id) if sees_opinion else [],
        sees_opinion=sees_opinion,
        may_keep=permissions.may_keep_contacts_of(viewer(), school_id),
    )


@bp.route("/scholen/<int:school_id>/mening", methods=["GET", "POST"])
@access(Role.COMMISSION, Role.ADVISOR)
def record_opinion(school_id: int) -> Answer:
    """What the leader of a school thinks of coaching in a school year, entered by itself."""
    school = get_school(school_id)
    allow_or_404(permissions.may_keep_contacts_of(viewer(), school_id))
    this = SchoolYear.of(clock.today()).first
    years = range(this, this - YEARS_BACK, -1)
    asked = _number("year") if _number("year") in years else this
    row = queries.find_opinion(school_id, asked or this)
    known = {"opinion": row.opinion, "remark": row.remark, "version": str(row.version)} if row else {}
    form = OpinionForm(first_year=asked, **known)
    form.offer(years)
    if form.validate_on_submit():
        with form.refusals():
            _record_asked(form, school_id, opened_year=asked or this)
            db.session.commit()
            flash(_("The opinion has been recorded."))
            return redirect(url_for(".of_school", school_id=school_id, _anchor="opinions"))
    return page("talks/record_opinion.html", form=form, school=school)


def _record_asked(form: OpinionForm, school_id: int, *, opened_year: int) -> None:
    """Record it; what was opened on one year and saved under another was not looked at, so that one stays."""
    year, opinion = form.first_year.data, Opinion(form.opinion.data)
    version = form.opened_version if year == opened_year and form.opened_version is not None else 0
    by, remark = viewer().person_id, form.remark.data or ""
    actions.record_opinion(school_id, year, opinion, remark=remark, version=version, by=by, now=clock.now())


@bp.get("/meningen")
@access(Role.COMMISSION)
def opinions() -> Answer:
    """What school leaders think of coaching, counted per school year, pilot and district schools apart."""
    this = SchoolYear.of(clock.today()).first
    year = _number("year") or this
    said = queries.opinions_said()
    asked = queries.opinions_in(year)
    schools = [each.school for each in queries.latest_contacts(viewer(), clock.today())]
    return render_template(
        "talks/opinions.html",
        by_track=opinions_by_track(said),
        year=year,
        years=[(each, school_year(each)) for each in sorted({this, *(one.first_year for one in said)}, reverse=True)],
        asked=asked,
        not_asked=[school for school in schools if school.id not in {row.school_id for row in asked}],
    )
