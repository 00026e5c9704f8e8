"""The base of forms at the door."""

from typing import Any

from coachtrack import text
from coachtrack.forms import Form


def seen(typed: str | None) -> str | None:
    """What was typed, without what cannot be seen."""
    return typed and text.clean(typed)


class KeylessForm(Form):
    """A form that may be sent twice: the answer carries the cookie of a new session, which a first sending may lose."""

    def __init__(self, *args: Any, **defaults: Any) -> None:
        super().__init__(*args, **defaults)
        del self.form_key
