"""Several people at the same moment: each in a thread of her own, let go at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from coachtrack.database import db

Answer = TypeVar("Answer")


def together(app: Flask, acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """What each of these acts returned, in their order. What the test prepared is committed first."""
    db.session.commit()
    db.session.remove()
    ready = Barrier(len(acts))

    def act(number: int) -> Answer:
        with app.app_context():
            ready.wait(timeout=30)
            return acts[number]()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, range(len(acts))))
