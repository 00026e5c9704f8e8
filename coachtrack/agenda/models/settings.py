"""Tables of what people choose about their agenda, and of the settings that hold for everyone."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.agenda.rules.invitations import Channel
from coachtrack.database import Model, Versioned


class AgendaPreference(Versioned, Model):
    """How a person wants to hear of appointments; who chose nothing has no row and gets the defaults."""

    __tablename__ = "agenda_preference"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True, autoincrement=False)
    channel: Mapped[Channel] = mapped_column(default=Channel.MAIL)
    remind_before: Mapped[bool] = mapped_column(default=True)
    remind_after: Mapped[bool] = mapped_column(default=True)


class AgendaSettings(Versioned, Model):
    """The one row of settings: pause between two schools, when reminders go out and when it is quiet (hours, local)."""

    __tablename__ = "agenda_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    travel_minutes: Mapped[int] = mapped_column(default=15)
    remind_at_hour: Mapped[int] = mapped_column(default=16)
    ask_after_minutes: Mapped[int] = mapped_column(default=60)
    quiet_from_hour: Mapped[int] = mapped_column(default=20)
    quiet_until_hour: Mapped[int] = mapped_column(default=7)
