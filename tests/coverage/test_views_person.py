from dataclasses import replace
from datetime import date

from coachtrack.coverage.rules.requirement import Combination, Demand, ExemptionReason, Group, Measure, Span
from coachtrack.evidence.rules.records import Activity
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.viewer import Role
from tests.factories.coverage import asking, make_exemption, make_rule
from tests.factories.evidence import make_held
from tests.factories.funding import make_opening
from tests.factories.people import make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory

NAMED = {"lesson_context": "regular_lesson", "discipline": "dance"}
TRAINING = {"activity": Activity.TRAINING, "kind": "team_training", "prep_minutes": 0, "debrief_minutes": 0}


def told_on(page, heading):
    """The lines of the list under a heading."""
    sections = [each for each in page.elements("section") if heading in "".join(each.itertext())]
    return [" ".join("".join(line.itertext()).split()) for section in sections for line in section.iter("li")]


def test_what_is_missing_is_told_group_by_group_with_its_last_day(commission, programme, school, teacher, coach):
    either = Group((Demand(Measure.COMPLETED_TRAJECTORIES, 1), Demand(Measure.CONFIRMED_DEBRIEFS, 1)))
    yearly = Group((Demand(Measure.COACHING_MINUTES, 120, Discipline.DANCE, Span.SCHOOL_YEAR),))
    make_rule(programme.period, asking(groups=(either, yearly)))
    make_rule(programme.period, replace(asking(groups=(either, yearly)), combination=Combination.ALL))
    make_held(teacher, coach, school_id=school.id, **NAMED)
    lines = told_on(commission.page(f"/bereik/mensen/{teacher.id}"), "Wat er nog ontbreekt")
    assert lines[1:] == [
        "nog 1 afgerond traject voor 31 december 2028",
        "nog 1 nabespreking voor 31 december 2028",
        "nog 45 min coaching in dans voor 31 juli 2027",
    ]


def test_how_much_of_each_demand_was_done_is_told(commission, programme, school, teacher, coach):
    several = (Demand(Measure.COACHING_MINUTES, 600), Demand(Measure.COACHING_MINUTES, 75, Discipline.DANCE))
    make_rule(programme.period, asking(demands=several, combination=Combination.ALL))
    make_held(teacher, coach, school_id=school.id, **NAMED)
    lines = told_on(commission.page(f"/bereik/mensen/{teacher.id}"), "wat daarvan is gedaan")
    assert lines == ["10 u coaching: 1 u 15 min gedaan", "1 u 15 min coaching in dans: 1 u 15 min gedaan"]


def test_what_was_done_elsewhere_is_not_told_in_hours_to_a_director(sign_in, programme, school, teacher, coach):
    make_held(teacher, coach, school_id=make_school().id, **NAMED)
    page = sign_in(make_leader(school)).page(f"/bereik/mensen/{teacher.id}")
    assert "wat daarvan is gedaan" not in page.text


def test_an_exemption_says_why_until_when_and_by_whom(commission, sign_in, programme, teacher):
    decider = make_holder(Role.COMMISSION)
    make_exemption(
        teacher, programme.period, reason=ExemptionReason.LEAVING_SOON, ends_on=date(2027, 3, 1), by=decider.id
    )
    words = f"Vrijgesteld tot en met 1 maart 2027. Besloten door {decider.name} op 1 januari 2025."
    for page in (commission.page(f"/bereik/mensen/{teacher.id}"), sign_in(teacher).page("/bereik/mijn-bewijs")):
        assert "vertrekt binnenkort" in page.text
        assert words in page.text


def test_a_piece_that_was_in_another_discipline_or_school_year_says_so(commission, programme, school, teacher, coach):
    yearly = Demand(Measure.COACHING_MINUTES, 600, Discipline.DANCE, Span.SCHOOL_YEAR)
    make_rule(programme.period, asking(demands=(yearly,)))
    make_held(teacher, coach, school_id=school.id, **(NAMED | {"discipline": "music"}))
    make_held(teacher, coach, school_id=school.id, held_on=date(2026, 5, 1), **NAMED)
    page = commission.page(f"/bereik/mensen/{teacher.id}")
    assert [row[2] for row in page.rows()] == [
        "was in een ander schooljaar",
        "is een andere discipline dan de voorwaarde vraagt",
    ]


def test_looking_ahead_is_told_to_who_is_not_there_yet_and_only_of_today(commission, programme, school):
    person = make_teacher(school)
    address = f"/bereik/mensen/{person.id}"
    assert "Wat er nog ontbreekt" in commission.page(address).text
    assert len(commission.page(address).elements("section")) > len(
        commission.page(f"{address}?peildatum=2026-11-01").elements("section")
    )


def test_the_page_leads_to_posts_and_absences_for_who_may_see_those(sign_in, programme, school, teacher):
    for person in (make_leader(school), make_holder(Role.COMMISSION)):
        page = sign_in(person).page(f"/bereik/mensen/{teacher.id}")
        assert page.links()["Aanstellingen en afwezigheid"] == f"/mensen/{teacher.id}"
    make_opening(programme.period)
    trajectory = make_active_trajectory(school=school, teacher=teacher)
    page = sign_in(trajectory.coach).page(f"/bereik/mensen/{teacher.id}")
    assert "Aanstellingen en afwezigheid" not in page.links()
