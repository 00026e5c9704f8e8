"""Answers: what is kept of what was typed or pasted, what is too long, and the order of results."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.talks.rules.answers import (
    LONGEST,
    MOST_RESULTS,
    Told,
    check_results,
    check_value,
    empty,
    fields_of,
    fingerprint,
    is_empty,
    moved,
    options_of,
    results_in,
    told,
    value_of,
)
from coachtrack.talks.rules.guides import Option, Question, QuestionKind

OPTIONS = (Option("strong", "sterk"), Option("weak", "zwak"))
ROWS = (Option("vision", "Visie"), Option("goal", "Doel"))
NUL, SOFT_HYPHEN = chr(0), chr(0xAD)


def asking(kind, **given):
    """A question of this kind."""
    values = {"options": OPTIONS if kind in ("marks", "choices") else (), "rows": ROWS if kind == "marks" else ()}
    return Question("one", QuestionKind(kind), "Waarom?", "", beside=None, **(values | given))


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", {"text": ["  Meer dans. "]}, "Meer dans."),
        ("text", {}, ""),
        ("lines", {"text": ["Water\r\n\r\n Lucht "]}, ["Water", "Lucht"]),
        ("yes_no", {"chosen": ["yes"], "text": [""]}, {"chosen": ["yes"], "text": ""}),
        ("yes_no", {"chosen": ["partly"]}, {"chosen": [], "text": ""}),
        ("yes_partly_no", {"chosen": ["partly"], "text": ["Bijna."]}, {"chosen": ["partly"], "text": "Bijna."}),
        ("choices", {"chosen": ["weak", "strong", "no such"]}, {"chosen": ["strong", "weak"], "text": ""}),
        ("disciplines", {"chosen": ["music"]}, {"chosen": ["music"], "text": ""}),
        ("marks", {"mark-vision": ["strong"], "mark-goal": [""]}, {"marks": {"vision": "strong"}, "text": ""}),
        ("marks", {"mark-no_such": ["strong"]}, {"marks": {}, "text": ""}),
    ],
)
def test_an_answer_is_read_by_the_kind_of_its_question(kind, typed, value):
    assert value_of(asking(kind), typed) == value


def test_what_word_processors_leave_behind_is_not_kept_and_what_was_written_is():
    pasted = f"[bookmark: _GoBack]“Samen”{NUL} in de klas – cre{SOFT_HYPHEN}atief 😀\r\n\tén buiten"
    assert value_of(asking("text"), {"text": [pasted]}) == f"“Samen” in de klas – cre{SOFT_HYPHEN}atief 😀\n\tén buiten"


def test_twenty_thousand_characters_are_refused_with_their_number():
    words = value_of(asking("text"), {"text": ["“Woord” 😀 " * 2000]})
    with pytest.raises(Refused) as refusal:
        check_value(asking("text"), words)
    assert refusal.value.values == {"count": "19.999", "longest": "10.000"}
    assert refusal.value.field == "one"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "x" * (LONGEST + 1)),
        ("choices", {"chosen": [], "text": "x" * (LONGEST + 1)}),
        ("lines", ["thema"] * 51),
        ("lines", ["x" * 301]),
        ("yes_no", {"chosen": ["yes", "no"], "text": ""}),
    ],
)
def test_what_does_not_fit_is_refused(kind, value):
    with pytest.raises(Refused):
        check_value(asking(kind), value)


@pytest.mark.parametrize("value", ["x" * LONGEST, ""])
def test_what_fits_is_fine(value):
    check_value(asking("text"), value)


TYPED = st.fixed_dictionaries(
    {"text": st.lists(st.text(max_size=40), max_size=1)},
    optional={
        "chosen": st.lists(st.sampled_from(["yes", "no", "strong", "weak", "music"]), max_size=3),
        "mark-vision": st.lists(st.sampled_from(["strong", "weak", "", "x"]), max_size=1),
    },
)


@given(st.sampled_from(list(QuestionKind)), TYPED)
def test_a_kept_answer_shown_and_sent_again_is_the_same(kind, typed):
    question = asking(kind.value)
    value = value_of(question, typed)
    assert value_of(question, fields_of(question, value)) == value
    assert is_empty(value) == told(question, value).is_empty


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_no_answer_is_empty_and_says_nothing(kind):
    question = asking(kind.value)
    assert is_empty(empty(question))
    assert told(question, empty(question)) == Told()
    assert told(question, None).is_empty


def test_an_answer_is_told_in_the_words_of_the_guide():
    said = told(asking("marks"), {"marks": {"goal": "weak", "gone": "strong"}, "text": "Nog even."})
    assert said == Told(marks=(("Doel", "zwak"),), words="Nog even.")
    own = asking("yes_partly_no", options=(Option("partly", "in opleiding"),))
    assert told(own, {"chosen": ["partly"], "text": ""}).chosen == ("in opleiding",)


def test_a_guide_may_use_other_words_for_what_a_kind_always_offers():
    assert [option.key for option in options_of(asking("yes_no"))] == ["yes", "no"]
    assert len(options_of(asking("disciplines"))) == 7


def test_pasted_results_come_one_on_each_line_without_the_marks_of_a_list():
    assert results_in("- Visie\r\n\r\n• Leerlijn muziek\n* Erfgoed\n2. Podium\n-5 graden") == [
        "Visie", "Leerlijn muziek", "Erfgoed", "2. Podium", "-5 graden",
    ]  # fmt: skip


def test_five_hundred_results_are_refused_with_how_many_there_is_room_for():
    with pytest.raises(Refused) as refusal:
        check_results(["Iets"] * 500, standing=3, field="more-one")
    assert refusal.value.values == {"count": "500", "most": MOST_RESULTS, "standing": 3}
    check_results(["Iets"] * 97, standing=3, field="more-one")
    with pytest.raises(Refused):
        check_results(["x" * 501], standing=0, field="more-one")


@given(st.permutations(range(6)), st.integers(0, 5), st.integers(-8, 8))
def test_moving_a_result_keeps_all_of_them_and_the_order_of_the_others(order, number, step):
    after = moved(order, number, step)
    assert sorted(after) == sorted(order)
    assert [each for each in after if each != number] == [each for each in order if each != number]
    assert after.index(number) == min(max(order.index(number) + step, 0), len(order) - 1)


def test_a_fingerprint_tells_values_apart():
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})
    assert len({fingerprint(value) for value in ("", "a", [], ["a"], {"chosen": ["a"], "text": ""})}) == 5
