"""Every sentence of the product has its Dutch."""

import io
import re
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None, "_l": None,
    "lazy_gettext": None, "lazy_ngettext": (1, 2), "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]")


def said() -> Catalog:
    """All sentences in code and templates."""
    catalogue = Catalog()
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, KEYWORDS, directory_filter=lambda path: "/." not in path)
    for name, line, message, _comments, context in found:
        catalogue.add(message, None, [(name, line)], context=context)
    return catalogue


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    return said()


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    source = ROOT / "coachtrack" / "translations" / "nl" / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(source.read_bytes()), locale="nl", abort_invalid=True)


def forms(message) -> list[str]:
    """The texts of a sentence: one, or one for each number."""
    return list(message) if isinstance(message, list | tuple) else [message]


def test_every_sentence_has_its_dutch(sentences, dutch):
    missing = []
    for message in sentences:
        translated = dutch.get(message.id, message.context) if message.id else None
        if message.id and (translated is None or translated.fuzzy or not all(forms(translated.string))):
            missing.append(f"{message.locations[0][0]}:{message.locations[0][1]} {forms(message.id)[0]!r}")
    assert missing == []


def test_the_dutch_fills_in_the_same_places(dutch):
    wrong = []
    for message in dutch:
        if not message.id:
            continue
        wanted = {place for text in forms(message.id) for place in PLACE.findall(text)}
        for text in forms(message.string):
            given = set(PLACE.findall(text))
            if given - wanted or (wanted - given and not message.pluralizable):
                wrong.append(f"{forms(message.id)[0]!r}: {text!r}")
    assert wrong == []


def test_the_catalogue_keeps_nothing_that_nobody_says(sentences, dutch):
    spoken = {(forms(message.id)[0], message.context) for message in sentences if message.id}
    assert [m.id for m in dutch if m.id and (forms(m.id)[0], m.context) not in spoken] == []


@pytest.mark.parametrize("word", ["ongeldig", "foutcode", "gebruiker", "record", "u", "uw"])
def test_the_dutch_is_plain_and_says_je(dutch, word):
    unwanted = re.compile(rf"\b{word}(e|s)?\b", re.IGNORECASE)
    assert [text for message in dutch if message.id for text in forms(message.string) if unwanted.search(text)] == []
