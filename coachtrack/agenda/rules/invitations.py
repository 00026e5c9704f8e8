"""How people hear of appointments."""

from enum import StrEnum


class Channel(StrEnum):
    """How new, moved and cancelled appointments reach someone's own calendar."""

    MAIL = "mail"
    FEED = "feed"
    BOTH = "both"
