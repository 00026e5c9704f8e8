"""Talks: their kinds, how far they are, and who sits at the table."""

from enum import StrEnum

from coachtrack.errors import N_


class TalkKind(StrEnum):
    """Which talk it is."""

    AMBITION = "ambition"
    ORIENTATION = "orientation"
    ROUTE = "route"


TALK_LABELS = {
    TalkKind.AMBITION: N_("ambition talk"),
    TalkKind.ORIENTATION: N_("orientation talk"),
    TalkKind.ROUTE: N_("route talk"),
}


class TalkStatus(StrEnum):
    """How far a talk is: a report that was made does not change, and the school confirms it."""

    OPEN = "open"
    REPORTED = "reported"
    CONFIRMED = "confirmed"


class ParticipantRole(StrEnum):
    """As what someone of the school sits at the table."""

    SCHOOL_LEADER = "school_leader"
    CULTURE_COORDINATOR = "culture_coordinator"
    WORKING_GROUP = "working_group"
    OTHER = "other"


PARTICIPANT_LABELS = {
    ParticipantRole.SCHOOL_LEADER: N_("school leader"),
    ParticipantRole.CULTURE_COORDINATOR: N_("culture coordinator (ICC'er)"),
    ParticipantRole.WORKING_GROUP: N_("member of the working group"),
    ParticipantRole.OTHER: N_("someone else of the school"),
}
