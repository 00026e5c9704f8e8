import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.coverage import actions, queries
from coachtrack.coverage.rules.changes import Changes
from coachtrack.coverage.rules.requirement import ExemptionReason, Measure, RequirementStatus
from coachtrack.coverage.rules.verdict import decide
from coachtrack.coverage.views import requirement as form_views
from coachtrack.errors import NotFound, Refused
from coachtrack.jobs import JobState
from tests.coverage.test_rules_properties import people, requirements
from tests.factories.coverage import FRAME, TODAY, asking, make_exemption, make_rule
from tests.factories.evidence import make_held
from tests.factories.funding import make_participation
from tests.factories.people import make_teacher
from tests.factories.schools import make_school
from tests.support.client import location_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
S = RequirementStatus
NAMED = {"lesson_context": "regular_lesson", "discipline": "dance"}
SET = "Deze voorwaarde instellen"


@pytest.fixture
def reached(school, coach):
    """Someone with a session of 75 minutes, which is what the rule in force asks."""
    person = make_teacher(school, "Mila", last_name="Bakker")
    make_held(person, coach, school_id=school.id, **NAMED)
    return person


def tried(programme, commission_id, at_least=600, **given):
    asked = asking(Measure.COACHING_MINUTES, at_least)
    values = {"starts_on": TODAY, "by": commission_id, "now": NOW} | given
    return actions.try_requirement(programme, asked, **values)


# --- who moves --------------------------------------------------------------------------------------------------


@given(requirements, requirements, st.lists(people, max_size=5))
def test_everyone_is_looked_at_and_only_who_stands_elsewhere_moves(old, new, drawn):
    facts = {number: replace(person, person_id=number) for number, person in enumerate(drawn)}
    changes = Changes()
    changes.look_at(facts, old, new, FRAME)
    moved = {person_id: (before, after) for person_id, before, after in changes.who()}
    for number, person in facts.items():
        before, after = (decide(each, person, FRAME).status for each in (old, new))
        assert moved.get(number, (after, after)) == (before, after)
        assert (number in moved) == (before is not after)
    assert (changes.people, changes.after.total(), changes.number) == (len(facts), len(facts), len(moved))
    assert Changes.read(changes.written) == changes


def test_those_who_lose_what_they_reached_come_first_and_each_in_the_order_of_the_list():
    changes = Changes(moved={"not_started>planned": [1, 2], "met>in_progress": [3, 4]})
    changes.put_in_order([4, 2, 3, 1])
    assert [each[0] for each in changes.who()] == [4, 3, 2, 1]
    assert [each[0] for each in changes.who("not_started>planned")] == [2, 1]
    assert changes.counts == [("met", "in_progress", 2), ("not_started", "planned", 2)]


def test_a_version_is_tried_out_on_everyone_and_nothing_is_set(programme, school, reached, commission):
    make_teacher(school)
    make_exemption(make_teacher(school), programme.period, reason=ExemptionReason.OTHER)
    seen = []
    asked = asking(Measure.COACHING_MINUTES, 600)
    changes = queries.whose_status_changes(programme, asked, progress=lambda done, total: seen.append((done, total)))
    assert (changes.people, changes.moved) == (3, {"met>in_progress": [reached.id]})
    assert dict(changes.after) == {"in_progress": 1, "not_started": 1, "exempt": 1}
    assert seen == [(3, 3)]
    assert len(queries.rules_of(programme.period.id)) == 1


# --- setting what was tried -------------------------------------------------------------------------------------


def test_what_was_tried_is_set_as_it_was_shown(programme, reached):
    trial = tried(programme, reached.id)
    rule = actions.set_tried(trial, programme.period, seen=NOW.isoformat(), by=None, now=NOW)
    assert (rule.number, rule.starts_on) == (2, TODAY)
    assert queries.requirement_in_force(programme) == asking(Measure.COACHING_MINUTES, 600)


def test_what_was_tried_is_not_set_over_a_version_that_came_between(programme, reached):
    trial = tried(programme, reached.id)
    make_rule(programme.period)
    with pytest.raises(Refused):
        actions.set_tried(trial, programme.period, seen=NOW.isoformat(), by=None, now=NOW)


def test_only_what_was_looked_at_is_set(commission, programme, reached):
    address = f"/bereik/voorwaarde/proef/{tried(programme, reached.id).id}"
    answer = commission.post(f"{address}/instellen", data={"seen": "2026-11-23T12:00:00+00:00"})
    assert location_of(answer) == address
    assert "Dit is een andere versie dan die je hebt bekeken." in commission.page(address).text
    assert len(queries.rules_of(programme.period.id)) == 1


def test_a_trial_is_kept_for_a_day(programme, reached):
    old = tried(programme, reached.id).id
    tried(programme, reached.id, now=NOW + timedelta(days=1, minutes=1))
    with pytest.raises(NotFound):
        queries.get_trial(old)


# --- the page ---------------------------------------------------------------------------------------------------


def test_the_page_shows_whose_status_changes_before_anything_is_set(commission, programme, school, reached):
    make_teacher(school)
    form = f"/bereik/voorwaarde/{programme.period.id}/nieuw"
    answer = commission.submit(
        form, button="Bekijk bij wie de status verandert", **{"groups-0-demands-0-at_least": "10"}
    )
    page = commission.page(location_of(answer))
    assert "Minstens 10 u coaching." in page.text
    assert "Bij 1 van de 2 mensen verandert de status" in page.text
    assert [row[:2] for row in page.rows()] == [["Bereikt", "Bezig"]]
    assert page.rows(1) == [["Mila Bakker", school.name, "Bereikt", "Bezig"]]
    assert len(queries.rules_of(programme.period.id)) == 1
    answer = commission.submit(location_of(answer), button=SET)
    assert location_of(answer) == f"/bereik/voorwaarde/{programme.period.id}"
    assert len(queries.rules_of(programme.period.id)) == 2


def test_the_list_is_narrowed_by_school_and_by_status(commission, programme, school, reached, coach):
    other = make_school(name="Ver weg")
    make_participation(other, programme.period)
    make_held(make_teacher(other, "Ans", last_name="Aarts"), coach, school_id=other.id, **NAMED)
    address = f"/bereik/voorwaarde/proef/{tried(programme, reached.id).id}"
    found = {}
    for query in ("", "?school=ver+WEG", "?school=%25", "?van-naar=met>in_progress", "?van-naar=met>planned"):
        page = commission.page(address + query)
        found[query] = [row[0] for row in page.rows(1)] if len(page.elements("table")) > 1 else []
    assert found == {
        "": ["Ans Aarts", "Mila Bakker"],
        "?school=ver+WEG": ["Ans Aarts"],
        "?school=%25": [],
        "?van-naar=met>in_progress": ["Ans Aarts", "Mila Bakker"],
        "?van-naar=met>planned": [],
    }


def test_changing_what_was_tried_begins_where_it_was(commission, programme, reached):
    trial = tried(programme, reached.id, starts_on=programme.period.starts_on)
    link = commission.page(f"/bereik/voorwaarde/proef/{trial.id}").links()["Nog aanpassen"]
    page = commission.page(link)
    assert 'value="10"' in page.response.get_data(as_text=True)
    assert 'value="2025-01-01"' in page.response.get_data(as_text=True)


def test_a_later_version_takes_over_and_the_page_says_so(commission, programme, reached):
    make_rule(programme.period, starts_on=TODAY + timedelta(30))
    page = commission.page(f"/bereik/voorwaarde/proef/{tried(programme, reached.id).id}")
    assert "Vanaf donderdag 24 december 2026 geldt versie 2, die al eerder is ingesteld." in page.text


def test_what_does_not_hold_on_the_day_is_shown_as_if_it_did(commission, programme, reached):
    make_rule(programme.period, starts_on=TODAY - timedelta(1))
    asked = {
        "later": tried(programme, reached.id, starts_on=TODAY + timedelta(1)),
        "overtaken": tried(programme, reached.id, starts_on=TODAY - timedelta(2)),
        "now": tried(programme, reached.id),
    }
    pages = {name: commission.page(f"/bereik/voorwaarde/proef/{each.id}").text for name, each in asked.items()}
    words = "Zo zou het zijn op dinsdag 24 november 2026, als de nieuwe versie dan al gold."
    assert [name for name, text in pages.items() if words in text] == ["later", "overtaken"]


def test_a_version_that_came_between_is_told_and_not_overwritten(commission, programme, reached):
    address = f"/bereik/voorwaarde/proef/{tried(programme, reached.id).id}"
    commission.page(address)
    make_rule(programme.period)
    answer = commission.post(f"{address}/instellen", data={"seen": NOW.isoformat()})
    assert location_of(answer) == address
    page = commission.page(address)
    assert "Er is intussen een andere versie ingesteld." in page.text
    assert len(queries.rules_of(programme.period.id)) == 2


def test_a_large_programme_is_tried_out_beside_the_request(commission, programme, reached, monkeypatch):
    monkeypatch.setattr(form_views, "MOST_AT_ONCE", 0)
    form = f"/bereik/voorwaarde/{programme.period.id}/nieuw"
    answer = commission.submit(
        form, button="Bekijk bij wie de status verandert", **{"groups-0-demands-0-at_least": "10"}
    )
    waiting = location_of(answer)
    assert waiting.startswith("/werk/")
    for thread in [each for each in threading.enumerate() if each.name.startswith("job-")]:
        thread.join(20)
    state = commission.get(waiting, headers={"Accept": "application/json"}).get_json()
    assert state["state"] == JobState.DONE
    assert "Bij 1 van de 1 mensen verandert de status" in commission.page(state["next"]).text
