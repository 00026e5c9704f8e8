"""What decides when people can meet at a school: all that planning would warn of, and the times that they prefer."""

from collections.abc import Collection, Mapping
from datetime import date

from coachtrack.agenda.queries.clashes import Roles, facts_between
from coachtrack.agenda.queries.preferred import preferred_by_person
from coachtrack.agenda.rules import clashes
from coachtrack.agenda.rules.appointments import PlaceKind
from coachtrack.agenda.rules.openings import Attendant, Engagement, Facts, WorkDays
from coachtrack.clock import AMSTERDAM
from coachtrack.schools.rules.times import USUAL_TIMES


def opening_facts(
    participants: Roles,
    *,
    school_id: int,
    first: date,
    last: date,
    names: Mapping[int, str] | None = None,
    except_ids: Collection[int] = (),
) -> Facts:
    """What is known from the first of these days up to and with the last, in as many statements for one as for many.

    `names` are those to call people by.
    """
    known = facts_between(first, last, school_id=school_id, participants=participants, except_ids=except_ids)
    preferred = preferred_by_person(participants)
    called = names or {}
    return Facts(
        people=tuple(
            Attendant(
                each.person_id,
                called.get(each.person_id, each.name),
                posts=tuple(WorkDays(week.days.first, week.days.last, week.weekdays) for week in each.weeks),
                away=each.away,
                engaged=tuple(Engagement(other.span, _is_elsewhere(other, school_id)) for other in each.elsewhere),
                busy=each.busy,
                preferred=tuple((line.weekday, line.starts, line.ends) for line in preferred[each.person_id]),
            )
            for each in known.people
        ),
        zone=AMSTERDAM,
        days=known.days,
        times=known.times or USUAL_TIMES,
        travel=known.travel,
    )


def _is_elsewhere(other: clashes.Elsewhere, school_id: int) -> bool:
    """Whether one has to travel between this appointment and the school."""
    return other.school_id not in (None, school_id) and other.place_kind is not PlaceKind.ONLINE
