"""The settings that hold for everyone's agenda."""

from coachtrack.agenda.models import AgendaSettings
from coachtrack.database import db
from coachtrack.errors import NotFound

THE_ROW = 1


def agenda_settings() -> AgendaSettings:
    """The one row of settings, which every installation begins with."""
    found = db.session.get(AgendaSettings, THE_ROW)
    if found is None:
        raise NotFound
    return found
