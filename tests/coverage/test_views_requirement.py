import re
from dataclasses import replace
from datetime import date

import pytest

from coachtrack.coverage import queries
from coachtrack.coverage.rules.requirement import Combination, Demand, Group, Measure, Span
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.rules.subjects import Discipline
from tests.factories.coverage import TODAY, asking, make_rule
from tests.factories.funding import make_period
from tests.support import pages
from tests.support.client import Page, location_of

AT, OF = "groups-0-demands-0-at_least", "groups-0-demands-0-measure"
SECOND = "groups-0-demands-1"
LOOK = "Bekijk bij wie de status verandert"


@pytest.fixture
def form_at(programme):
    return f"/bereik/voorwaarde/{programme.period.id}/nieuw"


def fields_on(page):
    return pages.fields_of((page if isinstance(page, Page) else Page(page)).form()[0])


def set_with(client, form, **typed):
    """Fill in the form, look at what changes, and set it."""
    preview = client.submit(form, button=LOOK, **typed)
    assert preview.status_code == 303, Page(preview).text
    return client.submit(location_of(preview), button="Deze voorwaarde instellen")


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


def test_a_new_version_is_written_in_a_form_and_the_old_one_stays(commission, programme, form_at):
    answer = set_with(
        commission, form_at, starts_on="2026-08-01", functions=["class_teacher"],
        **{AT: "7,5", OF: "all_minutes", "groups-0-demands-0-training_cap_minutes": "4"},
    )  # fmt: skip
    assert location_of(answer) == f"/bereik/voorwaarde/{programme.period.id}"
    newest, oldest = queries.rules_of(programme.period.id)
    assert (newest.starts_on, newest.number, oldest.number) == (date(2026, 8, 1), 2, 1)
    asked = queries.requirement_in_force(programme)
    assert asked.demands == (Demand(Measure.ALL_MINUTES, 450, training_cap_minutes=240),)
    assert asked.functions == {PostFunction.CLASS_TEACHER}


def test_lines_and_groups_are_added_and_taken_away_without_losing_what_was_typed(commission, form_at):
    page = commission.submit(form_at, button="Regel toevoegen", **{AT: "veel", "starts_on": "2026-09-01"})
    assert page.status_code == 200
    page = commission.submit(
        page, button="Groep toevoegen", **{f"{SECOND}-at_least": "8", f"{SECOND}-measure": "training_minutes"}
    )
    fields = fields_on(page)
    assert (fields[AT], fields[f"{SECOND}-at_least"], fields["groups-1-demands-0-at_least"]) == (["veel"], ["8"], [""])
    assert fields["starts_on"] == ["2026-09-01"]
    page = commission.submit(page, button="Haal deze regel weg (regel 1 van groep 1)")
    fields = fields_on(page)
    assert (fields[AT], fields[OF], f"{SECOND}-at_least" in fields) == (["8"], ["training_minutes"], False)
    page = commission.submit(page, button="Haal deze regel weg (regel 1 van groep 2)")
    assert [name for name in fields_on(page) if name.endswith("at_least")] == [AT]


def test_groups_mix_and_with_or(commission, programme, form_at):
    page = commission.submit(form_at, button="Regel toevoegen", **{AT: "12"})
    page = commission.submit(
        page, button="Groep toevoegen",
        **{f"{SECOND}-at_least": "1", f"{SECOND}-measure": "completed_trajectories", f"{SECOND}-discipline": "music"},
    )  # fmt: skip
    last = "groups-1-demands-0"
    typed = {f"{last}-at_least": "8", f"{last}-measure": "training_minutes", f"{last}-span": "school_year"}
    preview = commission.submit(page, button=LOOK, **typed, combination="all")
    assert (
        "Dit is allemaal nodig: (1) minstens 12 u coaching of 1 afgerond traject in muziek; (2) minstens 8 u "
        "bijscholing per schooljaar." in commission.page(location_of(preview)).text.replace("\u00a0", " ")
    )
    commission.submit(location_of(preview), button="Deze voorwaarde instellen")
    asked = queries.requirement_in_force(programme)
    assert (asked.combination, [group.combination for group in asked.groups]) == (
        Combination.ALL,
        [Combination.ANY] * 2,
    )
    assert asked.demands == (
        Demand(Measure.COACHING_MINUTES, 720),
        Demand(Measure.COMPLETED_TRAJECTORIES, 1, Discipline.MUSIC),
        Demand(Measure.TRAINING_MINUTES, 480, span=Span.SCHOOL_YEAR),
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({AT: "veel"}, AT),
        ({AT: "0"}, AT),
        ({AT: ""}, AT),
        ({AT: "99999999999999999999"}, AT),
        ({AT: "NaN"}, AT),
        ({AT: "1,5", OF: "confirmed_debriefs"}, AT),
        ({AT: "8", OF: "disciplines"}, AT),
        ({AT: "2", OF: "disciplines", "groups-0-demands-0-discipline": "music"}, "groups-0-demands-0-discipline"),
        ({"groups-0-demands-0-training_cap_minutes": "4"}, "groups-0-demands-0-training_cap_minutes"),
        ({"starts_on": "2024-12-31"}, "starts_on"),
        ({"starts_on": "31-02-2026"}, "starts_on"),
        ({"away_days": ""}, "away_days"),
    ],
)
def test_a_requirement_that_is_refused_keeps_what_was_typed(commission, programme, form_at, typed, field):
    given = {"substitute_days": "17"} | typed
    answer = commission.submit(form_at, button=LOOK, **given)
    assert (answer.status_code, Page(answer).error_at(field) != "") == (422, True)
    kept = answer.get_data(as_text=True)
    assert 'value="17"' in kept
    assert not re.search(r"ongeldig|geen geldig|not a valid", kept, re.IGNORECASE)
    assert len(queries.rules_of(programme.period.id)) == 1


def test_a_requirement_of_nobody_is_refused(commission, form_at):
    answer = commission.submit(form_at, button=LOOK, functions=None)
    assert answer.status_code == 422
    assert "Kies welke functies meetellen" in Page(answer).text


def test_the_same_line_twice_is_refused(commission, form_at):
    page = commission.submit(form_at, button="Regel toevoegen", **{AT: "3", OF: "confirmed_debriefs"})
    answer = commission.submit(
        page, button=LOOK, **{f"{SECOND}-at_least": "3", f"{SECOND}-measure": "confirmed_debriefs"}
    )
    assert answer.status_code == 422
    assert "Hier staat twee keer hetzelfde" in Page(answer).text


def test_the_newest_version_is_where_the_form_begins_with_hours_as_they_are(commission, programme, form_at):
    fields = fields_on(commission.page(form_at))
    assert (fields[AT], fields[OF], fields["starts_on"]) == (["1.25"], ["coaching_minutes"], [TODAY.isoformat()])


def test_the_first_version_is_suggested_from_the_first_day_of_the_period(commission, db):
    period = make_period()
    set_with(commission, f"/bereik/voorwaarde/{period.id}/nieuw")
    [rule] = queries.rules_of(period.id)
    assert rule.starts_on == period.starts_on
    assert commission.get("/bereik/voorwaarde/999999").status_code == 404


@pytest.mark.parametrize(
    "press", [{"add": "groups-99999"}, {"remove": "csrf"}, {"add": "x" * 300}, {"remove": "groups"}]
)
def test_a_press_on_what_is_not_there_changes_nothing(commission, form_at, press):
    page = commission.page(form_at)
    answer = commission.post(form_at, data={name: values[0] for name, values in fields_on(page).items()} | press)
    assert answer.status_code == 200
    assert fields_on(answer)[AT] == fields_on(page)[AT]
