"""Working days as people write them: "ma di do", "MA/DI/DO", "ma t/m wo", "maandag, dinsdag"."""

import re

from coachtrack.errors import N_
from coachtrack.people.rules.posts import WorkingDays
from coachtrack.sheets import Remark, Unclear
from coachtrack.text import fold

DAYS_OF_THE_WEEK = (
    WorkingDays.MONDAY,
    WorkingDays.TUESDAY,
    WorkingDays.WEDNESDAY,
    WorkingDays.THURSDAY,
    WorkingDays.FRIDAY,
)
_NAMES_OF_DAYS = ("ma maa maandag", "di din dinsdag", "wo woe woensdag", "do don donderdag", "vr vri vrijdag")
DAY_NAMES = {name: number for number, names in enumerate(_NAMES_OF_DAYS) for name in names.split()}
_WEEKEND = frozenset(["za", "zat", "zaterdag", "zo", "zon", "zondag"])
_ALL = frozenset(["alle dagen", "alle", "hele week", "elke dag", "fulltime", "voltijd", "5", "5 dagen", "dagelijks"])
_HALF = re.compile(
    r"\(?\b(?:(?:hele|halve)?\s*(?:dag(?:en|deel)?)|ochtend(?:en|s)?|morgen|middag(?:en|s)?|om en om|om de week|"
    r"(?:on)?even weken|(?:on)?even week|(?:on)?even|wisselend|half|halve|vm|nm|v\.m\.|n\.m\.)\b\)?"
)
_GLUED = re.compile(r"(maandag|dinsdag|woensdag|donderdag|vrijdag|ma|di|wo|do|vr)-?(ochtend|middag|morgen)(?:en|s)?\b")
_RANGE = re.compile(r"([a-z]+)\.?\s*(?:t/m|tm|t\.m\.|tot en met|tot|-)\s*([a-z]+)")
_COMPACT = re.compile(r"(?:ma|di|wo|do|vr){2,5}")


def parse_days(text: str) -> tuple[WorkingDays, tuple[Remark, ...]]:
    """The working days in a text (empty: all five), with remarks on what was read otherwise than it stands there."""
    written = fold(text).strip(" .")
    if not written or written in _ALL:
        return WorkingDays.ALL, ()
    whole = _HALF.sub(" ", _GLUED.sub(r"\1 ", written)).strip(" .,;()")
    remarks = (
        (Remark("working_days", N_("“%(text)s”: half days and weeks count as whole days."), {"text": text}),)
        if " ".join(whole.split()) != " ".join(written.strip(" ,;()").split())
        else ()
    )
    if not whole:
        return WorkingDays.ALL, remarks
    days = WorkingDays.NONE
    for part in re.split(r"[,;/+&.]|\ben\b", whole.replace("t/m", "tm").replace("tot en met", "tm")):
        days |= _days(part.strip(), text)
    return days, remarks


def _days(part: str, text: str) -> WorkingDays:
    if found := _RANGE.fullmatch(part):
        first, last = _day(found[1], text), _day(found[2], text)
        if first > last:
            raise _unclear(text)
        return WorkingDays(sum(DAYS_OF_THE_WEEK[first : last + 1]))
    if _COMPACT.fullmatch(part):
        return WorkingDays(sum(DAYS_OF_THE_WEEK[DAY_NAMES[name]] for name in set(re.findall("..", part))))
    days = WorkingDays.NONE
    for word in re.split(r"[\s-]+", part):
        if word:
            days |= DAYS_OF_THE_WEEK[_day(word, text)]
    return days


def _day(word: str, text: str) -> int:
    if word in DAY_NAMES:
        return DAY_NAMES[word]
    if word in _WEEKEND:
        raise Unclear(N_("“%(text)s” names a day in the weekend. Working days are Monday to Friday."), text=text)
    raise _unclear(text)


def _unclear(text: str) -> Unclear:
    return Unclear(N_("We cannot read the working days “%(text)s”. Write them like ma di do."), text=text)
