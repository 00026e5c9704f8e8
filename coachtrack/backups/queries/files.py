"""A backup as a file: what its beginning says, and its body taken out of it once all of it was found there."""

import hashlib
from pathlib import Path

from flask import current_app

from coachtrack.backups import rules
from coachtrack.backups.rules import Manifest, files
from coachtrack.errors import N_, Refused
from coachtrack.evidence.queries import evidence_key

PIECE = 1 << 20
DAMAGED = N_("Part of this backup is missing or was changed. Nothing was changed.")


def manifest_of(path: Path) -> Manifest:
    """What the backup says of itself. Raises `Refused` when this installation did not sign it."""
    return _opened(path)[0]


def take_out(path: Path, target: Path) -> Manifest:
    """Write the body of the backup to `target`, and return the manifest. Raises `Refused` when it is not whole.

    Of a body that is not what was signed nothing is left.
    """
    manifest, begins = _opened(path)
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, target.open("xb") as body:
        source.seek(begins)
        while piece := source.read(PIECE):
            size += len(piece)
            digest.update(piece)
            body.write(piece)
    if size != manifest.size or digest.hexdigest() != manifest.digest:
        target.unlink()
        raise Refused(DAMAGED)
    return manifest


def digest_of(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def backups_in(folder: Path) -> list[Path]:
    """The backups that lie in this folder, by their names, oldest first."""
    return sorted(path for path in folder.iterdir() if path.is_file() and rules.made_in(path.name))


def key() -> str:
    """What backups are signed with."""
    return evidence_key()


def product_version() -> str:
    """The version of the product that runs."""
    return str(current_app.config["VERSION"])


def _opened(path: Path) -> tuple[Manifest, int]:
    with path.open("rb") as file:
        return rules.opened(file.read(files.LONGEST), key())
