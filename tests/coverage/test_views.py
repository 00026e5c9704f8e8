from datetime import UTC, date, datetime

import pytest

from coachtrack.coverage import queries
from coachtrack.coverage.rules.requirement import Measure
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.rules.records import Activity, Origin, Party
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import District
from coachtrack.viewer import Role
from tests.factories.coverage import asking, make_exemption, make_programme, make_rule
from tests.factories.evidence import make_held
from tests.factories.funding import make_opening, make_participation, make_period
from tests.factories.people import make_coach, make_holder, make_leader, make_post, make_teacher
from tests.factories.schools import make_school
from tests.factories.trajectories import make_active_trajectory
from tests.support.client import Page, location_of

ONE_SIDED = "door één kant; de ander zei veertien dagen niets"
NAMED = {"lesson_context": "regular_lesson", "discipline": "dance"}


def person_page(person, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/bereik/mensen/{person.id}" + (f"?{asked}" if asked else "")


# --- the programme ----------------------------------------------------------------------------------------------


def test_the_commission_reads_the_figure_in_a_sentence(commission, programme, school, teacher, coach):
    make_teacher(school)
    make_held(teacher, coach, school_id=school.id, **NAMED)
    page = commission.page("/bereik/")
    assert page.all("p", kind="figure-sentence") == ["1 van 2 mensen voor de klas bereikt, 50 %"]
    [row] = page.rows()
    assert row[0] == school.name
    assert row[3:7] == ["1 van 2", "0", "0", "1"]


def test_from_the_programme_to_a_board_a_school_and_a_person_in_three_clicks(commission, school, teacher):
    school.board.name = "Stichting Oost"
    at_board = commission.page(commission.page("/bereik/").links()["Stichting Oost"])
    assert at_board.heading == "Stichting Oost"
    at_school = commission.page(at_board.links()[school.name])
    assert commission.page(at_school.links()[teacher.name]).heading == teacher.name


def test_a_board_without_a_name_is_told_by_its_number(commission, school, teacher):
    school.board.name, school.board.number = None, "65287"
    assert "Bestuur 65287" in commission.page("/bereik/").links()
    at_board = commission.page(commission.page("/bereik/besturen").links()["Bestuur 65287"])
    assert at_board.heading == "Bestuur 65287"


def test_the_page_of_a_board_does_not_open_choices_that_nobody_made(commission, school, teacher):
    board = f"/bereik/besturen/{school.board_id}"
    closed, opened = (commission.get(each).get_data(as_text=True) for each in (board, f"{board}?discipline=dance"))
    assert 'filters-more">' in closed
    assert 'filters-more" open>' in opened


def test_from_the_programme_to_the_evidence_of_a_person_in_two_clicks(commission, school, teacher, coach):
    make_held(teacher, coach, school_id=school.id, **NAMED)
    at_school = commission.page(commission.page("/bereik/").links()[school.name])
    at_person = commission.page(at_school.links()[teacher.name])
    [row] = at_person.rows()
    assert row[1:] == ["Lesbezoek, dans", ONE_SIDED, "15", "45", "15"]
    assert at_person.heading == teacher.name


def test_filters_narrow_the_schools_the_figure_and_the_export(commission, programme, school, teacher):
    other = make_school(district=District(name="Noord"), name="De Esdoorn")
    make_participation(other, programme.period, track="district_school")
    make_teacher(other)
    make_teacher(other)
    for query in (f"bestuur={other.board_id}", f"wijk={other.district_id}", "spoor=district_school"):
        page = commission.page(f"/bereik/?{query}")
        assert [row[0] for row in page.rows()] == ["De Esdoorn"]
        assert page.all("p", kind="figure-sentence") == ["0 van 2 mensen voor de klas bereikt, 0 %"]
        answer = commission.submit(f"/bereik/?{query}", button="Scholen (CSV)")
        assert answer.get_data(as_text=True).count("\r\n") == 2
    chosen = Page(commission.submit("/bereik/", button="Toon", spoor="district_school", peildatum="2026-11-01"))
    assert ([row[0] for row in chosen.rows()], chosen.heading) == (["De Esdoorn"], "Bereik")
    assert "zondag 1 november 2026" in chosen.text
    assert "Toon alle scholen" in commission.page("/bereik/?bestuur=999999").links()


@pytest.mark.parametrize(
    ("sort", "first"), [("name", "Anders"), ("-name", "Zonnig"), ("-reached", "Zonnig"), ("open", "Zonnig")]
)
def test_schools_can_be_sorted(commission, programme, school, coach, sort, first, db):
    school.name = "Zonnig"
    make_held(make_teacher(school), coach, school_id=school.id)
    other = make_school(name="Anders")
    make_participation(other, programme.period)
    make_teacher(other)
    assert commission.page(f"/bereik/?sort={sort}").rows()[0][0] == first


def test_the_page_says_how_to_begin_while_there_is_nothing(commission, db):
    assert "/regelingen" in commission.page("/bereik/").links().values()
    period = make_period()
    assert f"/bereik/voorwaarde/{period.id}/nieuw" in commission.page("/bereik/").links().values()
    make_rule(period)
    assert f"/regelingen/perioden/{period.id}" in commission.page("/bereik/").links().values()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2026-02-31", "2026-11-24"),
        ("morgen", "2026-11-24"),
        ("0001-01-01", "2025-01-01"),
        ("9999-12-31", "2028-12-31"),
    ],
)
def test_a_day_that_does_not_exist_or_lies_outside_the_period_is_said(commission, teacher, typed, shown):
    page = commission.page(f"/bereik/?peildatum={typed}")
    [field] = [element for element in page.elements("input") if element.get("name") == "peildatum"]
    assert field.get("value") == shown
    assert field.get("aria-describedby") == "filter-peildatum-remark"
    assert typed in page.text


def test_a_day_may_be_typed_as_the_dutch_write_it(commission, teacher):
    page = commission.page("/bereik/?peildatum=1-2-2026")
    assert "zondag 1 februari 2026" in page.text


def test_an_unknown_period_does_not_exist(commission, teacher):
    assert commission.get("/bereik/?periode=999999999999999999999").status_code == 404


def test_the_reference_date_and_what_was_known_then_travel_along(commission, programme, school, coach):
    recorded = datetime(2026, 11, 20, 12, tzinfo=UTC)
    teacher = make_teacher(school, post={"starts_on": date(2026, 8, 1), "recorded_at": recorded})
    then = "/bereik/?peildatum=2026-11-01&bekend=toen"
    assert "Niemand die meetelt" in commission.page(then).all("p", kind="figure-sentence")[0]
    page = commission.page(commission.page(then).links()[school.name])
    assert "zoals toen bekend" in page.text
    assert teacher.name not in page.links()
    assert teacher.name in commission.page(f"/bereik/scholen/{school.id}?peildatum=2026-11-01").links()


def test_extra_minutes_are_shown_from_five_teachers(commission, school, coach):
    for number in range(5):
        stats = commission.page("/bereik/disciplines").all("p", kind="stat-value")
        assert stats[-3:] == [str(number), "0", "–"]
        make_held(make_teacher(school), coach, school_id=school.id, **NAMED)
    assert commission.page("/bereik/disciplines").all("p", kind="stat-value")[-3:] == ["5", "0", "30 min"]


def test_progress_is_drawn_and_told_in_a_table(commission, programme, school, teacher, coach):
    make_held(teacher, coach, school_id=school.id, held_on=date(2026, 10, 20), **NAMED)
    page = commission.page("/bereik/voortgang")
    assert [row[0] for row in page.rows()] == ["di 24 nov"]
    drawn = commission.page(location_of(commission.submit("/bereik/voortgang", action="/tekenen")))
    assert drawn.rows()[0][0] == "di 24 nov"
    assert [row[2] for row in drawn.rows()][:3] == ["1 van 1", "1 van 1", "0 van 1"]
    assert "tekenen" not in drawn.response.get_data(as_text=True)
    assert drawn.response.get_data(as_text=True).count('class="line-chart"') == 1


def test_progress_without_a_period_or_people_says_so(commission, db):
    assert "/regelingen" in commission.page("/bereik/voortgang").links().values()
    make_programme()
    assert "Naar het bereik" in commission.page("/bereik/voortgang").links()


# --- a school ---------------------------------------------------------------------------------------------------


def test_a_school_page_tells_who_with_which_coach_and_why_someone_does_not_count(commission, programme, school):
    make_opening(programme.period)
    trajectory = make_active_trajectory(school=school, teacher=make_teacher(school, "Anna", last_name="Aalders"))
    leader = make_leader(school, last_name="Zwart")
    first, last = commission.page(f"/bereik/scholen/{school.id}").rows()
    assert first[:4] == ["Anna Aalders", "groepsleerkracht", "Bezig", f"Dans met {trajectory.coach.name}"]
    assert last[:3] == [leader.name, "directeur", "Telt niet mee vanwege de functie"]


@pytest.mark.parametrize("function", [PostFunction.SCHOOL_LEADER, PostFunction.CULTURE_COORDINATOR])
def test_a_director_sees_her_own_school_with_hours_and_no_other(sign_in, school, teacher, coach, function):
    make_held(teacher, coach, school_id=school.id, **NAMED)
    client = sign_in(make_leader(school, function))
    answer = client.get("/bereik/mijn-school")
    assert location_of(answer) == f"/bereik/scholen/{school.id}"
    rows = {row[0]: row for row in client.page(f"/bereik/scholen/{school.id}").rows()}
    assert rows[teacher.name][4] == "1 u 15 min"
    assert client.get(f"/bereik/scholen/{make_school().id}").status_code == 404
    assert client.get("/bereik/").status_code == 403


def test_a_director_of_two_schools_chooses(sign_in, school):
    leader = make_leader(school)
    second = make_school()
    make_post(leader, second, PostFunction.SCHOOL_LEADER)
    links = sign_in(leader).page("/bereik/mijn-school").links()
    assert {school.name, second.name} <= set(links)


def test_a_school_that_does_not_take_part_says_so(sign_in, programme):
    school = make_school()
    client = sign_in(make_leader(school))
    assert client.page(f"/bereik/scholen/{school.id}").heading == school.name


def test_an_advisor_sees_her_schools_without_minutes(sign_in, school, teacher, coach):
    make_held(teacher, coach, school_id=school.id, **NAMED)
    client = sign_in(make_holder(Role.ADVISOR, school))
    page = client.page(f"/bereik/scholen/{school.id}")
    assert "Uren" not in page.all("th")
    assert "extra per les" not in page.text
    page = client.page(person_page(teacher))
    assert [len(row) for row in page.rows()] == [3]
    assert "Samen:" not in page.text
    assert client.get(f"/bereik/scholen/{make_school().id}").status_code == 404


# --- a person ---------------------------------------------------------------------------------------------------


def test_a_director_sees_hours_together_and_no_minutes_of_a_session(sign_in, school, teacher, coach):
    make_held(teacher, coach, school_id=school.id, **NAMED)
    page = sign_in(make_leader(school)).page(person_page(teacher))
    assert [len(row) for row in page.rows()] == [3]
    assert "Samen: 1 u 15 min coaching en 0 min bijscholing." in page.text
    assert "Vrijstellen" not in page.links()


def test_what_took_place_at_another_school_is_not_the_directors(sign_in, programme, school, teacher, coach):
    second = make_school()
    make_participation(second, programme.period)
    make_post(teacher, second)
    make_held(teacher, coach, school_id=school.id, **NAMED)
    page = sign_in(make_leader(second)).page(person_page(teacher))
    assert (page.elements("table"), "Bereikt" in page.text) == ([], True)
    assert "Samen: 0 min coaching" in page.text
    assert "Nog 1 activiteit op een andere school" in page.text


def test_a_coach_sees_how_her_own_teacher_stands_with_the_minutes_of_her_own_sessions(
    sign_in, programme, school, teacher
):
    make_opening(programme.period)
    trajectory = make_active_trajectory(school=school, teacher=teacher)
    own, other = trajectory.coach, make_coach()
    make_held(teacher, own, school_id=school.id, held_on=date(2026, 11, 1), **NAMED)
    make_held(teacher, other, school_id=school.id, held_on=date(2026, 11, 2), **NAMED)
    page = sign_in(own).page(person_page(teacher))
    assert [row[3:] for row in page.rows()] == [["15", "45", "15"], ["–", "–", "–"]]
    assert "Samen:" not in page.text
    assert sign_in(other).get(person_page(teacher)).status_code == 404


def test_a_colleague_may_not_look(sign_in, school, teacher):
    assert sign_in(make_teacher(school)).get(person_page(teacher)).status_code == 403
    assert sign_in(make_coach()).get(person_page(teacher)).status_code == 404
    assert sign_in(make_leader(make_school())).get(person_page(teacher)).status_code == 404
    assert sign_in(make_holder(Role.COMMISSION)).get("/bereik/mensen/999999").status_code == 404


def test_evidence_that_does_not_count_says_why(commission, programme, school, teacher, coach):
    make_rule(programme.period, asking(at_least=2))
    make_held(teacher, coach, held_on=date(2024, 11, 1), activity=Activity.DEBRIEF, school_id=school.id)
    shared = datetime(2026, 11, 20, 12, tzinfo=UTC)
    make_held(teacher, coach, held_on=shared.date(), activity=Activity.DEBRIEF, school_id=school.id, now=shared)
    make_held(teacher, coach, held_on=date(2026, 11, 21), school_id=school.id)
    make_held(teacher, coach, held_on=date(2026, 11, 22), activity=Activity.TRAINING, kind="team_training")
    page = commission.page(person_page(teacher))
    assert [row[2] for row in page.rows()] == [
        "valt buiten de subsidieperiode",
        "is nog niet bevestigd door de leerkracht",
        "telt mee zodra de nabespreking is bevestigd",
        "is niet wat de voorwaarde vraagt",
    ]
    assert "nog 2 nabesprekingen voor 31 december 2028" in page.text


def test_who_confirmed_is_told_per_piece(commission, programme, school, teacher, coach):
    make_rule(programme.period, asking(Measure.ALL_MINUTES, 600))
    for day, given in (
        (10, {"origin": Origin.TAKEN_OVER}),
        (1, {"now": datetime(2026, 11, 1, 12, tzinfo=UTC)}),
        (20, {"now": datetime(2026, 11, 20, 12, tzinfo=UTC)}),
    ):
        make_held(teacher, coach, held_on=date(2026, 11, day), school_id=school.id, **given)
    trained = {"activity": Activity.TRAINING, "kind": "team_training", "held_on": date(2026, 11, 21)}
    make_held(teacher, coach, now=datetime(2026, 11, 21, 12, tzinfo=UTC), **trained)
    confirmed = make_held(teacher, coach, held_on=date(2026, 11, 22), now=datetime(2026, 11, 22, 12, tzinfo=UTC))
    evidence.confirm(confirmed.number, party=Party.TEACHER, by=teacher.id, now=confirmed.recorded_at)
    assert [row[2] for row in commission.page(person_page(teacher)).rows()] == [
        ONE_SIDED,
        "overgenomen van vroeger",
        "Wacht",
        "door de trainer",
        "Bevestigd",
    ]


def test_the_commission_exempts_someone_and_ends_it(commission, programme, teacher):
    form = f"/bereik/mensen/{teacher.id}/vrijstelling/{programme.period.id}"
    refused = commission.submit(form, reason="leaving_soon", starts_on="2026-11-24", ends_on="2026-11-01")
    assert (refused.status_code, Page(refused).error_at("ends_on") != "") == (422, True)
    assert 'value="2026-11-01"' in refused.get_data(as_text=True)
    answer = commission.submit(form, reason="leaving_soon", starts_on="2026-11-01", ends_on="2027-01-31")
    page = commission.page(location_of(answer))
    assert page.all("p", kind="figure-sentence") == ["Vrijgesteld vertrekt binnenkort"]
    assert "besloten door Rolf" in page.text
    again = commission.submit(form, reason="other", starts_on="2026-11-24")
    assert Page(again).error_at("starts_on") != ""
    answer = commission.submit(person_page(teacher), button="Vrijstelling beëindigen")
    page = commission.page(location_of(answer))
    assert page.all("p", kind="figure-sentence") == ["Nog niet begonnen"]
    assert "Vrijstelling beëindigen" not in page.all("button")


def test_an_exemption_that_is_over_cannot_be_ended(commission, programme, teacher):
    exemption = make_exemption(teacher, programme.period, ends_on=date(2026, 3, 1))
    answer = commission.post(f"/bereik/vrijstellingen/{exemption.id}/beeindigen")
    assert "al voorbij" in commission.get(location_of(answer)).get_data(as_text=True)
    assert commission.post("/bereik/vrijstellingen/999999/beeindigen").status_code == 404


def test_a_teacher_reads_her_own_evidence_and_what_is_missing(sign_in, programme, school, teacher, coach):
    make_rule(programme.period, asking(Measure.COACHING_MINUTES, 180))
    make_held(teacher, coach, school_id=school.id, **NAMED)
    page = sign_in(teacher).page("/bereik/mijn-bewijs")
    [row] = page.rows()
    assert row[3:] == ["15", "45", "15"]
    assert "nog 1 u 45 min coaching" in page.text
    assert "nog 1 u 45 min coaching voor 31 december 2028" in page.text


def test_who_is_at_no_participating_school_has_no_evidence_to_show(sign_in, programme):
    assert sign_in(make_teacher(make_school())).page("/bereik/mijn-bewijs").heading == "Mijn bewijs"


# --- the wall ---------------------------------------------------------------------------------------------------


def test_no_page_of_the_commission_names_a_table_of_what_was_said(commission, programme, school, statements):
    make_opening(programme.period)
    trajectory = make_active_trajectory(school=school)
    make_held(trajectory.teacher, trajectory.coach, school_id=school.id, **NAMED)
    commission.get("/bereik/")
    statements.clear()
    for address in (
        "/bereik/",
        "/bereik/voortgang",
        f"/bereik/scholen/{school.id}",
        f"/bereik/mensen/{trajectory.teacher_id}",
        f"/bereik/voorwaarde/{programme.period.id}",
        f"/bereik/voorwaarde/{programme.period.id}/nieuw",
        f"/bereik/mensen/{trajectory.teacher_id}/vrijstelling/{programme.period.id}",
    ):
        commission.page(address)
    for table in ("scholen", "mensen"):
        assert commission.post(f"/bereik/export/{table}.csv").status_code == 200
    assert statements.reads
    assert statements.naming("baseline", "development_goal", "debrief", "reaction") == []


@pytest.mark.parametrize("kind", ["index", "progress", "school", "person", "export"])
def test_a_page_costs_the_same_statements_for_one_as_for_three(commission, programme, school, coach, statements, kind):
    def fill(place, people):
        for _number in range(people):
            make_held(make_teacher(place), coach, school_id=place.id, **NAMED)

    fill(school, 1)
    [first] = queries.coverage_of(programme).people
    addresses = {
        "index": "/bereik/",
        "progress": "/bereik/voortgang",
        "school": f"/bereik/scholen/{school.id}",
        "person": person_page(first.person),
        "export": "/bereik/export/mensen.csv",
    }
    ask = commission.post if kind == "export" else commission.get
    ask(addresses[kind])
    counts = []
    for schools, people in ((0, 0), (2, 3)):
        fill(school, people)
        for _number in range(schools):
            other = make_school()
            make_participation(other, programme.period)
            fill(other, people)
        ask(addresses[kind])  # so that what is kept is up to date
        statements.clear()
        assert ask(addresses[kind]).status_code == 200
        counts.append(len([each for each in statements if "session" not in each]))
    assert counts[0] == counts[1]
