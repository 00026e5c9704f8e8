"""A new version of a guide: for talks from a day on; those before it stay readable as they were."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.talks.models import TalkGuide
from coachtrack.talks.queries import guide_for
from coachtrack.talks.queries.guides import last_guide
from coachtrack.talks.rules.guide_edits import Edits, check_from, edited
from coachtrack.talks.rules.guides import QuestionKind, guide_of
from coachtrack.talks.rules.talks import TalkKind
from coachtrack.viewer import Role
from tests.factories.people import make_holder
from tests.factories.schools import make_school
from tests.factories.talks import TALK_AT, open_a_talk
from tests.support.client import location_of

CONTENT = {
    "intro": "",
    "steps": [
        {
            "key": "one",
            "title": "Stap",
            "parts": [
                {
                    "key": "part",
                    "title": "Deel",
                    "questions": [
                        {"key": "why", "kind": "text", "label": "Waarom?"},
                        {"key": "own_1", "kind": "text", "label": "Eigen"},
                    ],
                }
            ],
        }
    ],
}
NEW = "/gesprekken/leidraden/ambition/nieuw"


def test_words_change_questions_go_and_come_and_the_last_version_stays_what_it_was():
    edits = Edits(
        steps={"one": {"title": "Begin"}},
        questions={"why": {"label": "Waartoe?", "hint": "Kort."}},
        left_out=frozenset({"own_1"}),
        added={"part": (QuestionKind.YES_NO, "Is er tijd?")},
    )
    guide = guide_of(edited(CONTENT, edits))
    assert guide.steps[0].title == "Begin"
    assert [(each.key, each.label) for each in guide.questions] == [("why", "Waartoe?"), ("own_2", "Is er tijd?")]
    assert guide_of(CONTENT).questions[0].label == "Waarom?"


@pytest.mark.parametrize(
    "edits",
    [
        Edits(steps={"one": {"title": ""}}),
        Edits(questions={"why": {"label": ""}}),
        Edits(questions={"why": {"label": "x" * 301}}),
        Edits(left_out=frozenset({"why", "own_1"})),
        Edits(added={"part": (QuestionKind.TEXT, "x" * 301)}),
    ],
)
def test_a_version_with_words_missing_or_nothing_to_ask_is_refused(edits):
    with pytest.raises(Refused):
        edited(CONTENT, edits)


@given(st.dictionaries(st.sampled_from(["title", "intro"]), st.text(min_size=1, max_size=30)))
def test_whatever_is_written_is_a_guide_that_can_be_read(words):
    assert guide_of(edited(CONTENT, Edits(steps={"one": words}, left_out=frozenset({"why"})))).questions


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 1)])
def test_a_version_holds_from_a_day_that_is_not_over_and_lies_after_the_last_one(day):
    with pytest.raises(Refused):
        check_from(day, last_from=date(2026, 12, 1), today=date(2026, 11, 24))
    check_from(date(2026, 12, 2), last_from=date(2026, 12, 1), today=date(2026, 11, 24))


@pytest.fixture
def commission(db, sign_in):
    return sign_in(make_holder(Role.COMMISSION))


def test_the_commission_writes_a_version_and_open_talks_keep_their_own(commission, db):
    school = make_school()
    advisor = make_holder(Role.ADVISOR, school)
    before = open_a_talk(school, advisor)
    sent = commission.submit(
        NEW,
        name="Leidraad 2027",
        holds_from="2026-12-01",
        **{
            "g-q_themes-label": "Welke thema’s passen bij jullie?",
            "g-q_themes-out": None,
            "g-q_support-out": "1",
            "g-p_closing-add": "Wie leest dit verslag?",
            "g-p_closing-kind": "lines",
        },
    )
    written = last_guide(TalkKind.AMBITION)
    assert location_of(sent) == f"/gesprekken/leidraden/{written.id}"
    after = open_a_talk(school, advisor, first_year=2028)
    old, new = guide_for(before), guide_for(after)
    assert new.question("themes").label == "Welke thema’s passen bij jullie?"
    assert (new.question("support"), new.question("own_1").kind) == (None, QuestionKind.LINES)
    assert old.question("support").label == "Draagvlak"
    assert len(new.questions) == len(old.questions)
    assert "Wie leest dit verslag?" in commission.page(f"/gesprekken/leidraden/{written.id}").text
    assert commission.page("/gesprekken/leidraden").rows()[0][0] == "Leidraad 2027"


def test_a_version_that_is_refused_keeps_what_was_typed(commission, db):
    typed = {"name": "Leidraad 2027", "holds_from": "2020-08-01", "g-q_themes-label": "Mijn vraag"}
    answered = commission.submit(NEW, **typed)
    assert answered.status_code == 422
    assert "Mijn vraag" in answered.get_data(as_text=True)
    assert db.scalar(sa.select(sa.func.count()).select_from(TalkGuide)) == 3


def test_a_talk_before_the_day_follows_the_version_of_its_day(commission, db):
    commission.submit(NEW, name="Later", holds_from=TALK_AT.date().isoformat())
    school = make_school()
    advisor = make_holder(Role.ADVISOR, school)
    assert open_a_talk(school, advisor).guide.name == "Later"
    earlier = open_a_talk(school, advisor, first_year=2028, starts_at=TALK_AT.replace(day=15))
    assert earlier.guide.name == "Leidraad ambitiegesprek"
