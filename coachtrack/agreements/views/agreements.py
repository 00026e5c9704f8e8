"""The agreements that someone may read, added up per school, and one of them with all that counts for it."""

from flask import render_template, request, url_for

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agreements import queries
from coachtrack.agreements.permissions import (
    may_amend_agreement,
    may_confirm_agreement,
    may_make_agreements,
    may_see_agreement,
    may_see_minutes,
)
from coachtrack.agreements.rules.progress import Line
from coachtrack.agreements.views.blueprint import Answer, bp, choice_asked, number_asked
from coachtrack.formatting import school_year

READERS = ("commission", "advisor", "school_leader", "culture_coordinator")


def _choices() -> dict[str, object]:
    """What the lists can be narrowed to."""
    return {
        "school_choices": [(school.id, school.name) for school in queries.schools_for(viewer())],
        "year_choices": [(year, school_year(year)) for year in queries.years_in_use(viewer())],
        "may_make": may_make_agreements(viewer()),
    }


@bp.route("")
@access(*READERS)
def index() -> Answer:
    """The agreements that this person may read, with how far they are and which of them run out of time."""
    whole = queries.overview(viewer(), choice_asked(), now=clock.now())
    return render_template(
        "agreements/index.html",
        agreements=queries.page_of(whole, number_asked("page") or 1),
        whole=whole,
        pressing=[] if request.args else queries.pressing_among(whole, now=clock.now()),
        **_choices(),
    )


@bp.route("/per-school")
@access(*READERS)
def per_school() -> Answer:
    """The same, added up per school and school year."""
    whole = queries.overview(viewer(), choice_asked(), now=clock.now())
    return render_template("agreements/per_school.html", whole=whole, **_choices())


@bp.route("/<int:agreement_id>")
@access(*READERS, "coach")
def show(agreement_id: int) -> Answer:
    """What was promised, how far that is and how it changed; never what was said."""
    agreement, now = queries.get_agreement(agreement_id), clock.now()
    allow_or_404(may_see_agreement(viewer(), agreement, coaches=queries.coaches_of(agreement_id)))
    progress = queries.progress_of([agreement], now=now)
    return render_template(
        "agreements/show.html",
        agreement=agreement,
        progress=progress[agreement.id],
        prospect=queries.prospects_of([agreement], progress, today=clock.today())[agreement.id],
        lines=queries.lines_of(agreement.id, now=now),
        amendments=queries.amendments_of(agreement.id),
        may_amend=may_amend_agreement(viewer(), agreement),
        may_confirm=may_confirm_agreement(viewer(), agreement),
        sees_minutes=may_see_minutes(viewer()),
        line_url=line_url,
    )


def line_url(line: Line) -> str:
    """The page of the trajectory or training behind a line."""
    if line.number is None:
        return ""
    if line.is_session:
        return url_for("trajectories.show", trajectory_id=line.number)
    return url_for("trainings.show", training_id=line.number)
