"""The headings of staff files, and those that promise something about pupils, whom this product keeps out."""

from collections.abc import Iterable

from coachtrack.sheets import heading_key

HEADINGS = {
    "first_name": ("Voornaam", "Roepnaam", "Voornamen", "Voorletters", "Initialen", "Voorn.", "First name"),
    "infix": ("Tussenvoegsel", "Tussenvoegsels", "Voorvoegsel", "Voorvoegsels", "Tussenv.", "Tussen", "Tv", "Tsv"),
    "last_name": (
        "Achternaam",
        "Familienaam",
        "Geslachtsnaam",
        "Naam",
        "Naam medewerker",
        "Medewerker",
        "Naam leerkracht",
    ),
    "email": (
        "E-mail",
        "E-mailadres",
        "Mail",
        "Mailadres",
        "E-mail werk",
        "E-mailadres werk",
        "E-mail school",
        "E-mailadres school",
        "Werkmail",
    ),
    "school": (
        "Vestigingscode",
        "BRIN6",
        "Locatiecode",
        "Schoolcode",
        "School",
        "Schoolnaam",
        "Naam school",
        "Vestiging",
        "Locatie",
        "BRIN",
        "BRIN-nummer",
        "Brincode",
        "BRIN4",
    ),
    "function": ("Functie", "Functienaam", "Rol", "Functieomschrijving", "Functies", "Functie/rol", "Taak"),
    "groups": ("Groepen", "Groep", "Klas", "Klassen", "Gr.", "Groep/klas"),
    "working_days": ("Werkdagen", "Dagen", "Werkdag", "Aanwezig op", "Lesdagen"),
    "starts_on": (
        "Vanaf",
        "Startdatum",
        "In dienst",
        "Begindatum",
        "Datum in dienst",
        "Van",
        "In dienst per",
        "Per",
        "Start",
    ),
    "ends_on": (
        "Tot",
        "Einddatum",
        "Uit dienst",
        "Tot en met",
        "T/m",
        "Datum uit dienst",
        "Uit dienst per",
        "Eind",
    ),
    "monday": ("Maandag", "Ma"),
    "tuesday": ("Dinsdag", "Di"),
    "wednesday": ("Woensdag", "Wo"),
    "thursday": ("Donderdag", "Do"),
    "friday": ("Vrijdag", "Vr"),
}
"""What each field may be called, the best name first."""

_PUPIL_WORDS = (
    "leerling",
    "geboorted",
    "geboorteplaats",
    "gebdat",
    "burgerservice",
    "sofinummer",
    "onderwijsnummer",
    "pupil",
    "ouder1",
    "ouder2",
    "verzorger",
    "naamouder",
    "oudernaam",
    "naamkind",
    "kindnaam",
    "schooladvies",
    "uitstroom",
    "thuistaal",
    "eckid",
)
_PUPIL_HEADINGS = frozenset(["bsn", "pgn", "geboren", "ouder", "ouders", "kind", "kinderen", "cito", "avi"])
_NOT_OF_PUPILS = ("aantalleerling", "leerlingbegeleid", "leerlingenaantal")


def pupil_headings(headings: Iterable[str]) -> list[str]:
    """The headings that promise something about pupils."""
    return [heading for heading in headings if _is_about_pupils(heading_key(heading))]


def _is_about_pupils(key: str) -> bool:
    if key.startswith(_NOT_OF_PUPILS):
        return False
    return key in _PUPIL_HEADINGS or key.startswith("bsn") or any(word in key for word in _PUPIL_WORDS)
