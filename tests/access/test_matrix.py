"""Every door, tried by every kind of visitor at her own school and at another one: who gets in is as the table says.

What the doors say, refusals and errors too, holds no word of what coach and teacher wrote, but to those two.
"""

from dataclasses import dataclass

from tests.access.canaries import CANARIES, SEEN, text_of, words_in
from tests.access.matrix import LETTERS, MATRIX, Row
from tests.access.town import build
from tests.access.visitors import IN_ANY_CASE, taken_back, visitors

STATIC = {"static", "stylesheet.static"}
METHODS = {"GET", "POST"}
LEAVING = {"accounts.sign_out", "accounts.sign_out_everywhere"}
"""After these everyone is at the sign-in page, because she asked for it."""


def doors(app):
    """All rules of the app with the methods that they answer, the static files apart."""
    return [
        (rule, method)
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint not in STATIC
        for method in sorted(rule.methods & METHODS)
    ]


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
            for answer in tried(app, town, letter, browsers[letter]):
                committed_by_it = committed - IN_ANY_CASE
                committed.clear()
                if answer.said != answer.wanted:
                    wrong.append(f"{answer.where}: {answer.said} ({answer.status}), not {answer.wanted}")
                if answer.leaked:
                    wrong.append(f"{answer.where}: says {sorted(answer.leaked)}")
                if answer.said != "in" and committed_by_it:
                    wrong.append(f"{answer.where}: changed {sorted(committed_by_it)}")
    assert not wrong, "\n" + "\n".join(wrong)


@dataclass(frozen=True)
class Answer:
    """What somebody was told at a door, and what the table says she should be; words that are not for her."""

    where: str
    said: str
    wanted: str
    status: int
    leaked: set[str]


def tried(app, town, letter, visitor):
    """Every door, tried by one visitor."""
    urls = app.url_map.bind("localhost")
    for rule, method in doors(app):
        row = MATRIX.get((rule.endpoint, method))
        for own in row.places(letter) if row else (True,):
            ids = town.ids(sorted(rule.arguments), letter, own=own, endpoint=rule.endpoint)
            assert None not in ids.values(), f"the town has no {ids} for {rule.endpoint}"
            address = urls.build(rule.endpoint, ids)
            response = visitor.send(method, address)
            wanted = row.answer(letter, own=own) if row else "a row in the table"
            left = wanted == "in" and rule.endpoint in LEAVING and response.status_code == 303
            said = "in" if left else answer_of(response, urls.build("accounts.sign_in"))
            where = f"{letter} {method} {rule.endpoint} {'here' if own else 'elsewhere'} {address}"
            leaked = words_in(text_of(response)) - SEEN.get(letter, set())
            yield Answer(where, said, wanted, response.status_code, leaked)


def answer_of(response, sign_in):
    """What the answer comes down to, in the words of the table."""
    if response.status_code in {302, 303} and response.headers["Location"].startswith(sign_in):
        return "sign in"
    if response.status_code >= 500:
        return "broken"
    return {403: "no place for her", 404: "not there"}.get(response.status_code, "in")


def test_the_table_reads_as_it_is_written():
    row = MATRIX["agreements.show", "GET"]
    assert row == Row(
        "agreements.show", "GET", frozenset("idvm"), frozenset("m"), frozenset("cidv"), about=True, is_public=False
    )
    assert [row.answer(letter, own=False) for letter in "mdt-"] == ["in", "not there", "no place for her", "sign in"]
