import re
from dataclasses import replace
from datetime import date

import pytest

from coachtrack.coverage import queries
from coachtrack.coverage.rules.requirement import Combination, Demand, Group, Measure
from coachtrack.people.rules.posts import PostFunction
from tests.factories.coverage import asking, make_rule
from tests.factories.funding import make_period
from tests.support.client import Page, location_of


def test_the_requirement_is_a_sentence_in_plain_dutch(commission, programme):
    asked = asking(
        demands=(
            Demand(Measure.COMPLETED_TRAJECTORIES, 1),
            Demand(Measure.CONFIRMED_DEBRIEFS, 3),
            Demand(Measure.ALL_MINUTES, 720, training_cap_minutes=240),
        ),
        one_sided_counts=False,
    )
    make_rule(programme.period, asked)
    make_rule(programme.period, replace(asked, groups=(Group(asked.demands, Combination.ALL),), one_sided_counts=True))
    paragraphs = commission.page(f"/bereik/voorwaarde/{programme.period.id}").all("p")
    either = (
        "Minstens 1 afgerond traject, 3 sessies met een bevestigde nabespreking of 12 u coaching en bijscholing samen "
        "(bijscholing telt daarvan mee tot 4 u). Een nabespreking telt als de leerkracht die heeft bevestigd."
    )
    both = (
        "Minstens 1 afgerond traject, 3 sessies met een bevestigde nabespreking en 12 u coaching en bijscholing "
        "samen (bijscholing telt daarvan mee tot 4 u). Een nabespreking telt ook als de leerkracht er veertien dagen "
        "niets over zei; vakanties tellen niet mee."
    )
    assert [text for text in paragraphs if text.startswith("Minstens")][:2] == [both, either]


def test_a_new_version_is_written_in_a_form_and_the_old_one_stays(commission, programme):
    form = f"/bereik/voorwaarde/{programme.period.id}/nieuw"
    answer = commission.submit(
        form, starts_on="2026-08-01", coaching_hours=None, completed_trajectories="1", all_hours="12",
        training_cap_hours="4", functions=["class_teacher"],
    )  # fmt: skip
    assert location_of(answer) == f"/bereik/voorwaarde/{programme.period.id}"
    newest, oldest = queries.rules_of(programme.period.id)
    assert (newest.starts_on, newest.number, oldest.number) == (date(2026, 8, 1), 2, 1)
    asked = queries.requirement_in_force(programme)
    hours = Demand(Measure.ALL_MINUTES, 720, training_cap_minutes=240)
    assert asked.demands == (Demand(Measure.COMPLETED_TRAJECTORIES, 1), hours)
    assert asked.functions == {PostFunction.CLASS_TEACHER}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"completed_trajectories": "veel"}, "completed_trajectories"),
        ({"completed_trajectories": "0"}, "completed_trajectories"),
        ({"all_hours": "99999999999999999999"}, "all_hours"),
        ({"starts_on": "2024-12-31"}, "starts_on"),
        ({"starts_on": "31-02-2026"}, "starts_on"),
        ({"away_days": ""}, "away_days"),
    ],
)
def test_a_requirement_that_is_refused_keeps_what_was_typed(commission, programme, typed, field):
    given = {"confirmed_debriefs": "17"} | typed
    answer = commission.submit(f"/bereik/voorwaarde/{programme.period.id}/nieuw", **given)
    assert (answer.status_code, Page(answer).error_at(field) != "") == (422, True)
    kept = answer.get_data(as_text=True)
    assert 'value="17"' in kept
    assert not re.search(r"ongeldig|geen geldig|not a valid", kept, re.IGNORECASE)
    assert len(queries.rules_of(programme.period.id)) == 1


def test_a_requirement_that_asks_nothing_is_refused_above_the_form(commission, programme):
    answer = commission.submit(f"/bereik/voorwaarde/{programme.period.id}/nieuw", coaching_hours="")
    assert answer.status_code == 422
    assert "Vul ten minste één hoeveelheid in." in Page(answer).text


def test_a_requirement_of_nobody_is_refused(commission, programme):
    answer = commission.submit(f"/bereik/voorwaarde/{programme.period.id}/nieuw", functions=None)
    assert answer.status_code == 422
    assert "Kies welke functies meetellen" in Page(answer).text


def test_the_first_version_is_suggested_from_the_first_day_of_the_period(commission, db):
    period = make_period()
    answer = commission.submit(f"/bereik/voorwaarde/{period.id}/nieuw")
    assert answer.status_code == 302
    [rule] = queries.rules_of(period.id)
    assert rule.starts_on == period.starts_on
    assert commission.get("/bereik/voorwaarde/999999").status_code == 404
