"""How people hear of appointments."""

from dataclasses import dataclass
from enum import StrEnum

from coachtrack.errors import N_


class Channel(StrEnum):
    """How new, moved and cancelled appointments reach someone's own calendar."""

    MAIL = "mail"
    FEED = "feed"
    BOTH = "both"

    @property
    def mails(self) -> bool:
        """Whether each change is mailed."""
        return self is not Channel.FEED

    @property
    def feeds(self) -> bool:
        """Whether her own calendar reads them."""
        return self is not Channel.MAIL


class Change(StrEnum):
    """What happened to an appointment that people are told of."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    LEFT = "left"


CHANNEL_LABELS = {
    Channel.MAIL: N_("By mail"),
    Channel.FEED: N_("In my own calendar"),
    Channel.BOTH: N_("Both"),
}


@dataclass(frozen=True)
class Preference:
    """How a person hears of appointments; as it stands here for whoever chose nothing."""

    channel: Channel = Channel.MAIL
    remind_before: bool = True
    remind_after: bool = True
