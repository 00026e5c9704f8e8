"""The pages: her own, the link in the mail, and the counts for others."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from coachtrack.assessments import actions, queries
from coachtrack.assessments.models import AssessmentLink, SelfAssessment
from coachtrack.assessments.queries.links import link_token
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.rules import TrajectoryStatus
from coachtrack.viewer import Role
from tests.factories.accounts import mails_to
from tests.factories.assessments import make_assessment
from tests.factories.funding import make_participation, make_period
from tests.factories.people import make_holder, make_leader, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_trajectory
from tests.support.moments import NOW

MINE, COUNTS = "/mijn-blik", "/blik-van-leerkrachten"


@pytest.fixture
def period(db):
    return make_period()


@pytest.fixture
def school(db, period):
    school = make_school(name="De Bron")
    make_participation(school, period)
    return school


@pytest.fixture
def teacher(school):
    return make_teacher(school, "Anneke")


@pytest.fixture
def trajectory(db):
    made = make_trajectory(now=NOW)
    db.commit()
    return made


def said(db):
    """All that anybody said."""
    db.expire_all()
    return [each.said for each in db.scalars(sa.select(SelfAssessment).order_by(SelfAssessment.id))]


def fill(school, period, people=5, measure="expertise"):
    for number in range(people):
        make_assessment(make_teacher(school), school, period, {measure: number % 4 + 1})


def test_three_taps_and_save_is_enough(db, sign_in, trajectory):
    browser = sign_in(trajectory.teacher)
    address = f"/trajecten/{trajectory.id}/mijn-blik/begin"
    done = browser.submit(address, expertise="2", improvement="3", motivation="4")
    assert (done.status_code, done.headers["Location"]) == (303, MINE)
    assert said(db) == [{"expertise": 2, "improvement": 3, "motivation": 4}]


def test_skipping_is_chosen_until_she_taps_something_else(db, sign_in, trajectory):
    browser = sign_in(trajectory.teacher)
    page = browser.page(f"/trajecten/{trajectory.id}/mijn-blik/begin")
    chosen = [element.get("value") for element in page.elements("input") if element.get("checked") is not None]
    assert chosen == ["", "", "", ""]
    assert browser.submit(page.response).status_code == 303
    assert said(db) == []


def test_an_answer_that_is_none_is_refused_at_its_question(db, sign_in, trajectory):
    browser = sign_in(trajectory.teacher)
    answer = browser.submit(f"/trajecten/{trajectory.id}/mijn-blik/begin", expertise="7")
    assert answer.status_code == 422
    assert said(db) == []


def ways(browser, address):
    return [href for href in browser.page(address).links().values() if "/mijn-blik/" in href]


def test_a_quiet_card_leads_there_from_her_start_page_and_from_the_trajectory_until_she_said_it(sign_in, trajectory):
    browser = sign_in(trajectory.teacher)
    address = f"/trajecten/{trajectory.id}/mijn-blik/begin"
    pages = ("/start", f"/trajecten/{trajectory.id}")
    assert [ways(browser, each) for each in pages] == [[address], [address]]
    browser.submit(address, expertise="2")
    assert [ways(browser, each) for each in pages] == [[], []]
    assert browser.get(address).status_code == 200


def test_long_after_the_start_no_card_asks_how_it_was_then(db, sign_in):
    trajectory = make_trajectory(now=NOW - timedelta(weeks=9))
    browser = sign_in(trajectory.teacher)
    assert ways(browser, "/start") == []
    assert browser.get(f"/trajecten/{trajectory.id}/mijn-blik/begin").status_code == 200


def test_when_it_is_completed_the_card_asks_what_it_brought_and_the_start_is_closed(db, sign_in, trajectory):
    db.execute(sa.update(CoachingTrajectory).values(status=TrajectoryStatus.COMPLETED, completed_at=NOW))
    browser = sign_in(trajectory.teacher)
    assert ways(browser, "/start") == [f"/trajecten/{trajectory.id}/mijn-blik/eind"]
    assert browser.get(f"/trajecten/{trajectory.id}/mijn-blik/begin").status_code == 404
    browser.submit(f"/trajecten/{trajectory.id}/mijn-blik/eind", expertise="4", growth_dance="3")
    assert said(db) == [{"expertise": 4, "growth:dance": 3}]


def test_her_coach_sees_no_card_and_no_page_of_it(sign_in, trajectory):
    browser = sign_in(trajectory.coach)
    assert ways(browser, f"/trajecten/{trajectory.id}") == []
    assert browser.get(f"/trajecten/{trajectory.id}/mijn-blik/begin").status_code == 403
    assert browser.get(f"/trajecten/{trajectory.id}/mijn-blik/ergens").status_code == 403


def test_a_moment_that_is_none_does_not_exist(sign_in, trajectory):
    assert sign_in(trajectory.teacher).get(f"/trajecten/{trajectory.id}/mijn-blik/ergens").status_code == 404


def test_once_a_period_she_can_say_it_on_her_own_page(db, sign_in, teacher, period):
    browser = sign_in(teacher)
    address = f"/mijn-blik/periode/{period.id}"
    assert address in browser.page(MINE).links().values()
    browser.submit(address, improvement="4", growth_music="1")
    assert said(db) == [{"improvement": 4, "growth:music": 1}]
    assert address not in browser.page(MINE).links().values()


def test_at_a_school_that_does_not_take_part_the_period_is_not_asked_about(sign_in, period):
    browser = sign_in(make_teacher(make_school(name="De Beek")))
    assert browser.get(f"/mijn-blik/periode/{period.id}").status_code == 404
    assert "/mijn-blik/periode/" not in browser.get(MINE).text


def test_she_changes_what_she_said_and_finds_it_filled_in(db, sign_in, teacher, school, period):
    standing = make_assessment(teacher, school, period, {"expertise": 3, "growth:dance": 2})
    browser = sign_in(teacher)
    page = browser.page(f"/mijn-blik/{standing.id}")
    chosen = [each.get("value") for each in page.elements("input") if each.get("checked") is not None]
    assert chosen == ["3", "", ""]
    browser.submit(page.response, expertise="", motivation="1")
    assert said(db) == [{"motivation": 1, "growth:dance": 2}]


def test_she_removes_it(db, sign_in, teacher, school, period):
    address = f"/mijn-blik/{make_assessment(teacher, school, period).id}"
    browser = sign_in(teacher)
    done = browser.submit(MINE, action="verwijderen")
    assert (done.status_code, said(db)) == (303, [])
    assert browser.get(address).status_code == 404


def test_she_removes_all_of_it_and_nobody_elses(db, sign_in, teacher, school, period):
    for number in range(2):
        make_assessment(teacher, school, period, {"expertise": 2}, trajectory_id=number)
    make_assessment(make_teacher(school), school, period)
    sign_in(teacher).submit(MINE, action="mijn-blik/verwijderen")
    assert said(db) == [{"expertise": 3}]


def test_after_the_period_it_can_be_read_and_removed_but_not_changed(db, sign_in, teacher, school, period):
    standing = make_assessment(teacher, school, period)
    period.ends_on = NOW.date() - timedelta(days=1)
    browser = sign_in(teacher)
    assert f"/mijn-blik/{standing.id}" not in browser.page(MINE).links().values()
    assert browser.submit(f"/mijn-blik/{standing.id}", expertise="1").status_code == 422
    assert said(db) == [{"expertise": 3}]
    browser.submit(MINE, action="verwijderen")
    assert said(db) == []


@pytest.fixture
def link(db, teacher, period):
    actions.ask_teachers(period, None, by=None, now=NOW)
    db.commit()
    return f"/blik/{link_token(teacher.id, period.id, NOW)}"


def test_by_the_link_she_answers_without_signing_in_and_once(db, client, link, teacher):
    assert link in mails_to(teacher)[0].body
    page = client.page(link)
    assert teacher.name not in page.response.text
    assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow"
    done = client.submit(page.response, expertise="2")
    assert (done.status_code, done.headers["Location"]) == (303, "/blik/bedankt")
    again = client.page(link)
    assert MINE in again.links().values()
    assert "form" not in {element.tag for element in next(again.tree.iter("main")).iter()}
    client.post(link, data={"expertise": "4"})
    assert said(db) == [{"expertise": 2}]


def test_looking_at_the_link_uses_nothing_up(db, client, link):
    for _time in range(2):
        client.page(link)
    assert db.scalar(sa.select(AssessmentLink.used_at)) is None


def test_a_link_that_holds_no_longer_says_so_and_leads_on(db, client, link):
    db.execute(sa.update(AssessmentLink).values(expires_at=NOW))
    page = client.page(link, status=410)
    assert MINE in page.links().values()
    client.post(link, data={"expertise": "4"})
    assert said(db) == []


def test_an_unknown_link_is_a_page_with_the_way_on(client, link):
    for address in ("/blik/ergens", link[:-3], "/blik/" + "x" * 500):
        assert MINE in client.page(address, status=404).links().values()


def test_a_school_shows_nothing_until_five_answered(sign_in, school, period):
    fill(school, period, people=4)
    browser = sign_in(make_leader(school))
    assert browser.page(COUNTS).elements("figure") == []
    fill(school, period, people=1)
    (figure,) = browser.page(COUNTS).elements("figure", kind="answers")
    numbers = [each.text for each in figure.iter("span") if each.get("class") == "legend-number"]
    assert numbers == ["2", "1", "1", "1"]


@pytest.mark.parametrize("function", [PostFunction.SCHOOL_LEADER, PostFunction.CULTURE_COORDINATOR])
def test_who_leads_a_school_sees_that_school_and_no_other(sign_in, school, period, function):
    other = make_school(name="De Beek")
    make_participation(other, period)
    fill(other, period)
    browser = sign_in(make_leader(school, function))
    assert browser.page(COUNTS).elements("figure") == []
    assert browser.get(f"{COUNTS}?school={other.id}").status_code == 404
    assert browser.get(f"{COUNTS}/{period.id}/vragen").status_code == 403


def test_an_advisor_sees_and_asks_at_her_schools_only(db, sign_in, school, period, teacher):
    other = make_school(name="De Beek")
    make_participation(other, period)
    elsewhere = make_teacher(other)
    fill(other, period)
    browser = sign_in(make_holder(Role.ADVISOR, school))
    assert browser.page(COUNTS).elements("figure") == []
    assert browser.get(f"{COUNTS}/{period.id}/vragen?school={other.id}").status_code == 404
    assert browser.post(f"{COUNTS}/{period.id}/herinneren?school={other.id}").status_code == 404
    assert browser.submit(f"{COUNTS}/{period.id}/vragen").status_code == 303
    assert (len(mails_to(teacher)), mails_to(elsewhere)) == (1, [])


def test_the_commission_sees_all_schools_together_and_one_apart(sign_in, school, period):
    other = make_school(name="De Beek")
    make_participation(other, period)
    fill(school, period)
    fill(other, period)
    browser = sign_in(make_holder(Role.COMMISSION))
    together = browser.page(COUNTS)
    apart = browser.page(f"{COUNTS}?period={period.id}&school={school.id}")
    numbers = [[each.text for each in page.elements("span", kind="legend-number")] for page in (together, apart)]
    assert numbers == [["4", "2", "2", "2"], ["2", "1", "1", "1"]]


def test_asking_and_reminding_tell_no_names(db, sign_in, school, period, teacher):
    browser = sign_in(make_holder(Role.COMMISSION))
    assert browser.submit(f"{COUNTS}/{period.id}/vragen").status_code == 303
    assert browser.page(f"{COUNTS}/{period.id}/vragen").elements("form", kind="form") == []
    assert browser.post(f"{COUNTS}/{period.id}/vragen").status_code == 422
    assert teacher.name not in browser.get(COUNTS).text
    browser.submit(COUNTS, action="herinneren")
    assert len(mails_to(teacher)) == 1
    db.execute(sa.update(AssessmentLink).values(made_at=NOW - timedelta(days=7)))
    browser.submit(COUNTS, action="herinneren")
    assert len(mails_to(teacher)) == 2


def test_without_a_period_there_is_a_page(db, sign_in):
    assert sign_in(make_holder(Role.COMMISSION)).page(COUNTS).heading


def test_the_partial_tells_what_belongs_to_a_goal(app, school, period):
    fill(school, period)
    fill(school, period, measure="improvement")
    fill(school, period, measure="growth:dance")
    counts = queries.counts_of([school.id], period.id)
    template = app.jinja_env.get_template("assessments/_counts.html")
    with app.test_request_context():
        app.update_template_context(context := {"counts": counts})
        drawn = {goal: template.render(context, goal=goal).count("<figure") for goal in (3, 4)}
        assert drawn == {3: 2, 4: 1}
        assert template.render(context).count("<figure") == 3
        assert "<figure" not in template.render(context | {"counts": None})


def test_page_reads_alike_for_one_and_for_many(sign_in, statements, school, period, teacher, db):
    browser = sign_in(teacher)
    make_assessment(teacher, school, period)
    browser.get(MINE)
    statements.clear()
    browser.get(MINE)
    few = len(statements)
    for number in range(3):
        make_assessment(teacher, school, period, {"expertise": 1, "motivation": 2}, trajectory_id=number)
    db.commit()
    statements.clear()
    browser.get(MINE)
    assert len(statements) == few
