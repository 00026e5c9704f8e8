"""The frame of the demo: schemes, goals, participation, the requirement, institutions, coaches and who directs."""

from typing import NamedTuple

from coachtrack.demo import logins
from coachtrack.schools.rules.subjects import Discipline, InstitutionKind

INSTITUTIONS = (
    ("Oyfo", InstitutionKind.CULTURAL),
    ("Bibliotheek Hengelo", InstitutionKind.CULTURAL),
    ("Museum Hengelo", InstitutionKind.CULTURAL),
    ("Metropool", InstitutionKind.CULTURAL),
    ("Schouwburg Hengelo", InstitutionKind.CULTURAL),
    ("Saxion", InstitutionKind.TRAINING_PROVIDER),
)
DISTRICTS = ("Wijk A", "Wijk B", "Wijk C", "Wijk D")


class CoachFacts(NamedTuple):
    """Employer, disciplines and hours a week of one coach; an address where she has an account."""

    employer: str
    disciplines: tuple[Discipline, ...]
    weekly_hours: int
    email: str = ""


COACHES = (
    CoachFacts("Oyfo", (Discipline.DRAMA, Discipline.DANCE), 12, logins.COACH),
    CoachFacts("Oyfo", (Discipline.MUSIC,), 12, logins.SECOND_COACH),
    CoachFacts("Oyfo", (Discipline.MUSIC,), 8),
    CoachFacts("Oyfo", (Discipline.VISUAL_ARTS,), 12),
    CoachFacts("Oyfo", (Discipline.VISUAL_ARTS, Discipline.MEDIA_ART), 8),
    CoachFacts("Oyfo", (Discipline.DANCE,), 8),
    CoachFacts("Oyfo", (Discipline.DANCE,), 4),
    CoachFacts("Schouwburg Hengelo", (Discipline.DRAMA,), 8),
    CoachFacts("Bibliotheek Hengelo", (Discipline.LITERATURE,), 8),
    CoachFacts("Bibliotheek Hengelo", (Discipline.LITERATURE, Discipline.MEDIA_ART), 6),
    CoachFacts("Museum Hengelo", (Discipline.HERITAGE,), 8),
    CoachFacts("Museum Hengelo", (Discipline.HERITAGE,), 4),
    CoachFacts("Metropool", (Discipline.MUSIC,), 6),
    CoachFacts("Metropool", (Discipline.MEDIA_ART,), 6),
)
GOALS = (
    "Een visie op cultuureducatie die het team draagt",
    "Samenwerken met culturele partners en de eigen omgeving",
    "Leerkrachten vinden zichzelf deskundiger",
    "Leerkrachten merken dat het onderwijs in de kunsten beter is",
    "Cultuureducatie heeft een vaste plek in het curriculum",
)
