"""Every guard taken away in turn: somebody gets in who should not, or reads what is not for her (A10).

A guard is who may enter by `@access`, a call of `allow_or_404` in a view, or a permission that a room declares.
"""

import ast
import inspect
import sys
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

import pytest

import coachtrack
from coachtrack import access
from coachtrack.access import PUBLIC, SIGNED_IN
from coachtrack.errors import NotFound
from tests.access.canaries import CANARIES
from tests.access.matrix import LETTERS
from tests.access.town import build
from tests.access.visitors import taken_back, visitors
from tests.access.walking import doors_for, tried

CODE = Path(coachtrack.__file__).parent
ELSEWHERE: dict[str, str] = {}
"""Guards of which the walk from door to door cannot tell, with what holds them instead."""


class Walk:
    """Walks past doors of a town, and says which of them did not answer as the table says."""

    def __init__(self, app):
        self.app, self.town = app, build(CANARIES)
        self.browsers = visitors(app, self.town)

    def odd(self, doors=None):
        """What was odd at these doors, given as (letter, endpoint, method, own); at all of them, if none are given."""
        with taken_back():
            return [
                answer.where
                for letter in LETTERS
                if doors is None or any(letter == door[0] for door in doors)
                for answer in self._tried(letter, doors)
                if answer.said != answer.wanted or answer.leaked
            ]

    def _tried(self, letter, doors):
        def is_asked(door):
            return doors is None or (letter, door.endpoint, door.method, door.own) in doors

        return tried(self.app, self.town, letter, self.browsers[letter], where=is_asked)

    def doors_by_guard(self, codes):
        """Which doors run which of these pieces of code, and which line of a view that asks to be allowed."""
        reached, asks = defaultdict(set), access.allow_or_404.__code__
        with taken_back():
            for letter in LETTERS:
                for door in doors_for(self.app, self.town, letter):

                    def look(frame, event, _given, door=(letter, door.endpoint, door.method, door.own)):
                        if event == "call" and frame.f_code is asks:
                            reached[frame.f_back.f_code.co_filename, frame.f_back.f_lineno].add(door)
                        elif event == "call" and frame.f_code in codes:
                            reached[frame.f_code].add(door)

                    sys.setprofile(look)
                    try:
                        self.browsers[letter].send(door.method, door.address)
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
    """Where views ask to be allowed: file and line."""
    for file in sorted([*CODE.glob("*/views/**/*.py"), *CODE.glob("*/views.py")]):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "allow_or_404":
                yield str(file), node.lineno


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
        if not allowed and (frame.f_code.co_filename, frame.f_lineno) != left_open[1]:
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


@pytest.mark.sqlite
def test_without_any_one_guard_somebody_gets_in(app, db):
    walk = Walk(app)
    before = set(walk.odd())  # none, when the walk of the suite is green
    permissions = list(permissions_of_rooms())
    reached = walk.doors_by_guard({function.__code__ for function in permissions})
    guards = [(f"{Path(file).relative_to(CODE)}:{line}", left_open((file, line)), reached[file, line])
              for file, line in lines_that_ask()]  # fmt: skip
    guards += [
        (f"{function.__module__}.{function.__name__}", saying_yes(function), reached[function.__code__])
        for function in permissions
    ]
    for endpoint, view in app.view_functions.items():
        if not {PUBLIC, SIGNED_IN} & getattr(view, "access", {PUBLIC}):
            doors = {
                (letter, endpoint, method, own)
                for letter in LETTERS
                for method in ("GET", "POST")
                for own in (True, False)
            }
            guards.append((f"@access of {endpoint}", for_everyone(view), doors))
    missed = []
    for name, without, doors in guards:
        with without:
            if not doors or not set(walk.odd(doors)) - before:
                missed.append(f"{name} ({len(doors)} doors)")
    print(f"\n{len(guards)} guards taken away in turn, {len(missed)} not missed")
    print("\n".join(missed))
    assert [name for name in missed if name.partition(" ")[0] not in ELSEWHERE] == []
