"""What is not hers answers as what does not exist: the same status, the same page, the same headers (A3)."""

import re

from tests.access.canaries import CANARIES
from tests.access.town import build
from tests.access.visitors import taken_back, visitors
from tests.access.walking import doors_for

NOWHERE = 987_654
SAID_ANEW = re.compile(r'(name="(?:csrf_token|form_key|form_page)" value="|<code[^>]*>)[^"<]*|nonce-[\w=-]+')
"""What differs from one page to the next: tokens of forms, the number of an error."""


def said(response, address):
    """The answer, without what is new in every answer, and without the address where it names that."""
    page = SAID_ANEW.sub("", response.text).replace(address, "")
    headers = sorted((name, value) for name, value in response.headers if name not in {"Set-Cookie", "Content-Length"})
    return response.status_code, page, [(name, SAID_ANEW.sub("", value)) for name, value in headers]


def test_what_is_not_hers_answers_as_what_does_not_exist(app):
    town = build(CANARIES)
    browsers, wrong, compared = visitors(app, town), [], 0
    urls = app.url_map.bind("localhost")
    with taken_back():
        for letter in "ctdv":
            for door in doors_for(app, town, letter):
                ids = town.ids(sorted(door.rule.arguments), letter, own=door.own, endpoint=door.endpoint)
                nowhere = {name: NOWHERE if isinstance(value, int) else value for name, value in ids.items()}
                if door.row.answer(letter, own=door.own) != "not there" or nowhere == ids:
                    continue
                other = urls.build(door.endpoint, nowhere)
                answers = [
                    said(browsers[letter].send(door.method, address), address) for address in (door.address, other)
                ]
                compared += 1
                if answers[0] != answers[1]:
                    wrong.append(f"{letter} {door.method} {door.endpoint} {answers[0][0]} {answers[1][0]}")
    assert not wrong, "\n" + "\n".join(wrong)
    assert compared > 100
