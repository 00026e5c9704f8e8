"""Where everybody begins: each role on its own page, the teacher on the one of this room."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, viewer
from coachtrack.agenda.queries import next_appointment_of
from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.agenda.views.answers import answering_of
from coachtrack.home import queries, rules
from coachtrack.home.views.blueprint import bp, exists
from coachtrack.privacy.queries.retention import announced_to
from coachtrack.privacy.rules.retention import NOTICE_LABELS
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.trajectories.queries import questions_about_content, trajectories_of_teacher
from coachtrack.trajectories.views.assessing import to_assess
from coachtrack.trajectories.views.blueprint import minutes_words
from coachtrack.trajectories.views.confirming import to_confirm
from coachtrack.trajectories.views.seeing import goals_seen_by


@bp.get("/")
@access(SIGNED_IN)
def start() -> Response | str:
    """On to what matters now, for the role that is looking."""
    target = rules.start_of(viewer())
    if target is not None and exists(target):
        return redirect(url_for(target))
    return render_template("home/start.html")


@bp.get("/start")
@access("teacher")
def teacher() -> str:
    """The next appointment first, then her own goal, what waits for her word, and the debrief shared last."""
    person_id, now = viewer().person_id, clock.now()
    coming = next_appointment_of(person_id, now)
    takes_part = not viewer().only_reads
    trajectories = {each.id: each for each in trajectories_of_teacher(person_id)}
    assessing = to_assess(trajectories.values()) if takes_part else {}
    return render_template(
        "home/teacher.html",
        coming=coming,
        answering=answering_of(coming, viewer(), now) if coming else None,
        goals=queries.goals_ahead(person_id),
        to_confirm=to_confirm(person_id) if takes_part else [],
        to_assess=[(trajectories[number], word) for number, word in assessing.items()],
        debriefed=queries.last_debriefed(person_id),
        questions=questions_about_content(person_id) if takes_part else [],
        takes_part=takes_part,
        goals_seen_by=goals_seen_by,
        going=announced_to(person_id),
        notice_labels=NOTICE_LABELS,
        kinds=KIND_LABELS,
        disciplines=DISCIPLINE_LABELS,
        minutes_words=minutes_words,
    )
