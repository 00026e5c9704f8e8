"""Guides: what comes with the product has every line of the conversation, and broken content is refused."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.talks.rules.guides import Beside, GuideBroken, QuestionKind, guide_of

CONTENT = {
    path.stem.removeprefix("0006_"): json.loads(path.read_text("utf-8"))
    for path in (Path(__file__).parents[2] / "migrations" / "guides").glob("*.json")
}
ASKED = {
    "start": (),
    "a": ("goal_targets", "disciplines_now", "emphasis"),
    "b": (
        "developments_now", "vision_links", "strengths", "culture_now", "year_plan", "facilities", "programmes",
        "certified_coordinator", "developments_ahead", "culture_joining", "themes", "support", "ownership",
        "keeping_agreements", "communication", "meeting_structure", "leader_role", "coordinator_role", "working_group",
    ),
    "c": (
        "vision_then", "connections_then", "improved_disciplines", "process_oriented", "learning_lines",
        "surroundings_then", "organised_then", "partners_then", "skills_then", "coordinator_then",
        "leader_and_team_then", "profile_then", "parents_then",
    ),
    "d": ("focus_points", "instruments", "culture_actions", "attention", "other_remarks"),
}  # fmt: skip


def question(key, **given):
    """A question as a guide writes it."""
    return {"key": key, "kind": "text", "label": "Waarom?"} | given


def content(*questions, **given):
    """A guide with one step and one part."""
    part = {"key": "part", "title": "Deel", "questions": list(questions)}
    return {"intro": "", "steps": [{"key": "one", "title": "Stap", "parts": [part]} | given]}


def test_the_ambition_talk_asks_everything_in_its_order():
    guide = guide_of(CONTENT["ambition"])
    assert {step.key: tuple(question.key for question in step.questions) for step in guide.steps} == ASKED


def test_the_five_goals_are_marked_and_told_and_stand_beside_what_coachtrack_counts():
    guide = guide_of(CONTENT["ambition"])
    strengths = guide.question("strengths")
    assert [row.key for row in strengths.rows] == ["vision", "expertise", "cooperation", "improvement", "curriculum"]
    assert [option.label for option in strengths.options] == ["sterk", "minder sterk", "verdient aandacht"]
    assert len(guide.step("a").goals) == 5
    assert guide.step("a").is_for_participants
    assert guide.question("skills_then").beside is Beside.REACHED
    assert guide.question("process_oriented").kind is QuestionKind.YES_PARTLY_NO


def test_each_part_of_the_outlook_asks_for_results():
    assert [part.key for part in guide_of(CONTENT["ambition"]).step("c").parts if part.has_results] == [
        "outlook_content",
        "outlook_organisation",
        "outlook_support",
    ]


def test_the_other_talks_are_shorter():
    sizes = {kind: len(guide_of(said).questions) for kind, said in CONTENT.items()}
    assert sizes == {"ambition": 40, "orientation": 8, "route": 6}


def test_places_are_filled_wherever_they_stand():
    guide = guide_of(CONTENT["ambition"], {"end_year": "2028", "period": "CmK 2025-2028"})
    assert guide.step("a").title == "A. Doelen van CmK 2025-2028"
    assert guide.question("vision_then").label == "Is er in 2028 een visie op cultuureducatie?"
    assert "{" not in repr(guide).replace("{}", "")


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"steps": "geen lijst"},
        {"steps": [7]},
        content(question("one"), question("one")),
        content(question("Met Hoofdletter")),
        content(question("x" * 31)),
        content(question("one", label=" ")),
        content(question("one", kind="essay")),
        content(question("one", kind="choices")),
        content(question("one", kind="marks", options=[{"key": "good", "label": "goed"}])),
        content(question("one", kind="choices", options=[{"key": "a", "label": "a"}, {"key": "a", "label": "b"}])),
        content(question("one", beside="pupils")),
        content(goals=[1]),
        content(title=None),
    ],
)
def test_content_that_is_no_guide_is_refused(broken):
    with pytest.raises(GuideBroken):
        guide_of(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["text", "marks", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["steps", "parts", "questions", "key", "kind", "label", "title"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["intro", "steps"]), JSON))
def test_whatever_it_is_it_is_a_guide_or_refused(said):
    with contextlib.suppress(GuideBroken):
        assert guide_of(said).steps
