"""Find moments that suit a team, and take them along to the form that plans a training."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.agenda.forms.openings import ChoiceForm, instead_of, why_none, why_suits_team
from coachtrack.agenda.queries.openings import opening_facts
from coachtrack.agenda.rules.appointments import ParticipantRole
from coachtrack.agenda.rules.openings import HORIZON, Facts, after_school, openings
from coachtrack.agenda.rules.series import Planned, series
from coachtrack.forms import choices, page
from coachtrack.trainings import queries
from coachtrack.trainings.forms.planning import AFTER, WHO_WORKS, TeamMomentForm
from coachtrack.trainings.permissions import may_see_who_cannot_come
from coachtrack.trainings.views.blueprint import MAY_PLAN, Answer, bp, moment_for_address, trainers_for

PAGE = "trainings/find_moment.html"


@bp.route("/moment", methods=["GET", "POST"])
@access(*MAY_PLAN)
def find_moment() -> Answer:
    """The first moments that suit a trainer and the team of a school; one leads to the form that plans a training."""
    search, form = _search(), ChoiceForm()
    if not request.args.get("school"):
        return render_template(PAGE, search=search, form=form, found=None)
    if not search.validate():
        return render_template(PAGE, search=search, form=form, found=None), 422
    if form.validate_on_submit():
        return _to_the_plan(search, form.chosen)
    first = max(search.first.data, clock.today())
    last, length = first + HORIZON, timedelta(minutes=search.length.data)
    found = openings(_facts(search, first, last), length=length, first=first, last=last, not_before=clock.now())
    form.offer(found.openings, length=length)
    everyone = _("Everyone is free.")
    hints = {each.span.starts_at.isoformat(): why_suits_team(each) or everyone for each in found.openings}
    return page(PAGE, search=search, form=form, found=found, hints=hints, why=why_none(found))


def _search() -> TeamMomentForm:
    """What is looked for, by the address; from tomorrow on unless it says otherwise."""
    person, today = viewer(), clock.today()
    search = TeamMomentForm(request.args, first=today + timedelta(days=1))
    schools = [(school.id, school.name) for school in queries.schools_for_trainings(person, today)]
    search.school.choices = choices(schools, none=_("Choose"))
    trainers = trainers_for(person, today)
    search.trainer.choices = choices(trainers, none=None if len(trainers) == 1 else _("Choose"))
    return search


def _facts(search: TeamMomentForm, first: date, last: date) -> Facts:
    """What is known of trainer and team; who of the team is in the way is told to who may see it, why to nobody."""
    school_id, trainer_id = search.school.data, search.trainer.data
    team = [person.id for person in queries.those_expected(search.target_group.data, [school_id], first)]
    team = [person_id for person_id in team if person_id != trainer_id]
    seen = may_see_who_cannot_come(viewer(), school_id)
    facts = opening_facts(
        dict.fromkeys(team, ParticipantRole.ATTENDEE) | {trainer_id: ParticipantRole.TRAINER},
        school_id=school_id,
        first=first,
        last=last,
        names={} if seen else dict.fromkeys(team, str(_("someone of the team"))),
    )
    facts = replace(facts, people=tuple(replace(each, says_why=each.person_id == trainer_id) for each in facts.people))
    if search.needed.data == WHO_WORKS:
        facts = replace(facts, people=tuple(replace(each, posts=()) for each in facts.people))
    return replace(facts, times=after_school(facts.times)) if search.hours.data == AFTER else facts


def _to_the_plan(search: TeamMomentForm, first: datetime) -> Response:
    """To the form of a training, with the school, the trainer and the meetings filled in."""
    day = clock.day_of(first)
    last = day + timedelta(weeks=search.interval * search.times.data) + HORIZON
    facts, length = _facts(search, day, last), timedelta(minutes=search.length.data)
    proposed = series(facts, first=first, length=length, times=search.times.data, weeks=search.interval, last=last)
    _say_what_moved(proposed, search.times.data)
    return redirect(
        url_for(
            ".plan",
            school=search.school.data,
            trainer=search.trainer.data,
            target_group=search.target_group.data,
            catalogus=request.args.get("catalogus", type=int),
            schoolafspraak=request.args.get("schoolafspraak", type=int),
            moment=[moment_for_address(each.span) for each in proposed],
        ),
        303,
    )


def _say_what_moved(proposed: tuple[Planned, ...], wanted: int) -> None:
    moved = [instead_of(missed) for each in proposed for missed in each.instead_of]
    if moved:
        flash(_("Some meetings stand on another day: %(days)s.", days=", ".join(moved)), "warning")
    if len(proposed) < wanted:
        flash(_("Only %(count)s of the %(wanted)s times suit everyone in this period.",
                count=len(proposed), wanted=wanted), "warning")  # fmt: skip
