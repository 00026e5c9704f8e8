"""What is done with the settings that hold for everyone's agenda."""

from dataclasses import asdict
from datetime import datetime

from coachtrack import audit
from coachtrack.agenda.models import AgendaSettings
from coachtrack.agenda.rules.settings import Settings, check_settings
from coachtrack.database import db


def change_settings(stored: AgendaSettings, settings: Settings, *, by: int | None, now: datetime) -> None:
    """Travel, reminders and quiet hours from now on; what was sent already stays as it is. Raises `Refused`."""
    check_settings(settings)
    changed = [name for name, value in asdict(settings).items() if getattr(stored, name) != value]
    for name in changed:
        setattr(stored, name, getattr(settings, name))
    db.session.flush()
    if changed:
        audit.note("agenda_settings.changed", now=now, by=by, detail=", ".join(changed))
