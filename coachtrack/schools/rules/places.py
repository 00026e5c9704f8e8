"""Names of places and municipalities, which the national register writes in capitals, as people write them."""

import re

# the register tells places of one name apart by their province or municipality; a school's address needs neither
_APART = re.compile(r"(?<=.)\s+(?:OV|GLD|LB|NB|NH|ZH|UT|GN|DR|FR|FL|ZLD|GEM\.? .+)$", re.IGNORECASE)
_PROVINCES = {"LB": "L", "NH": "NH", "GLD": "Gld", "OV": "Ov", "NB": "NB", "ZH": "ZH", "UT": "Ut"}
_SMALL = frozenset(
    ["aan", "ad", "bij", "de", "den", "der", "en", "het", "in", "op", "over", "ten", "ter", "te", "van", "'t", "'s"]
)
_AS_WRITTEN = {
    "ca": "c.a.",
    "ad": "a/d",
    "sudwest": "Súdwest",
    "fryslan": "Fryslân",
    "exloermond": "Exloërmond",
    "odilienberg": "Odiliënberg",
}
_LOST_APOSTROPHE = re.compile(r"^S (GRAVENHAGE|HERTOGENBOSCH)$", re.IGNORECASE)


def place_name(text: str) -> str:
    """ "Hengelo" for "HENGELO OV", "'s-Gravenhage" for "'S-GRAVENHAGE", "IJmuiden" for "IJMUIDEN"."""
    return _as_people_write(_APART.sub("", text.strip()))


def municipality_name(text: str) -> str:
    """As `place_name`, but two municipalities of one name stay apart: "Bergen (NH)" for "BERGEN NH"."""
    written = _LOST_APOSTROPHE.sub(r"'S-\1", text.strip())
    name, _, end = written.rpartition(" ")
    if name and end.upper() in _PROVINCES:
        return f"{_as_people_write(name)} ({_PROVINCES[end.upper()]})"
    return _as_people_write(written)


def _as_people_write(text: str) -> str:
    words = re.split(r"([\s-]+)", text.replace("’", "'").lower())
    return "".join(_word(word, is_first=number == 0) for number, word in enumerate(words))


def _word(word: str, *, is_first: bool) -> str:
    if word in _AS_WRITTEN:
        return _AS_WRITTEN[word]
    if word in ("'s", "'t") or (word in _SMALL and not is_first):
        return word
    if word.startswith("ij"):
        return "IJ" + word[2:]
    return word[:1].upper() + word[1:] if not word[:1].isdigit() else word
