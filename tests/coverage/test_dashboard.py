"""The figures of the commission: kept and reckoned say the same, in as many statements for one school as for thirty."""

import threading
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.coverage import queries
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.queries import dashboard
from coachtrack.coverage.queries.dashboard import boards_page, schools_page
from coachtrack.coverage.queries.reckoned import reckoned_on
from coachtrack.coverage.queries.tallies import Kept
from coachtrack.coverage.rules.choice import Choice
from coachtrack.coverage.rules.figures import SHARED, Figures, Standing, each_once, keys_of
from coachtrack.coverage.rules.requirement import Outlook, RequirementStatus
from coachtrack.coverage.views import figures
from coachtrack.funding.rules import Track
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools.models import District, SchoolBoard
from tests.factories.evidence import make_held
from tests.factories.funding import make_participation
from tests.factories.people import make_leader, make_post, make_teacher
from tests.factories.schools import make_school
from tests.support.moments import NOW

ORDERS = ["name", "-name", "reached", "-reached", "open", "-open"]


@pytest.fixture
def town(programme, school, teacher, coach, db):
    """Three schools of two boards. One teacher works at two of them, another leads the first and teaches at one."""
    board, district = SchoolBoard(number="90001", name="Aan Zee"), District(name="Noord")
    second, third = make_school(name="De Zwaluw", board=board, district=district), make_school(name="Ab", board=board)
    make_participation(second, programme.period, track="district_school")
    make_participation(third, programme.period, track="pilot_school")
    make_held(teacher, coach, school_id=school.id, discipline="music", stream="muziekimpuls")
    make_post(teacher, second)
    make_post(make_leader(school), second, PostFunction.CLASS_TEACHER)
    both = make_teacher(second)
    make_post(both, third)
    make_held(both, coach, school_id=third.id, discipline="dance", stream="regular_lesson")
    make_teacher(third)
    refresh(NOW, everyone=True)
    db.commit()
    return school, second, third


def finish_jobs():
    """Wait for the work that runs beside the requests."""
    for thread in [each for each in threading.enumerate() if each.name.startswith("job-")]:
        thread.join()


def shown(them):
    """Without what nobody stands under; nobody looks ahead from another day."""
    left_out = (SHARED, "outlook:")
    return {key: people for key, people in them.people.items() if people and not key.startswith(left_out)}


def choices_of(town):
    _first, second, third = town
    return [
        Choice(),
        Choice(board_id=second.board_id),
        Choice(district_id=second.district_id),
        Choice(track=Track.PILOT_SCHOOL),
        Choice(board_id=third.board_id, track=Track.PILOT_SCHOOL),
        Choice(board_id=-1),
    ]


def test_what_is_kept_says_what_would_be_reckoned(programme, town):
    kept, reckoned = Kept(programme), reckoned_on(programme, queries.requirement_in_force(programme))
    for choice in choices_of(town):
        assert shown(kept.total(choice)) == shown(reckoned.total(choice))
        for sort in ORDERS:
            pages = [schools_page(programme, choice, each, sort=sort, page=1) for each in (kept, reckoned)]
            lines = [[(line.name, line.board, shown(line.figures)) for line in each] for each in pages]
            assert lines[0] == lines[1]
        pages = [boards_page(programme, choice, each, words="", page=1) for each in (kept, reckoned)]
        lines = [[(line.name, line.schools, shown(line.figures)) for line in each] for each in pages]
        assert lines[0] == lines[1]


def test_a_person_counts_at_each_of_her_schools_and_once_in_a_total(programme, town):
    kept = Kept(programme)
    lines = {line.name: line for line in schools_page(programme, Choice(), kept, sort="name", page=1)}
    by_school = [lines[school.name].figures.tally.asked for school in town]
    boards = {line.name: line.figures.tally for line in boards_page(programme, Choice(), kept, words="zee", page=1)}
    assert by_school == [1, 3, 2]
    assert (boards["Aan Zee"].asked, boards["Aan Zee"].met) == (4, 2)
    total = kept.total(Choice())
    assert (total.tally.asked, total.tally.met, total.tally.counts["not_in_scope"]) == (4, 2, 0)
    assert (total.under("discipline", "music"), total.under("stream", "regular_lesson")) == (1, 1)


def test_who_counts_at_one_of_several_schools_counts_in_their_total(programme, town):
    first, second, _third = town
    kept = Kept(programme)
    assert kept.at_schools([first.id])[first.id].tally.counts["not_in_scope"] == 1
    assert kept.total(Choice(track=Track.PILOT_SCHOOL)).tally.counts["not_in_scope"] == 1
    assert kept.total(Choice(board_id=second.board_id)).tally.counts["not_in_scope"] == 0


def test_a_school_where_it_is_asked_of_nobody_comes_last_in_either_order(programme, town, db):
    empty = make_school(name="Aaa")
    make_participation(empty, programme.period)
    for sort in ("reached", "-reached"):
        assert [line.name for line in schools_page(programme, Choice(), Kept(programme), sort=sort, page=1)][
            -1
        ] == "Aaa"


def test_long_lists_come_in_pages_of_fifty(programme, school, db, commission):
    board = SchoolBoard(number="90002", name="Groot")
    for number in range(60):
        make_participation(make_school(name=f"Vestiging {number:02d}", board=board), programme.period)
    refresh(NOW, everyone=True)
    db.commit()
    pages = [schools_page(programme, Choice(), Kept(programme), sort="name", page=page) for page in (1, 2)]
    assert [len(page.items) for page in pages] == [50, 11]
    assert pages[0].total == 61
    assert len(commission.page("/bereik/?page=2").rows()) == 11


def test_of_too_many_boards_and_districts_none_is_offered_and_what_was_chosen_stays(commission, town, monkeypatch):
    address = f"/bereik/?wijk={town[1].district_id}"
    assert "Noord" in commission.page(address).all("option")
    monkeypatch.setattr(dashboard, "MANY", 0)
    page = commission.page(address)
    assert not {"Noord", "Aan Zee"} & set(page.all("option"))
    assert {each.get("name"): each.get("value") for each in page.elements("input")}["wijk"] == str(town[1].district_id)


PAGES = ["/bereik/", "/bereik/?spoor=pilot_school", "/bereik/?sort=-reached", "/bereik/besturen", "/bereik/disciplines"]


@pytest.mark.parametrize("address", PAGES)
def test_thirty_schools_take_as_many_statements_as_three(programme, town, commission, statements, db, address):
    def counted():
        commission.page(address)
        statements.clear()
        commission.page(address)
        return len(statements)

    few = counted()
    board = SchoolBoard(number="90003", name="Veel")
    for number in range(27):
        more = make_school(
            name=f"Vestiging {number:02d}", board=board if number % 2 else SchoolBoard(number=f"8{number}")
        )
        make_participation(more, programme.period)
        make_post(make_teacher(more), town[0])
    refresh(NOW, everyone=True)
    db.commit()
    assert counted() == few


def test_another_day_of_a_large_programme_is_reckoned_once_and_kept_for_a_day(
    commission, programme, town, monkeypatch, statements, db
):
    at_once = commission.page("/bereik/?peildatum=2026-11-01").rows()
    monkeypatch.setattr(figures, "MOST_AT_ONCE", 0)
    page = commission.page("/bereik/?peildatum=2026-11-01&spoor=pilot_school")
    assert page.elements("table") == []
    commission.post("/bereik/berekenen?peildatum=2026-11-01&spoor=pilot_school")
    finish_jobs()
    statements.clear()
    assert commission.page("/bereik/?peildatum=2026-11-01").rows() == at_once
    assert statements.naming("evidence_record", "standing_fact") == []
    assert commission.page("/bereik/?peildatum=2026-11-02").elements("table") == []
    assert commission.page("/bereik/?peildatum=2026-11-01&bekend=toen").elements("table") == []


def test_what_was_reckoned_before_says_when_and_is_reckoned_anew_when_asked(
    commission, programme, town, monkeypatch, db
):
    monkeypatch.setattr(figures, "MOST_AT_ONCE", 0)
    there, ask = "/bereik/?peildatum=2026-11-01", "/bereik/berekenen?peildatum=2026-11-01"
    commission.post(ask)
    finish_jobs()
    before = commission.page(there).rows()
    make_teacher(town[0])
    db.commit()
    assert commission.page(there).rows() == before
    assert ask.split("?")[0] in commission.get(there).text
    commission.post(ask)
    finish_jobs()
    assert commission.page(there).rows() != before


def test_what_is_known_on_a_day_that_is_not_over_is_what_is_known_now(commission, town, statements):
    today = commission.page("/bereik/").rows()
    statements.clear()
    assert commission.page("/bereik/?peildatum=2026-11-24&bekend=toen").rows() == today
    assert statements.naming("evidence_record", "standing_fact") == []


@pytest.mark.parametrize("address", ["/bereik/", "/bereik/?spoor=pilot_school", "/bereik/besturen"])
def test_the_figures_of_today_never_read_evidence(town, commission, statements, address):
    commission.page(address)
    statements.clear()
    commission.page(address)
    assert statements.naming("evidence_record", "standing_fact") == []


@given(
    st.dictionaries(st.integers(1, 8), st.tuples(st.sampled_from(list(RequirementStatus)), st.sets(st.integers(1, 4))))
)
def test_sums_and_those_who_are_shared_add_up_to_each_person_once(people):
    by_school, shared = defaultdict(list), []
    for person_id, (status, places) in people.items():
        for place in places:
            standing = Standing(person_id, status, Outlook.AT_RISK, ["dance", "stream:kos"])
            by_school[place].append((standing, len(places) > 1))
            shared += [standing] * (len(places) > 1)
    sums = Counter(
        key
        for there in by_school.values()
        for standing, is_shared in there
        for name in keys_of(standing)
        for key in [name, SHARED + name][: 1 + is_shared]
    )
    alone = each_once(standing for there in by_school.values() for standing, _ in there)
    once = Figures.once(sums, each_once(shared))
    assert {key: number for key, number in once.people.items() if number} == dict(alone)
