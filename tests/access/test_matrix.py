"""Every door, tried by every kind of visitor at her own school and at another one: who gets in is as the table says.

What the doors say, refusals and errors too, holds no word of what coach and teacher wrote, but to those two.
"""

from tests.access.canaries import CANARIES
from tests.access.matrix import LETTERS, MATRIX, Row
from tests.access.town import build
from tests.access.visitors import IN_ANY_CASE, taken_back, visitors
from tests.access.walking import doors, odd_ones, tried


def test_every_door_is_in_the_table_and_the_table_has_no_door_that_is_not_there(application):
    odd = sorted({(rule.endpoint, method) for rule, method in doors(application)} ^ set(MATRIX))
    assert not odd, "\n" + "\n".join(map(" ".join, odd))


def test_every_kind_of_visitor_gets_in_somewhere_and_is_kept_out_somewhere():
    for letter in LETTERS:
        answers = {row.answer(letter, own=own) for row in MATRIX.values() for own in (True, False)}
        assert answers == {"in", "not there", "no place for her"}, letter


def test_every_door_answers_as_the_table_says(app, kinds):
    town = build(CANARIES)
    browsers, wrong = visitors(app, town), []
    with taken_back() as committed:
        for letter in kinds:
            wrong += odd_ones(tried(app, town, letter, browsers[letter]), committed, IN_ANY_CASE)
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_table_reads_as_it_is_written():
    row = MATRIX["agreements.show", "GET"]
    assert row == Row(
        "agreements.show", "GET", frozenset("idvm"), frozenset("m"), frozenset("cidv"), about=True, is_public=False
    )
    assert [row.answer(letter, own=False) for letter in "mdt-"] == ["in", "not there", "no place for her", "sign in"]
