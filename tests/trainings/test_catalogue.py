"""The catalogue: trainings that can be had, kept by the commission, planned from by who plans."""

from datetime import date

import pytest

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.errors import Refused
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.trainings import actions, queries
from coachtrack.trainings.actions import Offer
from coachtrack.trainings.rules import TargetGroup
from coachtrack.viewer import Role
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_institution, make_school
from tests.factories.trainings import make_entry
from tests.support.client import Page, location_of

TODAY = date(2026, 11, 24)
PAGE = "/trainingen/catalogus"
TEACHERS, OFFICERS, ICC = (
    TargetGroup.CLASSROOM_STAFF, TargetGroup.EDUCATION_OFFICERS, TargetGroup.CULTURE_COORDINATORS,
)  # fmt: skip


@pytest.fixture
def entries(db):
    return [
        make_entry("Zingen met je groep", disciplines=[Discipline.MUSIC], target_groups=[TEACHERS, ICC]),
        make_entry("Beeldend werken", disciplines=[Discipline.VISUAL_ARTS]),
        make_entry("coachen", kind=AppointmentKind.COURSE, target_groups=[OFFICERS]),
    ]


def titles(**asked):
    return [each.title for each in queries.catalogue(TODAY, **asked)]


def test_it_is_read_by_title_and_narrowed_to_a_discipline_and_a_group(entries):
    assert titles() == ["Beeldend werken", "coachen", "Zingen met je groep"]
    assert titles(discipline=Discipline.MUSIC) == ["coachen", "Zingen met je groep"]
    assert titles(target_group=ICC) == ["Zingen met je groep"]
    assert titles(discipline=Discipline.VISUAL_ARTS, target_group=OFFICERS) == ["coachen"]


def test_what_ended_is_had_no_longer_and_what_was_put_back_is(entries, now):
    actions.end_entry(entries[1], on=TODAY, by=None, now=now)
    assert "Beeldend werken" not in titles()
    assert "Beeldend werken" in titles(with_ended=True)
    assert queries.find_entry(entries[1].id, TODAY) is None
    actions.restore_entry(entries[1], by=None, now=now)
    assert "Beeldend werken" in titles()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target_groups": []}, "target_groups"),
        ({"meetings": 0}, "meetings"),
        ({"meetings": 13}, "meetings"),
        ({"minutes": 14}, "minutes"),
        ({"minutes": 721}, "minutes"),
        ({"gives_qualification": True}, "gives_qualification"),
        ({"gives_qualification": True, "kind": AppointmentKind.COURSE}, "gives_qualification"),
        ({"title": "ZINGEN met je groep"}, "title"),
    ],
)
def test_what_cannot_be_planned_does_not_stand_in_it(entries, now, wrong, field):
    offer = {"title": "Nieuw", "kind": AppointmentKind.TEAM_TRAINING, "target_groups": [TEACHERS], "minutes": 90}
    with pytest.raises(Refused) as refusal:
        actions.add_entry(Offer(**(offer | wrong)), by=None, now=now)
    assert refusal.value.field == field


def test_the_commission_adds_changes_and_ends_a_training(sign_in, db):
    provider = make_institution(name="Saxion")
    browser = sign_in(make_holder(Role.COMMISSION))
    about = {"title": "Dans in de kring", "disciplines": ["dance", "drama"], "target_groups": ["classroom_staff"]}
    answer = browser.submit(f"{PAGE}/nieuw", **about, meetings="3", minutes="150", provider=provider.id)
    assert location_of(answer).endswith(PAGE)
    [entry] = queries.catalogue(TODAY)
    assert (entry.disciplines, entry.meetings, entry.minutes) == (["dance", "drama"], 3, 150)
    row = browser.page(PAGE).rows()[0]
    assert "Saxion" in row
    browser.submit(f"{PAGE}/{entry.id}", title="Dans in de klas", button="Bewaren")
    assert entry.title == "Dans in de klas"
    assert entry.disciplines == ["dance", "drama"]
    browser.submit(f"{PAGE}/{entry.id}", action="/beeindigen")
    assert browser.page(PAGE).elements("table") == []
    assert len(browser.page(f"{PAGE}?alle=1").rows()) == 1
    browser.submit(f"{PAGE}?alle=1", action="/terugzetten")
    assert len(browser.page(PAGE).rows()) == 1


def test_what_was_typed_stays_when_it_is_refused(sign_in, entries):
    browser = sign_in(make_holder(Role.COMMISSION))
    refused = browser.submit(f"{PAGE}/nieuw", title="beeldend werken", minutes="95", target_groups=["classroom_staff"])
    assert refused.status_code == 422
    assert Page(refused).error_at("title")
    assert 'value="95"' in refused.get_data(as_text=True)


def test_of_two_who_change_it_the_second_sees_both(sign_in, entries):
    browser = sign_in(make_holder(Role.COMMISSION))
    older = browser.get(f"{PAGE}/{entries[0].id}")
    browser.submit(f"{PAGE}/{entries[0].id}", minutes="60", button="Bewaren")
    assert browser.submit(older, minutes="90", button="Bewaren").status_code == 409
    assert entries[0].minutes == 60


def test_everyone_reads_it_and_the_filter_narrows_the_page(sign_in, entries):
    for person in (make_teacher(make_school()), make_leader(make_school()), make_coach()):
        browser = sign_in(person)
        assert len(browser.page(PAGE).rows()) == 3
        assert len(browser.page(f"{PAGE}?discipline=music&doelgroep=culture_coordinators").rows()) == 1
        assert len(browser.page(f"{PAGE}?discipline=nothing").rows()) == 3
        assert browser.get(f"{PAGE}/nieuw").status_code == 403


def test_what_is_planned_from_it_has_its_words_and_its_length(sign_in, db):
    provider, school, trainer = make_institution(name="Saxion"), make_school(), make_holder(Role.TRAINER)
    entry = make_entry(
        "Zingen", disciplines=[Discipline.MUSIC], target_groups=[ICC], minutes=75, provider_id=provider.id
    )
    make_teacher(school)
    browser = sign_in(make_holder(Role.COMMISSION))
    assert f"/trainingen/nieuw?catalogus={entry.id}" in browser.page(PAGE).links().values()
    first = {"meetings-0-day": "2026-12-01", "meetings-0-starts_at": "15:30"}
    more = {"meetings-1-day": "2026-12-08"}
    answer = browser.submit(
        f"/trainingen/nieuw?catalogus={entry.id}", school=school.id, trainer=trainer.id, **first, **more
    )
    training = queries.get_training(int(location_of(answer).rpartition("/")[2]))
    assert (training.title, training.discipline, training.target_group) == ("Zingen", Discipline.MUSIC, ICC)
    assert (training.catalogue_id, training.provider_id) == (entry.id, provider.id)
    assert [(each.appointment.starts_at.hour, each.minutes) for each in training.meetings] == [(14, 75), (14, 75)]


def test_what_is_not_in_it_any_more_is_planned_by_hand(sign_in, entries, now):
    actions.end_entry(entries[0], on=TODAY, by=None, now=now)
    browser = sign_in(make_holder(Role.COMMISSION))
    for asked in (entries[0].id, 999, "x", "9" * 30):
        assert "Zingen met je groep" not in browser.page(f"/trainingen/nieuw?catalogus={asked}").text
