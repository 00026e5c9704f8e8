"""Requirements, facts and exemptions, for tests: a programme in which one person at one school is looked at."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from coachtrack.coverage import actions
from coachtrack.coverage.models import Exemption, RequirementRule
from coachtrack.coverage.queries import Reference
from coachtrack.coverage.rules.requirement import Combination, Demand, ExemptionReason, Group, Measure, Requirement
from coachtrack.coverage.rules.scope import PostFact, Stretch
from coachtrack.coverage.rules.verdict import EvidenceFact, Frame, PersonFacts, cells_of
from coachtrack.evidence.rules.records import Fact
from coachtrack.funding.models import FundingPeriod
from coachtrack.people.models import Person
from coachtrack.people.rules.posts import PostFunction
from tests.factories.evidence import a_fact
from tests.factories.funding import make_participation, make_period
from tests.factories.schools import make_school

SET = datetime(2025, 1, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
FRAME = Frame(date(2025, 1, 1), date(2028, 12, 31), TODAY)
_numbers = count(1)


def asking(measure: Measure = Measure.CONFIRMED_DEBRIEFS, at_least: int = 1, **given: Any) -> Requirement:
    """A requirement with one demand, of class teachers and substitutes, unless told.

    `demands` and `combination` make one group; `discipline`, `span` and `training_cap_minutes` go to the demand.
    """
    more = {name: given.pop(name) for name in ("discipline", "span", "training_cap_minutes") if name in given}
    demands = given.pop("demands", (Demand(measure, at_least, **more),))
    values: dict[str, Any] = {
        "groups": (Group(demands, given.pop("combination", Combination.ANY)),),
        "functions": frozenset({PostFunction.CLASS_TEACHER, PostFunction.SUBSTITUTE_TEACHER}),
    }
    return Requirement(**(values | given))


def a_post(function: PostFunction = PostFunction.CLASS_TEACHER, *, school_id: int = 1, **given: Any) -> PostFact:
    """A class teacher since 2020."""
    return PostFact(school_id, function, Stretch(**({"starts_on": date(2020, 8, 1)} | given)))


def a_piece(number: int | None = None, fact: Fact | None = None, **given: Any) -> EvidenceFact:
    """A session that the coach logged; `given` goes to the fact, but for who confirmed it."""
    known = {name: given.pop(name) for name in ("confirmed_by", "is_one_sided") if name in given}
    return EvidenceFact(number or next(_numbers), fact or a_fact(**given), **known)


def a_person(*evidence: EvidenceFact, **given: Any) -> PersonFacts:
    """A class teacher of school 1 with this evidence, piece by piece and added up."""
    values: dict[str, Any] = {"person_id": 1, "posts": (a_post(),), "evidence": evidence}
    return PersonFacts(**(values | {"cells": cells_of(evidence, FRAME)} | given))


def make_rule(period: FundingPeriod, requirement: Requirement | None = None, **given: Any) -> RequirementRule:
    """The requirement of a period, from its first day."""
    values: dict[str, Any] = {"starts_on": period.starts_on, "by": None, "now": SET}
    return actions.set_requirement(period, requirement or asking(), **(values | given))


def make_programme(requirement: Requirement | None = None, *, schools: int = 1, **given: Any) -> Reference:
    """A period with a requirement, in which so many new schools take part; looked at today."""
    period = make_period()
    make_rule(period, requirement)
    for _number in range(schools):
        make_participation(make_school(), period)
    return Reference(**({"period": period, "on": TODAY} | given))


def make_exemption(person: Person, period: FundingPeriod, **given: Any) -> Exemption:
    """This person need not meet the requirement of the period."""
    values: dict[str, Any] = {
        "reason": ExemptionReason.EARLIER_TRAINING,
        "starts_on": period.starts_on,
        "ends_on": None,
        "by": None,
        "now": SET,
    }
    return actions.exempt(person.id, period, **(values | given))
