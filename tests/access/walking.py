"""Walking from door to door: all routes of the app by each method, and what somebody was told there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.access.canaries import IN_HER_PACKAGE, SEEN, text_of, words_in
from tests.access.matrix import MATRIX, Row
from tests.access.town import Town
from tests.access.visitors import Visitor

STATIC = {"static", "stylesheet.static"}
METHODS = {"GET", "POST"}
LEAVING = {"accounts.sign_out_everywhere"}
"""After this everyone is at the sign-in page, because she asked for it; doors for everybody may lead there as well."""
Wanted = Callable[[Row, bool], str]


@dataclass(frozen=True)
class Door:
    """One route by one method at one place, with its row of the table."""

    rule: Rule
    method: str
    row: Row
    own: bool
    address: str

    @property
    def endpoint(self) -> str:
        """The name of the view."""
        return str(self.rule.endpoint)


@dataclass(frozen=True)
class Answer:
    """What somebody was told at a door, and what the table says she should be; words that are not for her."""

    where: str
    said: str
    wanted: str
    status: int
    leaked: set[str]


def rules_of(app: Flask) -> list[Rule]:
    """All rules of the app, the static files apart."""
    found = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    return [rule for rule in found if rule.endpoint not in STATIC]


def doors(app: Flask) -> list[tuple[Rule, str]]:
    """All rules with the methods that they answer."""
    return [(rule, method) for rule in rules_of(app) for method in sorted((rule.methods or set()) & METHODS)]


def doors_for(app: Flask, town: Town, letter: str) -> Iterator[Door]:
    """Every door in the table, at the places where that has a word for this kind of visitor."""
    urls = app.url_map.bind("localhost")
    for rule, method in doors(app):
        row = MATRIX.get((rule.endpoint, method))
        if row is None:
            continue
        for own in row.places(letter):
            ids = town.ids(sorted(rule.arguments), letter, own=own, endpoint=rule.endpoint)
            assert None not in ids.values(), f"the town has no {ids} for {rule.endpoint}"
            yield Door(rule, method, row, own, urls.build(rule.endpoint, ids))


def tried(
    app: Flask,
    town: Town,
    letter: str,
    visitor: Visitor,
    wanted_of: Wanted | None = None,
    where: Callable[[Door], bool] = lambda door: True,
) -> Iterator[Answer]:
    """Every door, tried by one visitor; `wanted_of` tells what she should hear, where the table says something else."""
    sign_in = app.url_map.bind("localhost").build("accounts.sign_in")
    for door in filter(where, doors_for(app, town, letter)):
        response = visitor.send(door.method, door.address)
        wanted = wanted_of(door.row, door.own) if wanted_of else door.row.answer(letter, own=door.own)
        may_lead_there = door.endpoint in LEAVING or door.row.is_public
        left = wanted == "in" and may_lead_there and response.status_code == 303
        said = "in" if left else answer_of(response, sign_in)
        place = f"{letter} {door.method} {door.endpoint} {'here' if door.own else 'elsewhere'} {door.address}"
        leaked = words_in(text_of(response)) - SEEN.get(letter, set())
        leaked -= IN_HER_PACKAGE.get((letter, door.endpoint), set())
        yield Answer(place, said, wanted, response.status_code, leaked)


def answer_of(response: TestResponse, sign_in: str) -> str:
    """What the answer comes down to, in the words of the table."""
    if response.status_code in {302, 303} and response.headers["Location"].startswith(sign_in):
        return "sign in"
    if response.status_code >= 500:
        return "broken"
    return {403: "no place for her", 404: "not there"}.get(response.status_code, "in")


def odd_ones(answers: Iterator[Answer], committed: set[str], in_any_case: set[str]) -> list[str]:
    """What was not as it should be: another answer, a word that is not for her, or something changed on the way out."""
    wrong: list[str] = []
    for answer in answers:
        changed = committed - in_any_case
        committed.clear()
        if answer.said != answer.wanted:
            wrong.append(f"{answer.where}: {answer.said} ({answer.status}), not {answer.wanted}")
        if answer.leaked:
            wrong.append(f"{answer.where}: says {sorted(answer.leaked)}")
        if answer.said != "in" and changed:
            wrong.append(f"{answer.where}: changed {sorted(changed)}")
    return wrong
