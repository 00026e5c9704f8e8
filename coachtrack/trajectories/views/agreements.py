"""Which trajectories count for an agreement: chosen by who answers for it, also after they were begun."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agreements.forms import CountingForm
from coachtrack.agreements.permissions import may_amend_agreement
from coachtrack.agreements.queries import get_agreement
from coachtrack.database import db
from coachtrack.forms import choices, page
from coachtrack.trajectories import actions
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.queries.agreements import trajectories_for
from coachtrack.trajectories.views.blueprint import bp, discipline_word


@bp.route("/trajecten/schoolafspraak/<int:agreement_id>", methods=["GET", "POST"])
@access("commission", "advisor")
def count_for_agreement(agreement_id: int) -> Response | tuple[str, int]:
    """Those that are ticked count for it, those that are not do not."""
    agreement = get_agreement(agreement_id)
    allow_or_404(may_amend_agreement(viewer(), agreement))
    offered = trajectories_for(agreement)
    form = CountingForm(chosen=[each.id for each in offered if each.agreement_id == agreement_id])
    form.chosen.choices = choices((each.id, _named(each)) for each in offered)
    if form.validate_on_submit():
        with form.refusals():
            for each in offered:
                number = agreement_id if each.id in (form.chosen.data or ()) else None
                actions.link_to_agreement(each, agreement_id=number, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("What counts for the agreement has been kept."))
            return redirect(url_for("agreements.show", agreement_id=agreement_id, _anchor="counted"))
    return page("trajectories/count_for_agreement.html", form=form, agreement=agreement, offered=offered)


def _named(trajectory: CoachingTrajectory) -> str:
    return f"{trajectory.teacher.name}, {discipline_word(trajectory.discipline)} ({trajectory.coach.name})"
