"""Everyone at one school: added up by the database it says what the chain says, and reads nothing of other schools."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coachtrack.coverage import queries
from coachtrack.coverage.queries.at_school import at_school, lessons_at
from coachtrack.coverage.rules.figures import lesson_figures
from coachtrack.coverage.rules.verdict import minutes_held, seen_at
from coachtrack.evidence.queries import standing_facts
from coachtrack.evidence.rules.records import Activity
from tests.factories.coverage import TODAY, make_exemption
from tests.factories.evidence import make_held
from tests.factories.funding import make_participation
from tests.factories.people import make_absence, make_leader, make_post, make_teacher
from tests.factories.schools import make_school
from tests.support.moments import NOW


@pytest.fixture
def other(programme):
    school = make_school(name="Elders")
    make_participation(school, programme.period)
    return school


@pytest.fixture
def staff(programme, school, other, teacher, coach):
    """Someone with evidence here, there and nowhere in particular, of which not all is agreed upon; and some others."""
    for place in (school, other, None):
        make_held(teacher, coach, school_id=place.id if place else None, activity=Activity.TRAINING, kind="workshop")
    make_held(teacher, coach, school_id=school.id, activity=Activity.DEBRIEF, held_on=TODAY)
    make_held(teacher, coach, school_id=school.id, held_on=programme.period.starts_on - timedelta(days=1))
    make_post(teacher, other)
    make_leader(school)
    make_absence(make_teacher(school), TODAY, TODAY)
    make_exemption(make_teacher(school), programme.period)
    gone = make_teacher(school, post={"ends_on": TODAY - timedelta(days=3)})
    make_held(gone, coach, school_id=school.id)


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize("known_at", [None, NOW + timedelta(hours=1)])
@pytest.mark.parametrize("days", [0, 30])
def test_it_says_of_each_what_the_chain_says(programme, school, known_at, days):
    reference = replace(programme, on=TODAY - timedelta(days=days), known_at=known_at)
    found, told = at_school(reference, school.id), queries.coverage_of(reference, school_ids=[school.id])
    assert [member.person for member in found.people] == [row.person for row in told.people]
    for member, row in zip(found.people, told.people, strict=True):
        said = row.verdict.status, row.verdict.not_counting, row.verdict.exemption, row.verdict.missing
        verdict = member.verdict
        assert (verdict.status, verdict.not_counting, verdict.exemption, verdict.missing) == said
        assert member.minutes == sum(minutes_held(seen_at(row.verdict.held, [school.id])).values())
    assert found.total == told.total
    chain = {"from_": reference.period.starts_on, "until": reference.on, "known_at": known_at}
    then = [piece.fact for piece in standing_facts(school_ids=[school.id], **chain)]
    assert lessons_at(found) == lesson_figures(then)


def test_a_school_that_does_not_take_part_has_nobody_to_tell_of(programme):
    assert at_school(programme, make_school().id) is None


def test_the_page_of_today_reads_no_chain_and_no_agenda_of_coaches(commission, school, staff, statements):
    commission.page(f"/bereik/scholen/{school.id}")
    statements.clear()
    page = commission.page(f"/bereik/scholen/{school.id}")
    assert "outlook" in [each.get("id") for each in page.elements("section")]
    assert statements.naming("evidence_record", "booking", "coaching_session") == []


def test_how_it_looks_ahead_there_is_what_is_kept(commission, school, teacher):
    page = commission.page(f"/bereik/scholen/{school.id}")
    assert "Op koers 0 Wordt krap 1 Niet meer haalbaar 0" in page.text
    before = commission.page(f"/bereik/scholen/{school.id}?peildatum=2026-11-01")
    assert "outlook" not in [each.get("id") for each in before.elements("section")]
