"""Where the rooms above say which trajectories and meetings count for an agreement: they know it, this room asks."""

from collections.abc import Callable, Collection, Iterable, Mapping

from flask import Flask, current_app

from coachtrack.agreements.rules.progress import Linked

Source = Callable[[Collection[int]], Iterable[Linked]]
NAME = "agreements"


def register(app: Flask, *sources: Source) -> None:
    """Ask these what counts for agreements, given by their numbers."""
    app.extensions[NAME] = sources


def linked_to(agreement_ids: Collection[int]) -> Mapping[int, list[Linked]]:
    """The trajectories and meetings that count for these agreements, by agreement."""
    found: dict[int, list[Linked]] = {number: [] for number in agreement_ids}
    for source in current_app.extensions[NAME] if found else ():
        for each in source(found.keys()):
            found[each.agreement_id].append(each)
    return found
