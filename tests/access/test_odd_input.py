"""Every form of every page, filled in as nobody should: words in answer, nothing broken, and nothing typed comes alive.

Numbers that no column holds, days that do not exist, signs that mean something to a database, a template, a browser, a
spreadsheet or a mail server; and fields sent twice.
"""

import random
from collections.abc import Iterator

import pytest

from tests.access.forms_on_pages import FormOnPage, forms_on
from tests.access.matrix import MATRIX
from tests.access.town import build
from tests.access.visitors import visitors

ALIVE = "\"'><img src=x onerror=live>{{7*191919}}"
ODD = (
    "", "   ", "0", "-1", "99999999999999999999", "2026-02-30", "0001-01-01", "9999-12-31", "25:61", "1e309", "NaN",
    "\u202eomgekeerd\u200b", "'; drop table person; --", ALIVE, "a" * 3000, "=1+1", "../../etc/passwd", "%s%n%(naam)s",
    "iets\r\nBcc: iemand@example.org", "𝟙٣", "[]", "true", "javascript:live", "\x1b[31m\x7f", "É\u0301\u0327" * 40,
)  # fmt: skip
KEPT = {"csrf_token", "form_key", "form_page"}
LEAVING = ("/uitloggen", "/mijn-account/overal-uitloggen")


def rounds(form: FormOnPage, turns: range) -> Iterator[dict[str, list[str]]]:
    """The form filled in again and again, each field with another odd value; then all of them twice."""
    own = {name: values[:1] for name, values in form.fields.items() if name in KEPT}
    names = [name for name in form.fields if name not in KEPT]
    for turn in turns:
        chosen = random.Random(f"{form.action} {names} {turn}")
        yield own | {name: [chosen.choice(ODD)] for name in names}
    yield own | {name: [ALIVE, "-1", *form.fields[name][:2]] for name in names}


def pages_of(app, town, letter) -> Iterator[str]:
    """The address of every page that this kind of visitor may open at her own school."""
    urls = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        row = MATRIX.get((rule.endpoint, "GET"))
        if row is not None and row.answer(letter, own=True) == "in":
            yield urls.build(rule.endpoint, town.ids(sorted(rule.arguments), letter, own=True, endpoint=rule.endpoint))


def forms_of(browser, addresses, seen) -> Iterator[tuple[str, FormOnPage]]:
    """Every form on these pages that was not seen yet, with the address that it is sent to."""
    for address in addresses:
        response = browser.send("GET", address)
        if response.mimetype != "text/html" or response.status_code != 200:
            continue
        for form in forms_on(response.text):
            to = form.action or address
            what = (form.method, "".join(sign for sign in to if not sign.isdigit()), *form.fields)
            if what not in seen and not to.startswith(LEAVING):
                seen.add(what)
                yield to, form


def sent(browser, to: str, form: FormOnPage, values: dict[str, list[str]]):
    """The answer to this form, from the browser as it was in the beginning."""
    browser.set_cookie("coachtrack", browser.cookie)
    if form.method == "get":
        return browser.get(to.partition("?")[0], query_string=values)
    return browser.post(to, data=values | {"csrf_token": [browser.token]}, with_token=False)


def wrong_with(response) -> str:
    """What an answer to nonsense may not be."""
    if response.status_code >= 500:
        return f"broken ({response.status_code})"
    if response.mimetype == "text/html" and ("<img src=x" in response.text or "1343433" in response.text):
        return "what was typed came alive"
    if "\n" in response.headers.get("Location", "") or response.headers.get("Location", "").startswith("//"):
        return "leads elsewhere"
    return ""


def trouble(app, letters: str, turns: range) -> tuple[list[str], int]:
    """What went wrong in all forms of these kinds of visitors, and how many were sent."""
    town, seen, wrong, count = build(), set(), [], 0
    browsers = visitors(app, town)
    for letter in letters:
        for to, form in forms_of(browsers[letter], list(pages_of(app, town, letter)), seen):
            for values in rounds(form, turns):
                count += 1
                if fault := wrong_with(sent(browsers[letter], to, form, values)):
                    wrong.append(f"{letter} {form.method} {to}: {fault} with {values}")
    return wrong, count


@pytest.mark.sqlite  # the drills go through PostgreSQL as well
def test_nonsense_in_a_form_is_answered_in_words(app, db):
    wrong, count = trouble(app, "mcat", range(1))
    assert not wrong, "\n" + "\n".join(line[:600] for line in wrong[:20])
    assert count > 250
