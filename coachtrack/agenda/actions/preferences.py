"""Choose how to hear of appointments."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from coachtrack import audit
from coachtrack.agenda.models import AgendaPreference
from coachtrack.agenda.queries.preferences import find_preference, preference_of
from coachtrack.agenda.rules.invitations import CHANNEL_LABELS, Preference
from coachtrack.database import db
from coachtrack.errors import ChangedMeanwhile


def set_preference(person_id: int, preference: Preference, *, version: int | None, now: datetime) -> None:
    """From now on this person hears of appointments like this.

    Raises `ChangedMeanwhile` when she chose something else on another page since the one that this comes from.
    """
    stands, stands_at = preference_of(person_id)
    if version is not None and version != stands_at:
        raise ChangedMeanwhile(version=stands_at, current=_said(stands))
    row = find_preference(person_id)
    if row is None:
        db.session.add(AgendaPreference(person_id=person_id, **_columns(preference)))
    else:
        row.channel = preference.channel
        row.remind_before, row.remind_after = preference.remind_before, preference.remind_after
    audit.note("agenda_preference.set", now=now, by=person_id, thing=f"person:{person_id}")
    db.session.flush()


def set_preferences(person_ids: Collection[int], preference: Preference, *, now: datetime) -> None:
    """The same for many at once."""
    chosen = sa.select(AgendaPreference.person_id).where(AgendaPreference.person_id.in_(person_ids))
    known = set(db.session.scalars(chosen))
    if known:
        db.session.execute(
            sa.update(AgendaPreference)
            .where(AgendaPreference.person_id.in_(known))
            .values(**_columns(preference), version=AgendaPreference.version + 1)
        )
    if new := sorted(set(person_ids) - known):
        db.session.execute(
            sa.insert(AgendaPreference), [{"person_id": each, "version": 1, **_columns(preference)} for each in new]
        )
    audit.note("agenda_preferences.set", now=now, by=None, detail=f"{len(set(person_ids))} people")
    db.session.flush()


def _said(stands: Preference) -> dict[str, str]:
    """What stands there now, in words, by the fields of the form."""
    return {
        "channel": _(CHANNEL_LABELS[stands.channel]),
        "remind_before": _("Yes") if stands.remind_before else _("No"),
        "remind_after": _("Yes") if stands.remind_after else _("No"),
    }


def _columns(preference: Preference) -> dict[str, Any]:
    return {
        "channel": preference.channel,
        "remind_before": preference.remind_before,
        "remind_after": preference.remind_after,
    }
