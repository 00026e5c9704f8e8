"""The compiled catalogues: made anew when a sentence was translated since, so that pytest can be started by itself."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parents[2] / "coachtrack" / "translations"


def compile_when_newer() -> None:
    """Compile each catalogue that is newer than what was made of it."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        fresh = target.with_name(f"messages.{os.getpid()}.tmp")  # two runs may do this at once
        with fresh.open("wb") as file:
            write_mo(file, catalogue)
        fresh.replace(target)
