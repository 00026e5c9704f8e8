"""Finding moments for a team, and taking them along to the form of a training."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from coachtrack.agenda.models import BusyTime, PreferredTime
from coachtrack.agenda.rules.openings import after_school
from coachtrack.schools.rules.times import USUAL_TIMES
from coachtrack.trainings.models import Training
from coachtrack.viewer import Role
from tests.factories.people import make_absence, make_holder, make_teacher
from tests.factories.schools import make_school
from tests.support.client import Page, location_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PAGE = "/trainingen/moment"


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def team(school):
    """Three teachers, of whom two do not work on the same days."""
    days = {"Anneke": 1 | 2 | 4, "Bram": 4 | 8 | 16, "Chris": 31}
    return [make_teacher(school, name, post={"working_days": mask}) for name, mask in days.items()]


def finding(school, trainer, **asked):
    wanted = {"school": school.id, "trainer": trainer.id, "length": 90, "first": "2026-12-01", "times": 1, "every": 2}
    return PAGE + "?" + urlencode(wanted | {"weeks": 6, "hours": "after", "needed": "everyone"} | asked)


def offered(response):
    found = [each.get("value") for each in Page(response).elements("input") if each.get("name") == "moment"]
    return [datetime.fromisoformat(each).astimezone(AMSTERDAM) for each in found]


def test_first_it_is_asked_for_which_school(sign_in, trainer, school, team):
    browser = sign_in(trainer)
    assert offered(browser.get(PAGE)) == []
    assert PAGE in browser.page("/trainingen/nieuw").links().values()


def test_moments_are_on_the_days_that_everyone_works_and_after_school(sign_in, trainer, school, team):
    found = offered(sign_in(trainer).get(finding(school, trainer)))
    assert {each.weekday() for each in found} == {2}
    assert {each.hour >= 15 for each in found} == {True}
    inside = offered(sign_in(trainer).get(finding(school, trainer, hours="within")))
    assert max(each.hour for each in inside) < 15


def test_with_who_works_that_day_other_days_are_on_offer_too(sign_in, trainer, school, team):
    found = offered(sign_in(trainer).get(finding(school, trainer, needed="who_works")))
    assert len({each.weekday() for each in found}) > 1


def test_a_trainer_hears_that_someone_cannot_and_the_commission_who(sign_in, new_client, trainer, school, team, db):
    chris = team[2]
    busy = {"needed": "who_works", "first": "2026-12-02"}
    for number in range(90):
        day = datetime(2026, 12, 1, 0, tzinfo=UTC) + timedelta(days=number)
        db.add(BusyTime(person_id=chris.id, starts_at=day, ends_at=day + timedelta(days=1)))
    seen_by_trainer = Page(sign_in(trainer).get(finding(school, trainer, **busy))).text
    commission = sign_in(make_holder(Role.COMMISSION), into=new_client())
    seen_by_commission = Page(commission.get(finding(school, trainer, **busy))).text
    assert chris.name not in seen_by_trainer
    assert chris.name in seen_by_commission


def test_of_the_team_nobody_hears_why_someone_cannot_come(sign_in, new_client, trainer, school, team, db):
    readers = [sign_in(each, into=new_client()) for each in (trainer, make_holder(Role.ADVISOR, school))]
    asked = finding(school, trainer, needed="who_works", first="2026-12-02")
    first = datetime(2026, 12, 1, tzinfo=UTC)
    db.add(busy := BusyTime(person_id=team[2].id, starts_at=first, ends_at=first + timedelta(days=90)))
    when_busy = [Page(reader.get(asked)).text for reader in readers]
    db.delete(busy)
    make_absence(team[2], date(2026, 12, 1), date(2027, 3, 1))
    when_away = [Page(reader.get(asked)).text for reader in readers]
    assert when_away == when_busy
    assert [team[2].name in text for text in when_away] == [False, True]


def test_preferences_are_counted_never_named(sign_in, trainer, school, team, db):
    db.add(PreferredTime(person_id=team[0].id, weekday=2, starts=USUAL_TIMES[2][1], ends=time(18)))
    page = Page(sign_in(make_holder(Role.COMMISSION)).get(finding(school, trainer)))
    assert any("1" in hint for hint in page.all("p", kind="form-text"))
    assert team[0].name not in page.text


def test_the_chosen_moments_are_filled_in_where_the_training_is_planned(sign_in, trainer, school, team, db):
    browser = sign_in(trainer)
    found = browser.get(finding(school, trainer, times=3))
    first = offered(found)[0]
    answer = browser.post(finding(school, trainer, times=3), data={"moment": first.astimezone(UTC).isoformat()})
    address = location_of(answer)
    assert address.startswith("/trainingen/nieuw?")
    page = browser.page(address)
    days = [each.get("value") for each in page.elements("input") if (each.get("name") or "").endswith("-day")]
    assert [day for day in days if day] == ["2026-12-02", "2026-12-16", "2027-01-06"]
    planned = browser.submit(address, title="Dansen met elkaar", kind="team_training")
    training = db.scalars(sa.select(Training)).one()
    assert location_of(planned) == f"/trainingen/{training.id}"
    assert training.school_id == school.id
    starts = [each.appointment.starts_at.astimezone(AMSTERDAM) for each in training.meetings]
    assert [each.date() for each in starts] == [date(2026, 12, 2), date(2026, 12, 16), date(2027, 1, 6)]
    assert {each.time() for each in starts} == {first.time()}


@pytest.mark.parametrize("moment", ["", "x/y", "2026-12-01T15:30", "2026-12-01T15:30/25:00", "9999-12-31T23:59/23:58"])
def test_an_address_with_a_strange_moment_opens_the_form_all_the_same(sign_in, trainer, moment, db):
    assert sign_in(trainer).get("/trainingen/nieuw?" + urlencode({"moment": moment, "trainer": "x"})).status_code == 200


def test_a_school_or_trainer_that_is_not_hers_to_choose_is_refused(sign_in, trainer, school, team):
    other = make_holder(Role.TRAINER)
    assert sign_in(trainer).get(finding(school, other)).status_code == 422


def test_after_school_ends_at_six_and_leaves_out_who_closes_later():
    times = after_school({0: USUAL_TIMES[0], 1: (USUAL_TIMES[0][0], time(19))})
    assert set(times) == {0}
    assert [f"{each:%H:%M}" for each in times[0]] == ["15:30", "18:00"]
