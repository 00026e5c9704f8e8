"""Who sees what is written: the sentences beside it, which stay true when it is shared or handed over."""

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from coachtrack import formatting
from coachtrack.access import viewer
from coachtrack.clock import day_of
from coachtrack.people.queries import get_person
from coachtrack.reflections import queries as reflections
from coachtrack.reflections.models import ContentShare, Debrief
from coachtrack.reflections.rules import Audience
from coachtrack.trajectories import queries
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory
from coachtrack.trajectories.views.blueprint import bp

WITH_READER = frozenset({Audience.NEXT_COACH})


@bp.context_processor
def words() -> dict[str, object]:
    """What the templates of this room may say of it."""
    return {"debrief_seen_by": debrief_seen_by, "goals_seen_by": goals_seen_by}


def goals_seen_by(trajectory: CoachingTrajectory) -> str:
    """Who sees goals, starting point and growth, said to the teacher or to her coach."""
    shares = [each for each in reflections.shares_of(trajectory.id) if each.appointment_id is None]
    is_teacher = viewer().person_id == trajectory.teacher_id
    others = [(trajectory.coach if is_teacher else trajectory.teacher).first_name]
    leaders = [_("the director and ICC'er of the school")] if _any(shares, Audience.LEADERS) else []
    taken_over = queries.find_latest_handover(trajectory.id) if is_teacher else None
    if taken_over is None or taken_over.accepted_at is None or _any(shares, Audience.NEXT_COACH):
        return _sentence([*others, *leaders])
    since = formatting.day(day_of(taken_over.accepted_at))
    words = _("%(sentence)s What is from before %(day)s, %(name)s does not see.",
              sentence=_sentence([*others, *leaders]), day=since, name=others[0])  # fmt: skip
    return str(words)


def debrief_seen_by(session: CoachingSession, debrief: Debrief) -> str:
    """Who sees a shared debrief, said to the teacher or to the coach who wrote it."""
    trajectory = session.trajectory
    is_teacher = viewer().person_id == trajectory.teacher_id
    names = [(get_person(debrief.writer_id) if is_teacher else trajectory.teacher).first_name]
    shares = [each for each in reflections.shares_of(trajectory.id) if each.appointment_id == session.appointment_id]
    if any(_holds(each, trajectory) and each.audience is Audience.NEXT_COACH for each in shares):
        names.append(trajectory.coach.first_name)
    if _any(shares, Audience.ADVISOR):
        names.append(_("the advisor of the school"))
    return _sentence(names)


def _holds(share: ContentShare, trajectory: CoachingTrajectory) -> bool:
    return share.audience not in WITH_READER or share.reader_id == trajectory.coach_id


def _any(shares: Sequence[ContentShare], audience: Audience) -> bool:
    return any(each.audience is audience for each in shares)


def _sentence(others: Sequence[str]) -> str:
    if len(others) == 1:
        return str(_("Only you and %(name)s see this.", name=others[0]))
    return str(_("You see this, and so do %(others)s.", others=format_list(others, locale=get_locale())))
