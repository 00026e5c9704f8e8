"""Functions as people write them in a staff file: "leerkracht/ICC'er", "LIO-stagiair", "vakdocent muziek"."""

import re

from coachtrack.errors import N_
from coachtrack.people.rules.posts import PostFunction
from coachtrack.sheets import Unclear
from coachtrack.text import fold

_NAMES = {
    PostFunction.CLASS_TEACHER: """groepsleerkracht leerkracht groepsleraar groepslerares leraar lerares juf meester
        docent onderwijzer onderwijzeres leerkrachtbasisonderwijs leraarbasisonderwijs plusleerkracht lkr""",
    PostFunction.SUBJECT_TEACHER: "vakleerkracht vakdocent vakleraar vakspecialist vaklkr",
    PostFunction.TEACHING_ASSISTANT: """onderwijsassistent onderwijsassistente oa klassenassistent assistent
        onderwijsass""",
    PostFunction.TEACHER_SUPPORT: "leraarondersteuner leerkrachtondersteuner lerarenondersteuner lo",
    PostFunction.SUBSTITUTE_TEACHER: """invaller invalleerkracht invalster vervanger vervangingsleerkracht inval
        vervanging""",
    PostFunction.CAREER_SWITCHER: "zijinstromer zijinstroom zijinstroomster",
    PostFunction.TRAINEE_TEACHER: """stagiair stagiaire lio lioer liostagiair liostagiaire stagiairlio leraarinopleiding
        liostudent pabostudent student stage""",
    PostFunction.CULTURE_COORDINATOR: """icc iccer icccoordinator internecultuurcoordinator cultuurcoordinator
        cultuurcoordinatoricc coordinatorcultuur cultuurcoordinatrice""",
    PostFunction.SCHOOL_LEADER: """directeur directrice locatieleider locatiedirecteur schoolleider directie
        locatiemanager adjunctdirecteur adjunct clusterdirecteur interimdirecteur schooldirecteur""",
    PostFunction.INTERNAL_SUPERVISOR: """iber ib internbegeleider internebegeleider
        kwaliteitscoordinator kwc zorgcoordinator""",
}
FUNCTIONS = {name: function for function, names in _NAMES.items() for name in names.split()}

_PARTS = re.compile(r"[/+,;&|]| en | annex | tevens ")
_GROUPS = re.compile(r"\b(?:van )?(?:groep|groepen|gr)\.?\s*([\d].*)$")
_SUBJECT = re.compile(r"(vakleerkracht|vakdocent|vakleraar|vakspecialist)\b.*")
_ASIDE = re.compile(r"\([^)]*\)|\bl1[0-4]\b|\bl[abc]\b|\b[01][.,]\d+ ?(?:fte|wtf)?\b")


def parse_functions(text: str) -> tuple[tuple[PostFunction, ...], str]:
    """The functions in a cell, and the groups when they stand there too ("leerkracht groep 3")."""
    written = _ASIDE.sub(" ", fold(text))
    groups = ""
    if found := _GROUPS.search(written):
        groups, written = found[1], written[: found.start()]
    functions = [_function(part, text) for part in _whole_or_parts(written) if part.strip(" .-")]
    if not functions:
        raise Unclear(N_("The function is missing."))
    return tuple(dict.fromkeys(functions)), groups


def _whole_or_parts(written: str) -> list[str]:
    """A function may itself have a slash in it ("stagiair/LIO"), which comes to the same."""
    return [written] if _key(written) in FUNCTIONS else _PARTS.split(written)


def _function(part: str, text: str) -> PostFunction:
    key = _key(_SUBJECT.sub(r"\1", part.strip()))
    if key in FUNCTIONS:
        return FUNCTIONS[key]
    raise Unclear(
        N_(
            "We do not know the function “%(text)s”. Use one of: groepsleerkracht, vakleerkracht, onderwijsassistent, "
            "leraarondersteuner, invaller, zij-instromer, stagiair, ICC'er, directeur, IB'er."
        ),
        text=part.strip() or text,
    )


def _key(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
