"""Every guard taken away in turn: somebody gets in who should not, or reads what is not for her (A10).

A guard is who may enter by `@access`, a call of `allow_or_404` in a view, or a permission that a room declares.
"""

import ast
import inspect
import re
import sys
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest

import coachtrack
from coachtrack import access
from coachtrack.access import PUBLIC, SIGNED_IN
from coachtrack.errors import NotFound
from tests.access.canaries import CANARIES, SEEN, text_of, words_in
from tests.access.matrix import LETTERS
from tests.access.town import build
from tests.access.visitors import taken_back, visitors
from tests.access.walking import LEAVING, answer_of, doors_for

CODE = Path(coachtrack.__file__).parent
TESTS = Path(__file__).parents[1]
SOME = 40
"""So many pages that stay open are looked through for words that are not for who reads them."""


class Walk:
    """Walks past doors of a town, and says which of them did not answer as the table says."""

    def __init__(self, app):
        self.app, self.town = app, build(CANARIES)
        self.browsers = visitors(app, self.town)
        self.doors = {
            (letter, door.endpoint, door.method, door.own): door
            for letter in LETTERS
            for door in doors_for(app, self.town, letter)
        }

    def told(self, name):
        """What somebody is told at this door, given as (letter, endpoint, method, own), and what the table says."""
        letter, door = name[0], self.doors[name]
        wanted = door.row.answer(letter, own=door.own)
        response = self.browsers[letter].send(door.method, door.address)
        if door.row.is_public or door.endpoint in LEAVING:
            return wanted, wanted
        leaked = words_in(text_of(response)) - SEEN.get(letter, set())
        return "too much" if leaked else answer_of(response, "/inloggen"), wanted

    def is_odd(self, name):
        """Whether this door does not answer as the table says."""
        said, wanted = self.told(name)
        return said != wanted

    def is_open(self, name):
        """Whether she gets in here who should not, or reads what is not for her."""
        said, wanted = self.told(name)
        return said == "too much" or said == "in" != wanted

    def lets_in(self, names):
        """Whether somebody got in at one of these doors that are shut, or read in an open one what is not for her."""
        known = sorted(names & self.doors.keys())
        shut = [name for name in known if self.doors[name].row.answer(name[0], own=name[3]) != "in"]
        still_open = [name for name in known if name not in shut and name[2] == "GET" and name[0] not in SEEN]
        with taken_back():
            return any(map(self.is_odd, [*shut, *still_open[:SOME]]))

    def open_to(self, names):
        """Those of these doors at which somebody gets in, or reads what is not for her."""
        with taken_back():
            return {name for name in names if self.is_open(name)}

    def of(self, endpoint):
        """All doors of this view."""
        return {name for name in self.doors if name[1] == endpoint}

    def doors_by_guard(self, codes):
        """Which doors run which of these pieces of code, and which line of a view that asks to be allowed."""
        reached, asks = defaultdict(set), access.allow_or_404.__code__
        with taken_back():
            for name, door in self.doors.items():

                def look(frame, event, _given, name=name):
                    if event == "call" and frame.f_code is asks:
                        reached[frame.f_back.f_code.co_filename, frame.f_back.f_lineno].add(name)
                    elif event == "call" and frame.f_code in codes:
                        reached[frame.f_code].add(name)

                sys.setprofile(look)
                try:
                    self.browsers[name[0]].send(door.method, door.address)
                finally:
                    sys.setprofile(None)
        return reached


def permissions_of_rooms():
    """All functions of the rooms' permissions that answer yes or no."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("coachtrack.") and "permissions" in name.split("."):
            for function in list(vars(module).values()):
                own = inspect.isfunction(function) and function.__module__ == name
                if own and function.__annotations__.get("return") in {bool, "bool"}:
                    yield function


def lines_that_ask():
    """Where views ask to be allowed: in which function, file and line."""
    for file in sorted([*CODE.glob("*/views/**/*.py"), *CODE.glob("*/views.py")]):
        for function in ast.walk(ast.parse(file.read_text())):
            for node in ast.walk(function) if isinstance(function, ast.FunctionDef) else ():
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "allow_or_404":
                    yield f"{file.relative_to(CODE)} {function.name}", str(file), node.lineno


@contextmanager
def saying_yes(function):
    """This permission answers yes to everything meanwhile."""
    own = function.__code__
    function.__code__ = (lambda *_given, **_named: True).__code__
    try:
        yield
    finally:
        function.__code__ = own


@contextmanager
def left_open(place):
    """What is asked on this line is allowed meanwhile."""
    own, access.left_open = access.allow_or_404.__code__, (sys._getframe, place)

    def allow(allowed):  # runs among the names of `access`, where `left_open` is the pair above
        frame = left_open[0](1)
        if not allowed and left_open[1] != (frame.f_code.co_filename, frame.f_lineno):
            raise NotFound

    access.allow_or_404.__code__ = allow.__code__
    try:
        yield
    finally:
        access.allow_or_404.__code__ = own
        del access.left_open


@contextmanager
def for_everyone(view):
    """Whoever has signed in may enter this view meanwhile."""
    own, view.access = view.access, frozenset({SIGNED_IN})
    try:
        yield
    finally:
        view.access = own


@contextmanager
def whoever_has_signed_in(app, doors):
    """The views behind these doors do not ask for a role meanwhile."""
    with ExitStack() as stack:
        for endpoint in sorted({door[1] for door in doors}):
            stack.enter_context(for_everyone(app.view_functions[endpoint]))
        yield


def is_second_lock(app, walk, without, doors):
    """Whether it keeps out, where no role is asked for any more, somebody who gets in without it."""
    behind = {each for each in walk.doors if each[1] in {door[1] for door in doors}}
    with whoever_has_signed_in(app, doors):
        held = walk.open_to(behind)
        with without():
            return bool(walk.open_to(behind) - held)


@pytest.mark.sqlite
def test_without_any_one_guard_somebody_gets_in(app, db):
    walk = Walk(app)
    permissions = list(permissions_of_rooms())
    reached = walk.doors_by_guard({function.__code__ for function in permissions})
    guards = [(name, partial(left_open, (file, line)), reached[file, line]) for name, file, line in lines_that_ask()]
    guards += [
        (f"{function.__module__}.{function.__name__}", partial(saying_yes, function), reached[function.__code__])
        for function in permissions
    ]
    for endpoint, view in app.view_functions.items():
        if not {PUBLIC, SIGNED_IN} & getattr(view, "access", {PUBLIC}):
            guards.append((f"@access of {endpoint}", partial(for_everyone, view), walk.of(endpoint)))
    missed, second = [], 0
    for name, without, doors in guards:
        with without():
            lets_in = walk.lets_in(doors)
        if not lets_in and is_second_lock(app, walk, without, doors):
            second += 1
        elif not lets_in:
            missed.append(f"{name} ({len(doors)} doors)")
    by_others = [name for name in missed if named_in_a_test(name)]
    print(
        f"\n{len(guards)} guards taken away in turn: {second} of them are the second of two locks; of a part of a page"
    )
    print("or of a form filled in decide, and have tests of their own:", *by_others, sep="\n")
    wrong = [name for name in missed if name not in by_others]
    assert not wrong, "\n" + "\n".join(wrong)


def named_in_a_test(name):
    """Whether a test of the same room asks this permission: what it decides is a part of a page, and no door."""
    room, _dot, function = name.partition(" (")[0].removeprefix("coachtrack.").rpartition(".permissions.")
    return bool(room) and any(
        re.search(rf"\b{function}\b", file.read_text()) for file in (TESTS / room).rglob("test_*.py")
    )
