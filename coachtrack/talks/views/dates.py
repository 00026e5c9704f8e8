"""Carry out an agreement from the talk: trajectories for teachers, or dates that suit everyone in the agenda."""

from collections.abc import Mapping
from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda.forms.openings import instead_of, why_none
from coachtrack.agenda.queries.clashes import warnings_of
from coachtrack.agenda.rules.days import Days, SchoolYear
from coachtrack.agenda.rules.openings import Found, Obstacle
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.rules.promises import CarriedOut
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.formatting import capital
from coachtrack.forms import choices, page
from coachtrack.people.queries import teachers_of
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.talks.actions import planning as actions
from coachtrack.talks.forms.planning import DatesForm, DatesSearchForm, TrajectoriesForm
from coachtrack.talks.models import Talk
from coachtrack.talks.queries import dates as queries
from coachtrack.talks.queries.planning import agreement_in, agreements_in
from coachtrack.talks.rules.planning import KIND_OF, Proposal, Reason, propose, room_left
from coachtrack.talks.views.blueprint import bp, held_by_her
from coachtrack.talks.views.planning import HOLDERS, Answer, room_of
from coachtrack.trainings.queries import meeting_load, trainers_on


def _to(talk_id: int, agreement_id: int) -> Response:
    return redirect(url_for(".agree", talk_id=talk_id, _anchor=f"afspraak-{agreement_id}"), 303)


@bp.route("/<int:talk_id>/afspraken/<int:agreement_id>/trajecten", methods=["GET", "POST"])
@access(*HOLDERS)
def draft_trajectories(talk_id: int, agreement_id: int) -> Answer:
    """Which teachers are coached for this agreement, and by whom."""
    talk = held_by_her(talk_id)
    agreement = agreement_in(talk, agreement_id)
    form, under_way = _trajectories_form(agreement), queries.disciplines_under_way(talk.school_id)
    if form.validate_on_submit():
        with form.refusals():
            pairs = {line: actions.Pair(*pair) for line, pair in form.chosen.items()}
            discipline, by = Discipline(form.discipline.data), viewer().person_id
            drafted = actions.draft_trajectories(agreement, pairs, discipline=discipline, by=by, now=clock.now())
            db.session.commit()
            flash(
                ngettext(
                    "A trajectory was drafted. The coach gets the question to take it on.",
                    "%(num)s trajectories were drafted. The coaches get the question to take them on.",
                    len(drafted),
                )
            )
            return _to(talk_id, agreement_id)
    return page("talks/draft_trajectories.html", form=form, talk=talk, agreement=agreement, under_way=under_way)


def _trajectories_form(agreement: Agreement) -> TrajectoriesForm:
    """The teachers of the school with the coaches who may coach what was agreed."""
    today = clock.today()
    disciplines = [agreement.discipline] if agreement.discipline else list(Discipline)
    people = teachers_of(agreement.school_id, today)
    form = TrajectoriesForm(
        discipline=agreement.discipline, teachers=[{"teacher_id": str(person.id)} for person in people]
    )
    words = [(each.value, _(DISCIPLINE_LABELS[each])) for each in disciplines]
    form.discipline.choices = choices(words, none=None if agreement.discipline else _("Choose a discipline"))
    coaches = {
        person.id: f"{person.name} ({', '.join(str(_(DISCIPLINE_LABELS[each])) for each in hers)})"
        for person, hers in queries.coaches_in(disciplines, today).items()
    }
    form.offer(coaches, people)
    return form


@bp.route("/<int:talk_id>/afspraken/<int:agreement_id>/data", methods=["GET", "POST"])
@access(*HOLDERS)
def plan_dates(talk_id: int, agreement_id: int) -> Answer:
    """Dates for a team training, working group or course: proposed where everyone can, or typed, planned at once."""
    talk = held_by_her(talk_id)
    agreement = agreement_in(talk, agreement_id)
    if agreement.instrument.carried_out is CarriedOut.COACHING:
        raise NotFound
    search, is_asked = _search(talk, agreement), "trainer" in request.args
    told = {"talk": talk, "agreement": agreement, "search": search, **room_of(talk)}
    if not is_asked or not search.validate():
        form = DatesForm()
        form.status = 422 if is_asked else 200
        return page("talks/plan_dates.html", form=form, is_found=False, why="", notes=[], **told)
    proposal = Proposal(()) if request.method == "POST" else _proposal(agreement, search)
    form = _dates_form(agreement, search, proposal)
    if "more" in request.form:
        form.meetings.append_entry()
    elif form.validate_on_submit():
        with form.refusals():
            _plan(agreement, search, form)
            db.session.commit()
            return _to(talk_id, agreement_id)
    notes = [", ".join(map(instead_of, each.instead_of)) for each in proposal.dates]
    return page("talks/plan_dates.html", form=form, is_found=True, why=_why(proposal), notes=notes, **told)


def _search(talk: Talk, agreement: Agreement) -> DatesSearchForm:
    """What is looked for, by the address; as many as are still to be planned, as long as was agreed."""
    today = clock.today()
    left = next(each.without_date for each in agreements_in(talk) if each.agreement_id == agreement.id)
    held_on = clock.day_of(talk.appointment.starts_at) if talk.appointment is not None else today
    first = max(SchoolYear(agreement.first_year).starts_on, today + timedelta(days=1), held_on + timedelta(days=1))
    usual = min(max(agreement.minutes_each, 15), 720)
    search = DatesSearchForm(request.args, first=first, times=max(1, min(left, 12)), every=4, length=usual)
    trainers = [(each.id, each.name) for each in trainers_on(today)]
    search.trainer.choices = choices(trainers, none=_("Choose"))
    search.people.choices = choices((each.id, each.name) for each in queries.staff_of(talk.school_id, today))
    return search


def _proposal(agreement: Agreement, search: DatesSearchForm) -> Proposal:
    """Dates within the school year, up to the day by which it is to be done, as many as the school has room for."""
    year = SchoolYear(agreement.first_year)
    last = min(year.ends_on, agreement.due_on or year.ends_on)
    days = Days(max(search.first.data, year.starts_on, clock.today()), last)
    kind, length = KIND_OF.get(agreement.instrument.code), search.length.data
    load = meeting_load(agreement.school_id, agreement.first_year)
    facts = queries.date_facts(
        agreement.school_id,
        days,
        trainer_id=search.trainer.data,
        target_group=search.target_group.data,
        people=search.people.data or (),
        is_after_school=search.is_after_school,
        is_for_who_works=search.is_for_who_works,
    )
    return propose(
        facts,
        length=timedelta(minutes=length),
        days=days,
        not_before=clock.now(),
        times=search.times.data,
        weeks=search.interval,
        room=room_left(kind, load, length) if kind else None,
    )


def _why(proposal: Proposal) -> str:
    """Why there are fewer dates than were asked for, with the way on."""
    words: Mapping[Reason, str] = {
        Reason.CEILING: _("The school has no room for more team meetings in this school year. Change that with the"
                          " school first, or plan fewer."),
        Reason.YEAR: _("More does not fit before the agreement is to be done. Take fewer weeks in between, or plan"
                       " some by hand."),
    }  # fmt: skip
    if proposal.reason is None:
        return ""
    if proposal.dates or proposal.hindrance is None:
        return words.get(proposal.reason, words[Reason.YEAR])
    if proposal.hindrance.obstacle is Obstacle.DAY_OFF:
        return str(_("Most often %(name)s does not work at this school. Ask only who works on that day, or plan a day"
                     " by hand.", name=proposal.hindrance.name))  # fmt: skip
    return why_none(Found((), proposal.hindrance))


def _dates_form(agreement: Agreement, search: DatesSearchForm, proposal: Proposal) -> DatesForm:
    """The dates to begin with, and what they are called; or more of a training that goes on already."""
    discipline = f" {_(DISCIPLINE_LABELS[agreement.discipline])}" if agreement.discipline else ""
    form = DatesForm(
        title=capital(f"{agreement.instrument.name}{discipline}"),
        kind=KIND_OF.get(agreement.instrument.code),
        meetings=DatesForm.data_of(proposal.dates, at_least=search.times.data),
    )
    form.minutes = search.length.data
    known = [(each.id, each.title) for each in queries.trainings_under(agreement)]
    form.training.choices = choices(known, none=_("A new one"))
    return form


def _plan(agreement: Agreement, search: DatesSearchForm, form: DatesForm) -> None:
    training = next((each for each in queries.trainings_under(agreement) if each.id == form.training.data), None)
    group = actions.Group(
        title=form.title.data or "",
        kind=training.kind if training else form.kind.data,
        target_group=search.target_group.data,
        trainer_id=search.trainer.data,
        training=training,
        attendee_ids=search.people.data or None,
    )
    planned = actions.plan_dates(agreement, group, form.plans(), by=viewer().person_id, now=clock.now())
    ahead = [each.appointment for each in planned if each.appointment.ends_at > clock.now()]
    form.heed(warnings_of(ahead))
    flash(
        ngettext(
            "One date stands in the agenda of everyone it is for.",
            "%(num)s dates stand in the agenda of everyone they are for.",
            len(planned),
        )
    )
