from datetime import date

import pytest

from coachtrack.funding import queries
from coachtrack.funding.models import SchemeGoal
from coachtrack.funding.rules import Track
from coachtrack.viewer import Role
from tests.factories.funding import make_opening, make_participation, make_period
from tests.factories.people import make_coach, make_holder, make_person
from tests.factories.schools import make_school
from tests.support.client import Page, location_of


@pytest.fixture
def commission(sign_in):
    return sign_in(make_holder(Role.COMMISSION))


def test_the_commission_sets_up_a_scheme_with_a_period_and_goals(commission):
    answer = commission.submit("/regelingen/nieuw", name="Muziekimpuls", code="Muziek")
    assert location_of(answer) == "/regelingen"
    [scheme] = queries.schemes()
    form = f"/regelingen/{scheme.id}/perioden/nieuw"
    answer = commission.submit(form, name="2025-2028", starts_on="2025-01-01", ends_on="2028-12-31")
    [period] = queries.periods()
    assert location_of(answer) == f"/regelingen/perioden/{period.id}"
    for name in ("Samen spelen", "Samen zingen"):
        commission.submit(f"/regelingen/perioden/{period.id}/doelen/nieuw", name=name)
    second = queries.goals_of(period.id)[1]
    commission.submit(f"/regelingen/perioden/{period.id}", action=f"/doelen/{second.id}/omhoog")
    assert [goal.name for goal in queries.goals_of(period.id)] == ["Samen zingen", "Samen spelen"]
    assert "Samen zingen" in commission.page(f"/regelingen/perioden/{period.id}").text


def test_an_empty_programme_says_how_to_begin(commission):
    assert "/regelingen/nieuw" in commission.page("/regelingen").links().values()


def test_a_refused_period_keeps_what_was_typed(commission):
    period = make_period()
    answer = commission.submit(
        f"/regelingen/{period.scheme_id}/perioden/nieuw", name="Tweede", starts_on="2028-12-31", ends_on="2029-12-31"
    )
    assert answer.status_code == 422
    assert Page(answer).error_at("starts_on") != ""
    assert 'value="Tweede"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("typed", ["31-02-2026", "gisteren", "0001-01-01"])
def test_a_day_that_does_not_exist_is_refused_at_its_field(commission, typed):
    period = make_period()
    answer = commission.submit(f"/regelingen/perioden/{period.id}/openstelling/nieuw", track="other", starts_on=typed)
    assert (answer.status_code, Page(answer).error_at("starts_on") != "") == (422, True)


def test_an_older_form_of_a_period_gets_both_texts(commission, db):
    period = make_period()
    db.commit()
    opened = commission.get(f"/regelingen/perioden/{period.id}/wijzigen")
    period.name = "Anders"
    db.commit()
    answer = commission.submit(opened, name="Mijn naam")
    assert answer.status_code == 409
    html = answer.get_data(as_text=True)
    assert "Anders" in html
    assert 'value="Mijn naam"' in html
    assert commission.submit(answer).status_code == 302
    assert queries.get_period(period.id).name == "Mijn naam"


def test_several_schools_take_part_at_once(commission):
    period, schools = make_period(), [make_school(name=name) for name in ("Acacia", "Berk", "Cipres")]
    form = f"/regelingen/perioden/{period.id}/scholen/nieuw"
    chosen = [str(school.id) for school in schools[:2]]
    answer = commission.submit(form, schools=chosen, track="pilot_school", starts_on="2026-08-01")
    assert answer.status_code == 302
    assert [row.school_id for row in queries.participations_of(period.id)] == [school.id for school in schools[:2]]
    answer = commission.submit(form, track="pilot_school", starts_on="2026-08-01")
    assert answer.status_code == 422


def test_a_participation_is_changed_with_its_history_in_sight(commission):
    school, period = make_school(), make_period()
    row = make_participation(school, period)
    address = f"/regelingen/deelname/{row.id}"
    commission.submit(address, ends_on="2026-12-31", informed_by="programmaleider")
    page = commission.page(address)
    assert "programmaleider" in page.text
    assert len(page.elements("li", kind="timeline-item")) == 2


def test_an_older_form_of_a_participation_gets_both_texts_and_can_then_be_saved(commission):
    row = make_participation(make_school(), make_period())
    address = f"/regelingen/deelname/{row.id}"
    opened = commission.get(address)
    commission.submit(address, informed_by="de ander")
    answer = commission.submit(opened, track="district_school")
    assert answer.status_code == 409
    assert "de ander" in answer.get_data(as_text=True)
    assert commission.submit(answer).status_code == 302
    assert queries.standing_after(row).track is Track.DISTRICT_SCHOOL


def test_coaching_is_opened_and_ended(commission):
    period = make_period()
    commission.submit(f"/regelingen/perioden/{period.id}/openstelling/nieuw", track="other", starts_on="2026-08-01")
    [opening] = queries.openings_of(period.id)
    answer = commission.submit(f"/regelingen/openstelling/{opening.id}/beeindigen", ends_on="2026-07-31")
    assert answer.status_code == 422
    commission.submit(f"/regelingen/openstelling/{opening.id}/beeindigen", ends_on="2027-07-31")
    assert queries.openings_of(period.id)[0].ends_on == date(2027, 7, 31)
    assert commission.page(f"/regelingen/perioden/{period.id}").response.status_code == 200


def test_what_does_not_exist_is_not_found(commission):
    for address in ("perioden/404", "deelname/404", "doelen/404/wijzigen", "openstelling/404/beeindigen"):
        assert commission.get(f"/regelingen/{address}").status_code == 404


def test_others_may_not_enter(sign_in):
    period = make_period()
    for person in (make_coach(), make_holder(Role.ADMINISTRATOR), make_holder(Role.ADVISOR, make_school())):
        browser = sign_in(person)
        assert browser.get("/regelingen").status_code == 403
        assert browser.get(f"/regelingen/perioden/{period.id}").status_code == 403


def test_a_page_with_three_schools_costs_as_many_statements_as_with_one(commission, statements, db):
    period, counts = make_period(), []
    for number in (1, 3):
        while len(queries.participations_of(period.id)) < number:
            make_participation(make_school(), period)
            make_opening(period, list(Track)[len(queries.openings_of(period.id)) % 3], ends_on=date(2025, 3, 1))
            position = len(queries.goals_of(period.id)) + 1
            db.add(SchemeGoal(period_id=period.id, position=position, name=f"Goal {position}"))
            db.flush()
        db.commit()
        statements.clear()
        commission.page(f"/regelingen/perioden/{period.id}")
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]


def test_the_frameworks_can_be_read(commission):
    make_person()
    assert "TULE 2008" in commission.page("/regelingen/kaders").text
