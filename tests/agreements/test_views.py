from datetime import date

import pytest

from coachtrack.agreements import queries
from coachtrack.coverage.actions import set_requirement
from coachtrack.coverage.rules.requirement import Demand, Group, Measure, Requirement
from coachtrack.evidence import actions as evidence
from coachtrack.funding import queries as funding
from coachtrack.people.rules.posts import PostFunction
from coachtrack.viewer import Role
from tests.factories.agreements import RECORDED, instrument_id, make_agreement
from tests.factories.evidence import make_held
from tests.factories.funding import make_period
from tests.factories.people import make_coach, make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trainings import make_training
from tests.factories.trajectories import make_open_school, make_trajectory
from tests.support.client import Page, location_of


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def advisor(sign_in, school):
    return sign_in(make_holder(Role.ADVISOR, school))


def test_an_advisor_records_what_her_school_promises(advisor, school):
    make_period()
    answer = advisor.submit(
        "/schoolafspraken/nieuw",
        school_id=school.id,
        instrument_id=instrument_id(),
        discipline="dance",
        amount=4,
        minutes_each=360,
    )
    [agreement] = queries.agreements_of(school.id)
    assert location_of(answer) == f"/schoolafspraken/{agreement.id}"
    assert (agreement.first_year, agreement.amount, agreement.discipline.value) == (2026, 4, "dance")
    assert "De Bron" in advisor.page("/schoolafspraken").text


def test_a_refused_agreement_keeps_what_was_typed_and_says_where(advisor, school):
    make_period()
    answer = advisor.submit(
        "/schoolafspraken/nieuw", school_id=school.id, amount="vier", minutes_each="", new_instrument="Karavaan"
    )
    page = Page(answer)
    assert answer.status_code == 422
    assert page.error_at("amount") != ""
    assert page.error_at("minutes_each") != ""
    assert 'value="Karavaan"' in answer.get_data(as_text=True)


def test_an_agreement_without_an_instrument_is_refused_at_its_field(advisor, school):
    make_period()
    answer = advisor.submit("/schoolafspraken/nieuw", school_id=school.id, amount=1, minutes_each=60)
    assert (answer.status_code, Page(answer).error_at("instrument_id") != "") == (422, True)


def test_an_advisor_cannot_choose_a_school_of_another(advisor, school):
    make_period()
    other = make_school()
    answer = advisor.submit(
        "/schoolafspraken/nieuw", school_id=other.id, instrument_id=instrument_id(), amount=1, minutes_each=60
    )
    assert (answer.status_code, queries.agreements_of(other.id)) == (422, [])


def test_without_a_period_the_page_says_what_comes_first(advisor):
    assert advisor.page("/schoolafspraken/nieuw").elements("form", kind="form") == []


def test_what_was_held_is_shown_against_what_was_promised_without_a_name(advisor, school, now):
    agreement, teacher, coach = make_agreement(school), make_teacher(school, "Wendelmoet"), make_coach()
    record = make_held(teacher, coach, trajectory_id=1)
    evidence.link(record.number, agreement_id=agreement.id, by=coach.id, now=now)
    page = advisor.page(f"/schoolafspraken/{agreement.id}")
    assert len(page.rows()) == 1
    assert "Wendelmoet" not in page.text
    assert "1 u 15 min" in page.text


def test_an_older_form_gets_both_texts_and_can_then_be_saved(advisor, school, db):
    agreement = make_agreement(school)
    opened = advisor.get(f"/schoolafspraken/{agreement.id}/wijzigen")
    advisor.submit(f"/schoolafspraken/{agreement.id}/wijzigen", amount=7, reason="Er doen er meer mee.")
    answer = advisor.submit(opened, amount=5, reason="Eén viel af.")
    assert (answer.status_code, queries.get_agreement(agreement.id).amount) == (409, 7)
    assert advisor.submit(answer).status_code == 302
    assert queries.get_agreement(agreement.id).amount == 5


def test_an_agreement_is_ended_and_goes_on_again(advisor, school):
    agreement = make_agreement(school)
    assert advisor.submit(f"/schoolafspraken/{agreement.id}/beeindigen", reason="").status_code == 422
    advisor.submit(f"/schoolafspraken/{agreement.id}/beeindigen", reason="De school verhuist.")
    assert queries.get_agreement(agreement.id).ended_at is not None
    assert "De school verhuist." in advisor.page(f"/schoolafspraken/{agreement.id}").text
    advisor.submit(f"/schoolafspraken/{agreement.id}/heropenen", reason="Toch niet.")
    assert queries.get_agreement(agreement.id).ended_at is None


@pytest.mark.parametrize("function", [PostFunction.SCHOOL_LEADER, PostFunction.CULTURE_COORDINATOR])
def test_the_school_reads_its_own_and_changes_nothing(sign_in, school, function):
    agreement, other = make_agreement(school), make_agreement(make_school(name="Elders"))
    leader = sign_in(make_leader(school, function))
    assert [row[0] for row in leader.page("/schoolafspraken").rows()] == ["De Bron"]
    has_to_confirm = function is PostFunction.SCHOOL_LEADER
    buttons = leader.page(f"/schoolafspraken/{agreement.id}").elements("form", kind="post-button")
    assert len(buttons) == (1 if has_to_confirm else 0)
    assert leader.get(f"/schoolafspraken/{other.id}").status_code == 404
    assert leader.get(f"/schoolafspraken/{agreement.id}/wijzigen").status_code == 403
    assert leader.post(f"/schoolafspraken/{agreement.id}/beeindigen").status_code == 403


def test_the_agreement_of_another_school_does_not_exist_for_an_advisor(advisor):
    other = make_agreement(make_school())
    for address in ("", "/wijzigen"):
        assert advisor.get(f"/schoolafspraken/{other.id}{address}").status_code == 404
    for address in ("beeindigen", "heropenen"):
        assert advisor.post(f"/schoolafspraken/{other.id}/{address}").status_code == 404
    assert advisor.get("/schoolafspraken/404").status_code == 404


def test_coaches_and_teachers_may_not_enter(sign_in, school):
    for person in (make_coach(), make_teacher(school), make_holder(Role.ADMINISTRATOR)):
        assert sign_in(person).get("/schoolafspraken").status_code == 403


def test_the_list_is_narrowed_sorted_and_paged(sign_in, school):
    browser = sign_in(make_holder(Role.COMMISSION))
    for name in ("Acacia", "Zonnebloem"):
        make_agreement(make_school(name=name))
    make_agreement(school, first_year=2025)

    def names(query=""):
        return [row[0] for row in browser.page(f"/schoolafspraken{query}").rows()]

    assert names() == ["Acacia", "De Bron", "Zonnebloem"]
    assert names("?sort=-school") == ["Zonnebloem", "De Bron", "Acacia"]
    assert names("?year=2025") == ["De Bron"]
    assert names(f"?school={school.id}&state=open&year=2025") == ["De Bron"]
    assert names("?sort=nonsense&page=0") == ["Acacia", "De Bron", "Zonnebloem"]
    assert browser.page("/schoolafspraken?state=ended").elements("table") == []


def test_a_list_of_three_costs_as_many_statements_as_one(sign_in, statements, db):
    browser, counts = sign_in(make_holder(Role.COMMISSION)), []
    for made, shown in ((1, 1), (2, 3)):
        for _ in range(made):
            make_agreement(make_school())
        db.commit()
        statements.clear()
        assert len(browser.page("/schoolafspraken").rows()) == shown
        counts.append(len(statements.reads))
    assert counts[0] == counts[1]


def test_the_director_confirms_what_she_read_and_is_asked_again_after_a_change(sign_in, new_client, school, advisor):
    director = sign_in(make_leader(school, PostFunction.SCHOOL_LEADER), into=new_client())
    agreement = make_agreement(school)
    here = f"/schoolafspraken/{agreement.id}"
    opened = director.get(here)
    advisor.submit(f"{here}/wijzigen", amount=6, reason="Er doen er meer mee.")
    director.submit(opened, action="/bevestigen")
    assert queries.get_agreement(agreement.id).confirmed_at is None
    director.submit(here, action="/bevestigen")
    assert queries.get_agreement(agreement.id).confirmed_at is not None
    advisor.submit(f"{here}/wijzigen", amount=7, reason="Nog een.")
    assert queries.get_agreement(agreement.id).confirmed_at is None


def test_the_page_tells_how_an_agreement_changed_and_why(advisor, school):
    agreement = make_agreement(school, minutes_each=60)
    advisor.submit(f"/schoolafspraken/{agreement.id}/wijzigen", amount=6, reason="Twee leerkrachten erbij.")
    said = advisor.page(f"/schoolafspraken/{agreement.id}").text.replace("\xa0", " ")
    told = "di 24 nov, 10.30 uur Eerst 4 keer 1 u, nu 6 keer 1 u. Twee leerkrachten erbij."
    assert told in said


def test_20_000_characters_as_a_reason_are_refused_at_their_field_and_nothing_is_lost(advisor, school):
    agreement = make_agreement(school)
    answer = advisor.submit(f"/schoolafspraken/{agreement.id}/wijzigen", amount=6, reason="“" + "é" * 20_000)
    assert (answer.status_code, Page(answer).error_at("reason") != "") == (422, True)
    assert "é" * 20_000 in answer.get_data(as_text=True)


def test_a_day_outside_the_school_year_is_refused_at_its_field(advisor, school):
    agreement = make_agreement(school)
    answer = advisor.submit(f"/schoolafspraken/{agreement.id}/wijzigen", due_on="2027-09-01", reason="Later.")
    assert (answer.status_code, Page(answer).error_at("due_on") != "") == (422, True)


def test_an_advisor_adds_an_instrument_and_the_commission_changes_it(advisor, sign_in):
    advisor.submit("/schoolafspraken/instrumenten", name="Kunstkaravaan", carried_out="training")
    added = queries.find_instrument("kunstkaravaan")
    assert added.carried_out.value == "training"
    answer = advisor.submit("/schoolafspraken/instrumenten", name="Kunstkaravaan", carried_out="other")
    assert (answer.status_code, Page(answer).error_at("name") != "") == (422, True)
    commission = sign_in(make_holder(Role.COMMISSION))
    commission.submit(f"/schoolafspraken/instrumenten/{added.id}/wijzigen", name="Karavaan", carried_out="other")
    assert queries.get_instrument(added.id).name == "Karavaan"


def test_only_the_commission_reads_the_minutes_of_one_session(sign_in, school, now):
    agreement, coach = make_agreement(school), make_coach()
    record = make_held(make_teacher(school), coach, trajectory_id=1)
    evidence.link(record.number, agreement_id=agreement.id, by=coach.id, now=now)
    for role, cells in ((Role.COMMISSION, ["1", "1 u 15 min", "Gehouden"]), (Role.ADVISOR, ["1", "Gehouden"])):
        browser = sign_in(make_holder(role, school) if role is Role.ADVISOR else make_holder(role))
        [row] = browser.page(f"/schoolafspraken/{agreement.id}").rows()
        assert [cell.replace("\xa0", " ") for cell in row[4:]] == cells


def test_a_coach_reads_the_agreement_of_her_own_trajectory_and_no_other(sign_in, db):
    school = make_open_school()
    agreement, other = make_agreement(school), make_agreement(school)
    trajectory = make_trajectory(school=school, agreement_id=agreement.id)
    browser = sign_in(trajectory.coach)
    assert browser.get(f"/schoolafspraken/{agreement.id}").status_code == 200
    assert browser.get(f"/schoolafspraken/{other.id}").status_code == 404


def test_what_counts_is_chosen_afterwards_and_taken_away_again(sign_in, db, now):
    school = make_open_school()
    agreement = make_agreement(school)
    advisor = sign_in(make_holder(Role.ADVISOR, school))
    trajectory, training = make_trajectory(school=school), make_training(make_coach(), school)
    for thing, path in ((trajectory, "trajecten"), (training, "trainingen")):
        address = f"/{path}/schoolafspraak/{agreement.id}"
        for ticked, wanted in (([thing.id], agreement.id), ([], None)):
            assert advisor.submit(address, chosen=ticked).status_code == 302
            db.refresh(thing)
            assert thing.agreement_id == wanted


def test_the_list_can_be_taken_along_as_a_file(sign_in, school):
    make_agreement(school, responsible="Anja de Wit")
    make_agreement(make_school(name="Elders"))
    director = sign_in(make_leader(school, PostFunction.SCHOOL_LEADER))
    answer = director.submit("/schoolafspraken", action="/export/csv")
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert (answer.mimetype, len(lines), "Anja de Wit" in lines[1]) == ("text/csv", 2, True)


def test_what_runs_out_of_time_stands_on_top_and_can_be_asked_for(advisor, school):
    make_agreement(school, due_on=date(2026, 11, 23), minutes_each=60)
    make_agreement(school)
    for page in ("/schoolafspraken", "/gesprekken/"):
        assert "De Bron, Coaching" in advisor.page(page).links()
    assert len(advisor.page("/schoolafspraken?state=pressing").rows()) == 1
    assert len(advisor.page("/schoolafspraken?state=waiting").rows()) == 2
    assert [row[3].split()[0] for row in advisor.page("/schoolafspraken/per-school").rows()] == ["8", "8"]


def test_the_page_of_a_school_tells_what_was_agreed_for_this_year(sign_in, db):
    school = make_open_school()
    period, asked = funding.periods()[0], Requirement((Group((Demand(Measure.COACHING_MINUTES, 600),)),))
    set_requirement(period, asked, starts_on=period.starts_on, by=None, now=RECORDED)
    for amount, first_year in ((3, 2026), (5, 2025)):
        make_agreement(school, amount=amount, first_year=first_year)
    page = sign_in(make_leader(school, PostFunction.SCHOOL_LEADER)).page(f"/bereik/scholen/{school.id}")
    assert f"/schoolafspraken?school={school.id}&year=2026" in page.links().values()
    assert page.all("p", kind="stat-value")[-4:] == ["3", "0", "0", "3"]
