"""Every form that is accepted: sent twice it has the effect of one, sent late it overwrites nothing, and where it fails
in the middle nothing is left behind.
"""

from pathlib import Path

import pytest

from coachtrack.submissions import new_key
from tests.support.every_form import Snapshot, accepted_by, watched

LETTERS = "ct"
"""The drill takes all kinds of people, and lets each statement fail in turn."""
pytestmark = pytest.mark.sqlite  # it goes back to a copy of the file; what differs on PostgreSQL has tests of its own

WITHOUT_KEY = (
    "/taal",  # a language is a language, however often it is chosen
    "/agenda/eigen-app/",  # an address is revoked once
    "/bereik/export/", "/schoolafspraken/export/", "/verantwoording/bestanden/",  # a file is handed out each time
)  # fmt: skip
"""Forms that may be sent again, because that does no harm."""
MOVES_ON = (
    "aannemen", "afronden", "afslaan", "afsluiten", "afwijzen", "afzeggen", "anders", "annuleren", "beeindigen",
    "bevestigen", "intrekken", "loslaten", "niet-doorgegaan", "ongedaan", "oppakken", "pauzeren", "sluiten", "stoppen",
    "toch", "verteld", "weg", "weghalen", "schoolafspraak",
)  # fmt: skip
"""How addresses end of forms that bring a thing in its next state: a rule says whether it can be, no words are lost."""
PART_BY_PART = ("/bereik/voortgang/tekenen",)
"""Work that is saved in parts, each of which stands by itself."""


def sent(snapshot, each, fields=None):
    return snapshot.send(each.letter, each.form.to, fields or dict(each.form.fields))


def effect_of_two(snapshot, each):
    """What is wrong when it is sent twice."""
    if "form_key" not in each.form.fields:
        return "" if each.form.to.startswith(WITHOUT_KEY) else "it has no key"
    first, before = sent(snapshot, each), snapshot.rows()
    second, after = sent(snapshot, each), snapshot.rows()
    leads = [answer.headers.get("Location", each.form.to) for answer in (first, second)]
    if second.status_code >= 400 or leads[0] != leads[1]:
        return f"the second was answered {second.status_code}, to {leads[1]} and not {leads[0]}"
    more = sorted(table for table, count in after.items() if count != before[table])
    return f"the second changed {more}" if more else ""


def overwritten(snapshot, each):
    """What is wrong when two opened it at once and the second saves after the first."""
    if not each.form.is_opened_on_a_version:
        address = each.form.to.partition("?")[0].rstrip("0123456789/").rpartition("/")[2]
        return "" if not each.raised or address in MOVES_ON else f"it names no version of {sorted(each.raised)}"
    if not each.form.words:
        return ""
    first = sent(snapshot, each, each.form.with_words("Van de een"))
    second = sent(snapshot, each, each.form.with_words("Van de ander") | {"form_key": [new_key()]})
    if first.status_code >= 400 or second.status_code != 409:
        return f"answered {first.status_code} and {second.status_code}"
    missing = [words for words in ("Van de een", "Van de ander") if words not in second.text]
    return f"the second does not see {missing}" if missing else ""


def left_behind(snapshot, each, statements=None):
    """What is there after one of its statements that write (the last, unless told) was made to fail."""
    if each.form.to.startswith(PART_BY_PART):
        return ""
    before = snapshot.contents()
    for failing in statements or [each.statements]:
        with watched(lambda number, failing=failing: number == failing):
            status = sent(snapshot, each).status_code
        changed = sorted(table for table, rows in snapshot.contents().items() if rows != before[table])
        if status != 500 or changed:
            return f"failing at statement {failing} it answered {status}, and left {changed}"
    return ""


def gone_through(snapshot, letters, *, every_statement=False):
    """How many forms were accepted, how many of them were opened on a version, and what is wrong with them."""
    count, versioned, faults = 0, 0, []
    for each in accepted_by(snapshot, letters):
        count, versioned = count + 1, versioned + each.form.is_opened_on_a_version
        statements = range(1, each.statements + 1) if every_statement else None
        for check in (effect_of_two, overwritten, lambda *it, at=statements: left_behind(*it, statements=at)):
            snapshot.bring_back()
            if fault := check(snapshot, each):
                faults.append(f"{each.letter} {each.form.to}: {fault}")
    return count, versioned, faults


def test_every_form_has_the_effect_of_one_overwrites_nothing_and_leaves_nothing_half_done(app, backend):
    snapshot = Snapshot(app, Path(backend.url.removeprefix("sqlite:///")))
    count, versioned, faults = gone_through(snapshot, LETTERS)
    assert not faults, "\n" + "\n".join(faults)
    assert (count > 35, versioned > 5) == (True, True), (count, versioned)
