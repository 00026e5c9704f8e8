"""A form for a moment: it tells what stands in the way and goes on when told to, unless someone is booked then."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.widgets import CheckboxInput

from coachtrack import formatting
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.rules.appointments import Booked
from coachtrack.agenda.rules.clashes import Warned, without_names
from coachtrack.errors import N_, Refused
from coachtrack.forms import Field, Form

AboutEach = Sequence[tuple[Appointment, Sequence[Warned]]]


class Unheeded(Refused):
    """There is something to know first; nothing is planned until the planner says that she knows."""


class KnowingField(Field):
    """A box to tick for exactly what is told beside it: its value names that, so that it holds for nothing else."""

    widget = CheckboxInput()
    checked = False
    """It is never shown ticked: what is told was not read yet."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, **options)
        self.told = ""

    def _value(self) -> str:
        return self.told

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was told when the box was ticked."""
        self.data = valuelist[0] if valuelist else None


class WarnedForm(Form):
    """A form for one or more moments. `warnings` holds what to tell: per moment (empty for one) its sentences."""

    anyway = KnowingField(_l("Plan it anyway"))

    def __init__(self, *args: Any, **defaults: Any) -> None:
        super().__init__(*args, **defaults)
        self.warnings: list[tuple[str, list[str]]] = []
        self.is_booked = False

    def heed(self, about_each: AboutEach, *, with_names: bool = True) -> None:
        """Raise `Unheeded` when there is something to warn of, unless the box was ticked beside exactly that."""
        about = [(each, warnings if with_names else without_names(warnings)) for each, warnings in about_each]
        if not any(warnings for _each, warnings in about) or self.anyway.data == _fingerprint(about):
            return
        self.anyway.told = _fingerprint(about)
        self.warnings = [
            (formatting.moment_range(each.starts_at, each.ends_at) if len(about) > 1 else "", list(map(say, warnings)))
            for each, warnings in about
            if warnings
        ]
        raise Unheeded(N_("There is something to know first."))

    def _refuse(self, refusal: Refused) -> None:
        if isinstance(refusal, Unheeded):
            self.status = 422
            return
        self.is_booked = isinstance(refusal, Booked)
        super()._refuse(refusal)


def moment_asked(address: Mapping[str, str]) -> dict[str, Any]:
    """The moment that an address names, as `?dag=2026-12-01&tijd=10:30`, to fill in a form with."""
    asked: dict[str, Any] = {}
    with suppress(KeyError, ValueError):
        asked["day"] = date.fromisoformat(address["dag"])
    with suppress(KeyError, ValueError):
        asked["starts"] = time.fromisoformat(address["tijd"]).replace(tzinfo=None)
    return asked


def say(warned: Warned) -> str:
    """A warning in the language of the reader."""
    values = {name: _word(name, value) for name, value in warned.values.items()}
    return formatting.capital(_(warned.message, **values))


def _word(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return formatting.clock_time(value)
    if isinstance(value, date):
        return formatting.day(value)
    if isinstance(value, timedelta):
        return formatting.duration(value)
    return _(str(value)) if name == "why" else value


def _fingerprint(about: Iterable[tuple[Appointment, Sequence[Warned]]]) -> str:
    told = [(each.starts_at, [(one.message, sorted(one.values.items())) for one in some]) for each, some in about]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
