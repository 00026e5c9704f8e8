"""How people hear of appointments."""

from dataclasses import dataclass
from enum import StrEnum

from coachtrack.errors import N_


class Channel(StrEnum):
    """How new, moved and cancelled appointments reach someone's own calendar."""

    MAIL = "mail"
    FEED = "feed"
    BOTH = "both"


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
