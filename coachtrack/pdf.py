"""PDF documents: tagged (PDF/UA-1), to be kept (PDF/A-2a), the same bytes for the same data; made without a network.

A template is fixed and reads its data as JSON, so that what people typed is never more than text to it. The font has
no sign for everything that can be typed, and such a document refuses what it cannot show; so the data is fitted first.
"""

import json
import re
import threading
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import typst

TEMPLATES = Path(__file__).parent / "typst"
LONGEST_WORD = 40
"""Letters after which a word may be broken off: an address that was pasted must not run off the page."""
BREAK = "\u200b"
EMOJI = "[emoji]"
UNKNOWN = "?"

SHOWN = """
20-7e a0-ac ae-17e 180 18f 192-193 1a0-1a1 1af-1b0 1c2 1cd-1dc 1e2-1e3 1e6-1e7 1ea-1eb 1f4-1f5 1f8-1f9 1fc-1fd 218-21b
237 243 250-25c 25e-268 26a 26c-276 278-27b 27d-27e 280-284 288-292 294-295 298-299 29c-29d 29f 2a1-2a2 2b0 2b2-2b3
2b7-2b9 2bb-2bc 2be-2bf 2c1 2c6-2cc 2d0-2d1 2d8-2de 2e0-2e3 37e 384-38a 38c 38e-3a1 3a3-3ce 3d0-3d1 3d5 3d7 3d9 3db 3dd
3e1 400-45f 462-463 472-475 490-493 496-49b 4a0-4a3 4aa-4ab 4ae-4b3 4b6-4b7 4ba-4bb 4c0-4c2 4cf-4d1 4d4-4d9 4e2-4e3
4e6-4e9 4ee-4ef 4f2-4f3 1e06-1e07 1e0c-1e0f 1e16-1e17 1e20-1e21 1e24-1e25 1e2a-1e2b 1e32-1e3b 1e3e-1e49 1e52-1e53
1e58-1e63 1e6c-1e6f 1e80-1e85 1e8e-1e8f 1e92-1e97 1e9e 1ea0-1ef9 2012-2015 2018-201a 201c-201e 2020-2022 2026 202f-2030
2032-2033 2035 2039-203a 203c 2044 2070-2071 2074-2079 207d-2089 208d-208e 20a1 20a4 20a6-20a7 20a9 20ab-20ac 20ae
20b1-20b2 20b4-20b5 20b8-20ba 20bd 2113 2116-2117 2120 2122 212e 2150-215e 2190-2193 2202 2206 220f 2211-2212 2215 221a
221e 222b 2248 2260 2264-2265 25a0 25b2-25b3 25b6-25b7 25bc-25bd 25c0-25c1 25c6 25c9-25ca 2610-2611 2713 2752
"""
"""The signs that Source Sans Pro has, in each weight that the templates use."""

INSTEAD = {
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("●○◦▪▫‣⁃∙⚫⬤\uf0b7\uf0a7\uf0d8\uf0a8", "•"),
    **dict.fromkeys("✔✅\uf0fc", "✓"),
    **dict.fromkeys("✕✖✗✘❌", "×"),
    **dict.fromkeys("⇒➔➜➝➞➡⟶\uf0e0\uf0e8", "→"),
    **dict.fromkeys("★☆⭐✱✳", "*"),
    **dict.fromkeys("♥❤💚💙💛💜🧡", "<3"),
    **dict.fromkeys("☺😀😁😃😄😆😊🙂", ":-)"),
    **dict.fromkeys("😉😜", ";-)"),
    **dict.fromkeys("☹😕😞😟😢🙁", ":-("),
}
"""Signs that have a plain one with the same meaning, among them bullets as word processors leave them behind."""

SPACES = {"Zl": "\n", "Zp": "\n", "Zs": " "}

_JOINERS = "\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_PICTURES = re.compile(
    f"[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][{_JOINERS}]*"
    f"(?:[{_JOINERS}\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff])*"
)
_UNSEEN = re.compile(f"[{_JOINERS}]")
_LONG_WORDS = re.compile(f"[^\\s{BREAK}]{{{LONGEST_WORD}}}(?=\\S)")
_own = threading.local()


def pdf_of(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The document that this template makes of this data, made `at` a moment.

    The template finds `data.replaced`: whether something was typed that the document can only hint at.
    """
    given = {"data": json.dumps({**fitted(data), "replaced": _is_hinted_at(data)}, ensure_ascii=False)}
    moment = at.replace(microsecond=0)
    made = _compiler(template).compile(format="pdf", sys_inputs=given, pdf_standards=["ua-1", "a-2a"], timestamp=moment)
    return cast(bytes, made)


def fitted(value: Any) -> Any:
    """The same data, each text in it in signs that the font has, and none without a place to break it off."""
    if isinstance(value, str):
        return _LONG_WORDS.sub(rf"\g<0>{BREAK}", fit(value))
    if isinstance(value, Mapping):
        return {key: fitted(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [fitted(each) for each in value]
    return value


def fit(text: str) -> str:
    """A text in signs that the font has: others by what they mean, a letter without its mark, `[emoji]`, or a `?`."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text).replace("\t", " ")
    return "".join(map(_sign, _PICTURES.sub(_in_words, composed)))


def _in_words(found: re.Match[str]) -> str:
    """A picture, or several on end: in plain signs where each of them has one."""
    signs = _UNSEEN.sub("", found[0])
    plain = [INSTEAD.get(sign) or (sign if sign in _shown() else "") for sign in signs]
    return " ".join(plain) if all(plain) else EMOJI


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    if sign == "\n" or sign in _shown():
        return sign
    if sign in INSTEAD:
        return INSTEAD[sign]
    bare = "".join(each for each in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(each))
    if bare != sign and all(each in _shown() for each in bare):
        return bare
    category = unicodedata.category(sign)
    return SPACES.get(category, "" if category[0] in "CM" else UNKNOWN)


def _is_hinted_at(value: Any) -> bool:
    if isinstance(value, str):
        seen = fit(value)
        return seen.count(EMOJI) > value.count(EMOJI) or seen.count(UNKNOWN) > value.count(UNKNOWN)
    if isinstance(value, Mapping):
        return any(map(_is_hinted_at, value.values()))
    return isinstance(value, list | tuple) and any(map(_is_hinted_at, value))


@lru_cache(maxsize=1)
def _shown() -> frozenset[str]:
    ranges = (part.partition("-") for part in SHOWN.split())
    return frozenset(
        chr(code) for first, _to, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    font = Path(str(files("font_source_sans_pro") / "files"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font])


def _compiler(template: str) -> typst.Compiler:
    """One per template and thread: it cannot be shared. It reads nothing outside the folder of the templates."""
    made: dict[str, typst.Compiler] = vars(_own).setdefault("compilers", {})
    if template not in made:
        made[template] = typst.Compiler(
            TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True
        )
    return made[template]
