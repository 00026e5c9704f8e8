"""What people type or paste, made fit to keep, to compare and to sort."""

import re
import unicodedata

_ARTEFACTS = re.compile(r"\[bookmark:[^\[\]]{0,80}\]|_x000[0-9A-Fa-f]_", re.IGNORECASE)
_LINE_BREAKS = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile("[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")  # letters by class that show nothing

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_SIGNS = str.maketrans(dict.fromkeys("’‘ʼ`´′＇", "'") | dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("“”„″", '"'))

INFIXES = frozenset(
    infix.strip()
    for line in """
    aan | aan de | aan den | aan der | aan het | aan 't | al | am | auf | auf dem | auf der | auf den | aus | aus dem
    aus der | ben | bij | bij de | bij den | bij het | bij 't | bin | boven d' | d' | da | dal | dalla | das | de
    de die le | de l' | de la | de las | de le | de van der | deca | degli | dei | del | della | den | der | des | di
    die le | do | don | dos | du | el | het | i | im | in | in de | in den | in der | in het | in 't | l' | la | las
    le | les | lo | los | of | onder | onder de | onder den | onder het | onder 't | op | op de | op den | op der
    op gen | op het | op 't | op ten | over | over de | over den | over het | over 't | s' | 's | 't | te | ten | ter
    thoe | tho | to | toe | tot | uijt | uijt de | uijt den | uijt ten | uit | uit de | uit den | uit het | uit 't
    uit te de | uit ten | unter | van | van de | van de l' | van den | van der | van gen | van het | van la | van 't
    van ter | van van de | vanden | vd | v/d | v.d. | vande | vander | vom | von | von dem | von den | von der | von 't
    voor | voor de | voor den | voor in 't | voor 't | vor | vor der | zu | zum | zur
    """.strip().splitlines()
    for infix in line.split("|")
)
"""What stands between first name and surname, and does not count when names are put in order."""

_LOOK_ALIKES = str.maketrans(
    dict(zip("асеорхуіјѕԁһкмтвнгѵԛԝ", "aceopxyijsdhkmtbhrvqw", strict=True))
    | dict(zip("αορνικτυχεηρωβγ", "aopviktuxenpwby", strict=True))
    | {"0": "o", "1": "l", "|": "l"}
)


def clean(text: str) -> str:
    """One line of text: composed (NFC), without control characters, line breaks as a space."""
    return _fit(_LINE_BREAKS.sub(" ", _without_artefacts(text)).replace("\t", " ")).strip()


def clean_lines(text: str) -> str:
    """Text of several lines: as `clean`, with its line breaks (as \\n) and tabs kept."""
    return _fit(_LINE_BREAKS.sub("\n", _without_artefacts(text)), keep="\n\t").strip()


def clean_name(text: str) -> str:
    """A name: one line, single spaces, nothing unseen such as marks that turn the direction of writing."""
    cleaned = clean(text)
    if cleaned.isascii():
        return " ".join(cleaned.split())
    seen = _BLANKS.sub("", cleaned)
    seen = "".join(character for character in seen if unicodedata.category(character) != "Cf")
    return clean(" ".join(seen.split()))


def fold(text: str, *, keep_accents: bool = False) -> str:
    """Text to compare by: without case, forms of quotes and dashes, extra spaces and (unless kept) accents."""
    folded = clean_name(text).casefold().translate(_SIGNS)
    if folded.isascii():
        return folded
    if keep_accents:
        return unicodedata.normalize("NFC", folded)
    apart = unicodedata.normalize("NFKD", folded.translate(_LETTERS)).casefold()
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def sort_key(last_name: str, infix: str = "", first_name: str = "") -> str:
    """The key that puts names in order as Dutch lists do: by surname, then infix, then first name."""
    if not infix:
        infix, last_name = split_infix(last_name)
    return " ".join(f"{fold(last_name)}, {fold(infix)} {fold(first_name)}".split())


def split_infix(name: str) -> tuple[str, str]:
    """("van der", "Berg") for "van der Berg"; ("", name) when the name begins with no infix or is nothing else."""
    words = clean_name(name).split(" ")
    for count in range(min(4, len(words) - 1), 0, -1):
        if is_infix(" ".join(words[:count])):
            return " ".join(words[:count]).lower(), " ".join(words[count:])
    return "", " ".join(words)


def is_infix(text: str) -> bool:
    """Is this what stands between a first name and a surname?"""
    return fold(text) in INFIXES


def skeleton(text: str) -> str:
    """What the eye makes of a text: two with one skeleton look alike (1 and l, 0 and o, rn and m, Cyrillic а and a)."""
    seen = unicodedata.normalize("NFKC", clean_name(text)).casefold().translate(_LOOK_ALIKES)
    return fold(seen).replace("rn", "m").replace("vv", "w")


def _without_artefacts(text: str) -> str:
    """Drop what word processors and spreadsheets leave behind, also when dropping one brings the next together."""
    before = None
    while before != text:
        before, text = text, _ARTEFACTS.sub("", text)
    return text


def _fit(text: str, keep: str = "") -> str:
    if text.isascii() and text.isprintable():
        return text
    kept = (character for character in text if character in keep or unicodedata.category(character) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept))
