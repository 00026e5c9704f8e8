"""What a school signed, by which framework it works, and the schemes to begin with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import ChangedMeanwhile, Refused
from coachtrack.funding import actions, queries
from coachtrack.funding.actions.usual import GOALS
from coachtrack.funding.permissions import may_choose_framework, may_see_frame_of
from coachtrack.funding.rules import Chosen, Stretch, check_apart, check_choice, check_period, check_signing, chosen_on
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.funding import make_participation, make_period
from tests.factories.people import make_holder, make_leader, make_person
from tests.factories.schools import make_school
from tests.support.client import Page, location_of
from tests.support.moments import NOW

TODAY = date(2026, 11, 24)
days = st.dates(date(2016, 1, 1), date(2036, 12, 31))
stretches = st.builds(lambda first, length: Stretch(first, first + timedelta(length), "x"), days, st.integers(0, 1500))


@pytest.fixture
def member(db):
    return make_holder(Role.COMMISSION)


@pytest.fixture
def commission(sign_in, member):
    return sign_in(member)


@pytest.fixture
def period(db):
    return make_period()


@pytest.fixture
def school(period):
    school = make_school(name="De Esdoorn")
    make_participation(school, period)
    return school


def frameworks():
    return {framework.code: framework for framework in queries.curriculum_frameworks()}


def choose(school, code, starts_on):
    return actions.choose_framework(school.id, frameworks()[code], starts_on=starts_on, by=make_person().id, now=NOW)


def refused_at(check, *given):
    """The field at which this is refused; nothing where it is not."""
    try:
        check(*given)
    except Refused as refused:
        return refused.field
    return ""


# --- rules ------------------------------------------------------------------------------------------------------


@given(stretches, st.lists(stretches, max_size=5))
def test_a_period_is_refused_exactly_when_it_shares_a_day_with_another(period, others):
    def all_days(one):
        return set(range(one.starts_on.toordinal(), one.ends_on.toordinal() + 1))

    shares = any(all_days(period) & all_days(other) for other in others)
    assert refused_at(check_apart, period, others) == ("starts_on" if shares else "")


@given(days, st.none() | days)
def test_an_end_before_a_start_is_refused_at_the_end(starts_on, ends_on):
    too_early = ends_on is not None and ends_on < starts_on
    assert refused_at(check_period, starts_on, ends_on) == ("ends_on" if too_early else "")


@given(st.dictionaries(days, stretches, max_size=6), days)
def test_the_choice_that_stands_is_the_latest_that_began_while_its_framework_holds(by_day, on):
    choices = [Chosen(day, number, holds) for number, (day, holds) in enumerate(by_day.items())]
    begun = sorted((choice for choice in choices if choice.starts_on <= on), key=lambda choice: choice.starts_on)
    standing = chosen_on(choices, on)
    if begun and on <= begun[-1].holds.ends_on:
        assert standing == begun[-1]
    else:
        assert standing is None


@given(days, stretches, st.lists(days, max_size=3))
def test_a_framework_is_chosen_from_a_day_on_which_it_holds_and_that_is_free(starts_on, holds, taken):
    others = [Chosen(day, 1, holds) for day in taken]
    fits = holds.starts_on <= starts_on <= holds.ends_on and starts_on not in taken
    assert refused_at(check_choice, Chosen(starts_on, 2, holds), others) == ("" if fits else "starts_on")


@pytest.mark.parametrize(
    ("signed_on", "takes_part", "field"),
    [(TODAY, False, None), (TODAY + timedelta(days=1), True, "signed_on")],
)
def test_signing_is_of_a_school_that_takes_part_and_is_over(signed_on, takes_part, field):
    with pytest.raises(Refused) as refused:
        check_signing(signed_on, today=TODAY, takes_part=takes_part)
    assert refused.value.field == field


@pytest.mark.parametrize("role", Role)
def test_a_school_and_those_near_it_choose_its_framework(role):
    own = role in {Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR}
    viewer = Viewer(1, "Robin", frozenset({RoleHeld(role, 1)}))
    for may in (may_choose_framework, may_see_frame_of):
        assert may(viewer, 1) is (own or role is Role.COMMISSION)
        assert may(viewer, 2) is (role is Role.COMMISSION)


# --- what is recorded -------------------------------------------------------------------------------------------


def test_a_school_goes_over_to_the_new_core_objectives_on_a_day_of_its_own(school):
    choose(school, "tule_2008", date(2025, 8, 1))
    choose(school, "kerndoelen_2027", date(2028, 8, 1))
    choices = queries.choices_of(school.id)

    def on(day):
        standing = queries.choice_on(choices, day)
        return standing and standing.framework.code

    assert [on(date(2025, 7, 31)), on(date(2028, 7, 31)), on(date(2028, 8, 1)), on(date(2040, 1, 1))] == [
        None,
        "tule_2008",
        "kerndoelen_2027",
        "kerndoelen_2027",
    ]


def test_a_framework_that_held_until_2031_is_not_kept_after_it(school):
    choose(school, "kerndoelen_2006", date(2025, 8, 1))
    choices = queries.choices_of(school.id)
    assert queries.choice_on(choices, date(2031, 7, 31)) is not None
    assert queries.choice_on(choices, date(2031, 8, 1)) is None
    with pytest.raises(Refused, match="does not hold"):
        choose(school, "kerndoelen_2027", date(2027, 7, 31))


def test_signing_is_recorded_once_and_not_overwritten_unseen(school, period, member):
    said = {"signed_on": date(2025, 3, 1), "signed_by": "D. Rector", "by": member.id, "now": NOW}
    actions.record_signing(school.id, period, version=None, **said)
    for version in (None, 7):
        with pytest.raises(ChangedMeanwhile):
            actions.record_signing(school.id, period, version=version, **said)
    actions.record_signing(school.id, period, version=1, **(said | {"signed_by": "A. Ander"}))
    [row] = queries.agreements_signed(school.id).values()
    assert (row.signed_by, row.version) == ("A. Ander", 2)


def test_the_usual_schemes_come_with_their_periods_and_five_goals_and_only_once(member):
    added = actions.add_usual_schemes(by=member.id, now=NOW)
    assert [period.name for period in added] == [
        "CmK 2017-2020",
        "CmK 2021-2024",
        "CmK 2025-2028",
        "Muziekimpuls 2015-2020",
    ]
    current = queries.period_on(TODAY)
    assert [goal.name for goal in queries.goals_of(current.id)] == list(GOALS)
    assert len(GOALS) == 5
    assert actions.add_usual_schemes(by=member.id, now=NOW) == []


# --- the pages --------------------------------------------------------------------------------------------------


def test_an_empty_product_gets_its_schemes_by_one_button(commission, db):
    answer = commission.submit("/regelingen", action="/bekende-regelingen")
    assert location_of(answer) == "/regelingen"
    page = commission.page("/regelingen")
    assert {"CmK 2017-2020", "CmK 2021-2024", "CmK 2025-2028", "Muziekimpuls 2015-2020"} <= set(page.links())
    assert [form for form in page.elements("form") if "bekende" in (form.get("action") or "")] == []


def test_the_commission_reads_per_school_what_was_told_signed_and_chosen(commission, school, period, member, db):
    other = make_school(name="Zonnig")
    make_participation(other, period, informed_on=date(2025, 2, 3), informed_by="de programmaleider")
    choose(other, "leerplankader_ko", date(2025, 8, 1))
    db.commit()
    address = f"/regelingen/scholen/{other.id}/overeenkomst/{period.id}"
    assert location_of(commission.submit(address, signed_on="2025-03-04", signed_by="D. Rector"))
    rows = {row[0]: row[2:] for row in commission.page("/regelingen/scholen").rows()}
    told, signed, framework = rows["Zonnig"]
    assert ("3 feb 2025" in told, "de programmaleider" in told) == (True, True)
    assert ("4 mrt 2025" in signed, "D. Rector" in signed) == (True, True)
    assert framework == "Leerplankader kunstzinnige oriëntatie"
    [_told, unsigned, none] = rows["De Esdoorn"]
    assert ("D. Rector" in unsigned, none == framework) == (False, False)


def test_an_agreement_signed_tomorrow_is_refused_at_its_field(commission, school, period, db):
    address = f"/regelingen/scholen/{school.id}/overeenkomst/{period.id}"
    answer = commission.submit(address, signed_on="2026-11-25", signed_by="D. Rector")
    assert (answer.status_code, Page(answer).error_at("signed_on") != "") == (422, True)
    assert queries.agreements_signed(school.id) == {}


def test_a_culture_coordinator_chooses_changes_and_takes_back(sign_in, school, db):
    browser = sign_in(make_leader(school, PostFunction.CULTURE_COORDINATOR))
    tule, core = frameworks()["tule_2008"], frameworks()["kerndoelen_2027"]
    address = f"/regelingen/scholen/{school.id}"
    assert location_of(browser.submit(f"{address}/kader", framework=tule.id, starts_on="2025-08-01"))
    refused = browser.submit(f"{address}/kader", framework=core.id, starts_on="2026-08-01")
    assert (refused.status_code, Page(refused).error_at("starts_on") != "") == (422, True)
    assert location_of(browser.submit(f"{address}/kader", framework=core.id, starts_on="2027-08-01"))
    later, now = browser.page(address).rows(1)
    assert (later[0], now[0]) == (core.name, tule.name)
    [choice, _first] = queries.choices_of(school.id)
    assert location_of(browser.submit(f"/regelingen/kaderkeuze/{choice.id}", starts_on="2028-08-01"))
    assert queries.get_choice(choice.id).starts_on == date(2028, 8, 1)
    browser.submit(address, action=f"/kaderkeuze/{choice.id}/weghalen")
    assert [each.framework.code for each in queries.choices_of(school.id)] == ["tule_2008"]


def test_overlapping_periods_are_refused_at_the_field_with_everything_typed(commission, period, db):
    address = f"/regelingen/{period.scheme_id}/perioden/nieuw"
    answer = commission.submit(address, name="CmK 5", starts_on="2028-06-01", ends_on="2031-12-31")
    page = Page(answer)
    assert (answer.status_code, period.name in page.error_at("starts_on")) == (422, True)
    assert [each.get("value") for each in page.elements("input") if each.get("name") == "name"] == ["CmK 5"]
    answer = commission.submit(address, name="CmK 5", starts_on="2029-01-01", ends_on="2028-12-31")
    assert (answer.status_code, Page(answer).error_at("ends_on") != "") == (422, True)
