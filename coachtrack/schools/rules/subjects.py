"""What a school teaches and who else is about: disciplines, kinds of institution and of material, holiday regions."""

from enum import StrEnum

from coachtrack.errors import N_


class Discipline(StrEnum):
    """The seven disciplines of arts education."""

    DANCE = "dance"
    DRAMA = "drama"
    MUSIC = "music"
    VISUAL_ARTS = "visual_arts"
    LITERATURE = "literature"
    MEDIA_ART = "media_art"
    HERITAGE = "heritage"


DISCIPLINE_LABELS = {
    Discipline.DANCE: N_("dance"),
    Discipline.DRAMA: N_("drama"),
    Discipline.MUSIC: N_("music"),
    Discipline.VISUAL_ARTS: N_("visual arts"),
    Discipline.LITERATURE: N_("literature"),
    Discipline.MEDIA_ART: N_("media art"),
    Discipline.HERITAGE: N_("heritage"),
}


class HolidayRegion(StrEnum):
    """The three regions in which schools have their holidays."""

    NORTH = "noord"
    MIDDLE = "midden"
    SOUTH = "zuid"


HOLIDAY_REGION_LABELS = {
    HolidayRegion.NORTH: N_("north"),
    HolidayRegion.MIDDLE: N_("middle"),
    HolidayRegion.SOUTH: N_("south"),
}


class InstitutionKind(StrEnum):
    """What another organisation is in the programme."""

    CULTURAL = "cultural"
    TRAINING_PROVIDER = "training_provider"
    PARTNER = "partner"


INSTITUTION_LABELS = {
    InstitutionKind.CULTURAL: N_("cultural institution"),
    InstitutionKind.TRAINING_PROVIDER: N_("training provider"),
    InstitutionKind.PARTNER: N_("partner"),
}


class MaterialKind(StrEnum):
    """What a school's own teaching material is."""

    METHOD = "method"
    SOURCE_BOOK = "source_book"
    OWN_LESSONS = "own_lessons"


MATERIAL_LABELS = {
    MaterialKind.METHOD: N_("method"),
    MaterialKind.SOURCE_BOOK: N_("source book"),
    MaterialKind.OWN_LESSONS: N_("own lessons"),
}


class ClosureKind(StrEnum):
    """Why a school does otherwise than its region on some days."""

    STAFF_DAY = "staff_day"
    SPARE_DAY = "spare_day"
    HOLIDAY = "holiday"
    OTHER = "other"
    OPEN = "open"


CLOSURE_LABELS = {
    ClosureKind.STAFF_DAY: N_("staff training day"),
    ClosureKind.SPARE_DAY: N_("spare day"),
    ClosureKind.HOLIDAY: N_("holiday of the school itself"),
    ClosureKind.OTHER: N_("closed for another reason"),
    ClosureKind.OPEN: N_("open after all"),
}


class AttentionKind(StrEnum):
    """What to reckon with at a school."""

    ANNIVERSARY = "anniversary"
    TEAM_CHANGE = "team_change"
    MOVE = "move"
    LEADER_CHANGE = "leader_change"
    NEW_MATERIALS = "new_materials"
    OTHER = "other"


ATTENTION_LABELS = {
    AttentionKind.ANNIVERSARY: N_("anniversary"),
    AttentionKind.TEAM_CHANGE: N_("changes in the team or working group"),
    AttentionKind.MOVE: N_("moving to another building"),
    AttentionKind.LEADER_CHANGE: N_("change of school leader"),
    AttentionKind.NEW_MATERIALS: N_("new teaching methods"),
    AttentionKind.OTHER: N_("something else"),
}
