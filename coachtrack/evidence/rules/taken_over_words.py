"""The words in sheets of what was done before: headings, kinds of activity, disciplines and streams."""

from collections.abc import Mapping

from coachtrack.agenda.rules.appointments import AppointmentKind
from coachtrack.errors import N_
from coachtrack.evidence.rules.records import Activity
from coachtrack.funding.rules import Stream
from coachtrack.schools.rules.subjects import Discipline
from coachtrack.sheets import Unclear, heading_key

HEADINGS = {
    "first_name": ("Voornaam", "Roepnaam"),
    "infix": ("Tussenvoegsel", "Voorvoegsel", "Tussenv."),
    "last_name": ("Naam", "Achternaam", "Leerkracht", "Naam leerkracht", "Deelnemer", "Medewerker"),
    "email": ("E-mail", "E-mailadres", "Mail", "Mailadres"),
    "school": ("Vestigingscode", "BRIN6", "School", "Schoolnaam", "Naam school", "Locatie", "BRIN", "Brinnummer"),
    "kind": ("Soort", "Type", "Activiteit", "Soort activiteit", "Vorm"),
    "discipline": ("Discipline", "Kunstdiscipline", "Vak", "Kunstvak", "Vakgebied"),
    "held_on": ("Datum", "Op", "Dag", "Datum training", "Datum les"),
    "title": ("Titel", "Naam training", "Training", "Onderwerp", "Omschrijving", "Naam activiteit"),
    "attended": ("Aanwezig", "Aanwezigheid", "Deelgenomen", "Gevolgd", "Present"),
    "total_minutes": ("Minuten", "Aantal minuten", "Totaal minuten", "Duur", "Tijd", "Duur (min)", "Tijd (min)"),
    "total_hours": ("Uren", "Uur", "Aantal uren", "Totaal uren", "Duur (uren)", "Tijd (uren)"),
    "prep_minutes": ("Voorbereiding", "Voorbereiding (min)", "Minuten voorbereiding", "Lesvoorbereiding"),
    "prep_hours": ("Uren voorbereiding", "Voorbereiding (uren)", "Voorbereiding uren"),
    "lesson_minutes": ("Les", "Les (min)", "Minuten les", "Lestijd"),
    "lesson_hours": ("Uren les", "Les (uren)", "Lesuren"),
    "debrief_minutes": ("Nabespreking", "Nabespreking (min)", "Minuten nabespreking", "Nagesprek"),
    "debrief_hours": ("Uren nabespreking", "Nabespreking (uren)"),
    "stream": ("Stroom", "Programma", "Onderdeel", "Regeling"),
    "coach": ("Coach", "Naam coach", "E-mail coach", "Begeleider"),
}
"""What each field may be called, the best name first."""

_KINDS: Mapping[str, tuple[Activity, str]] = {
    word: (activity, str(kind))
    for activity, kind, words in (
        (Activity.TRAINING, "training", "training scholing bijscholing nascholing deskundigheidsbevordering workshop"),
        (
            Activity.TRAINING,
            AppointmentKind.TEAM_TRAINING,
            "teamtraining teambijeenkomst teamscholing studiemiddag studiedag teamworkshop",
        ),
        (Activity.TRAINING, AppointmentKind.COURSE, "cursus opleiding icccursus"),
        (Activity.TRAINING, AppointmentKind.WORKING_GROUP, "werkgroep plg leergemeenschap"),
        (
            Activity.COACHING,
            "coaching",
            "coaching coachtraject coachingstraject coachgesprek coachmoment coachingopdewerkvloer begeleiding sessie",
        ),
        (Activity.COACHING, AppointmentKind.INTAKE_TALK, "intake intakegesprek startgesprek"),
        (Activity.COACHING, AppointmentKind.PREPARATION, "voorbereiding lesvoorbereiding"),
        (Activity.COACHING, AppointmentKind.DEMO_LESSON, "voorbeeldles demonstratieles modelles"),
        (Activity.COACHING, AppointmentKind.CO_TEACHING, "coteaching samenlesgeven duoles"),
        (Activity.COACHING, AppointmentKind.CLASSROOM_VISIT, "lesbezoek observatie klassenbezoek lesobservatie"),
        (Activity.COACHING, AppointmentKind.MIDTERM_REVIEW, "tussenevaluatie tussengesprek"),
        (Activity.COACHING, AppointmentKind.CLOSING_TALK, "eindgesprek slotgesprek eindevaluatie"),
    )
    for word in words.split()
}

_DISCIPLINES = {
    word: discipline
    for discipline, words in {
        Discipline.DANCE: "dans dance dansen",
        Discipline.DRAMA: "drama theater toneel",
        Discipline.MUSIC: "muziek muziekles muziekonderwijs zang",
        Discipline.VISUAL_ARTS: "beeldend beeldendevorming bevo beeldendekunst tekenen handvaardigheid kunst",
        Discipline.LITERATURE: "literatuur letteren taal poezie",
        Discipline.MEDIA_ART: "mediakunst media film fotografie audiovisueel nieuwemedia",
        Discipline.HERITAGE: "erfgoed cultureelerfgoed erfgoededucatie",
    }.items()
    for word in words.split()
}

_STREAMS = {
    word: stream
    for stream, words in {
        Stream.REGULAR_LESSON: "regulier reguliereles regulierelessen",
        Stream.DISTRICT_PROJECT: "iccwijkproject wijkproject icc wijk",
        Stream.ARTS_AT_SCHOOL: "kos kunstopschool",
        Stream.MUSIC_IMPULSE: "muziekimpuls impulsmuziek impuls",
    }.items()
    for word in words.split()
}


def parse_kind(text: str) -> tuple[Activity, str]:
    """Whether it was coaching or a training, and which kind of it."""
    if not text:
        raise Unclear(N_("The kind is missing. Write coaching or training."))
    if found := _KINDS.get(heading_key(text)):
        return found
    raise Unclear(N_("We do not know the kind “%(text)s”. Write coaching or training."), text=text)


def parse_discipline(text: str) -> Discipline | None:
    """The discipline, None when the cell is empty."""
    if not text:
        return None
    if found := _DISCIPLINES.get(heading_key(text)):
        return found
    raise Unclear(
        N_(
            "We do not know the discipline “%(text)s”. Use one of: dans, drama, muziek, beeldend, literatuur, "
            "mediakunst, erfgoed."
        ),
        text=text,
    )


def parse_stream(text: str) -> Stream | None:
    """The stream, None when the cell is empty."""
    if not text:
        return None
    if found := _STREAMS.get(heading_key(text)):
        return found
    raise Unclear(
        N_("We do not know the stream “%(text)s”. Use one of: regulier, ICC-wijkproject, KoS, Muziekimpuls."), text=text
    )
