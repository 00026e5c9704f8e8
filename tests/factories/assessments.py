"""What teachers say of themselves, for tests."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coachtrack.assessments import actions, queries
from coachtrack.assessments.models import SelfAssessment
from coachtrack.assessments.rules.questions import AssessmentMoment
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.schools.models import School
from tests.support.moments import NOW


def about_period(person: Person, school: School, period: FundingPeriod, **given: Any) -> actions.About:
    """A teacher on the period, or on what is given."""
    return actions.About(person.id, school.id, period, **({"moment": AssessmentMoment.PERIOD} | given))


def make_assessment(
    person: Person,
    school: School,
    period: FundingPeriod,
    answers: Mapping[str, int] | None = None,
    *,
    now: datetime = NOW,
    **given: Any,
) -> SelfAssessment:
    """She said this."""
    about = about_period(person, school, period, **given)
    actions.say(about, answers or {"expertise": 3}, now=now)
    found = queries.find_assessment(person.id, about.key, about.moment)
    assert found is not None
    return found
