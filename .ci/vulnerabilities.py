"""Hold every locked package against a local copy of known advisories; needs no network.

The copy is a folder, a zip file or one JSON file, in the OSV format (JSON, or YAML as PyPA writes it). Beside this file
lies one with well-known advisories about our own packages, by which every check begins; a whole and newer copy (the
zip file that OSV publishes for PyPI) is named as argument:

    vulnerabilities.py [COPY]

Ends with status 1 when a locked version is affected, and 2 when the copy holds no advisory at all.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

HERE = Path(__file__).parent
OWN_COPY = HERE / "advisories.json"
LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)", re.MULTILINE)
Advisory = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """A locked package that an advisory is about."""

    package: str
    version: str
    advisory: str
    aliases: tuple[str, ...]
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        known_as = f" ({', '.join(self.aliases)})" if self.aliases else ""
        mended = f"mended in {', '.join(self.fixed)}" if self.fixed else "not mended yet"
        return f"{self.package} {self.version}: {self.advisory}{known_as}, {mended}"


def locked(files: Iterable[Path]) -> dict[str, str]:
    """The version of every package in these lock files, by its canonical name."""
    found = (match for file in files for match in LOCKED.finditer(file.read_text()))
    return {canonicalize_name(match["name"]): match["version"] for match in found}


def advisories(copy: Path) -> Iterator[Advisory]:
    """Every advisory in a folder, a zip file or a JSON file that was not withdrawn."""
    for name, body in _files(copy):
        read = json.loads(body) if name.endswith(".json") else yaml.safe_load(body)
        for advisory in read if isinstance(read, list) else [read]:
            if not advisory.get("withdrawn"):
                yield advisory


def _files(copy: Path) -> Iterator[tuple[str, bytes]]:
    if copy.is_dir():
        yield from ((path.name, path.read_bytes()) for path in sorted(copy.rglob("*")) if _is_advisory(path.name))
    elif zipfile.is_zipfile(copy):
        with zipfile.ZipFile(copy) as package:
            yield from ((name, package.read(name)) for name in package.namelist() if _is_advisory(name))
    else:
        yield copy.name, copy.read_bytes()


def _is_advisory(name: str) -> bool:
    return name.endswith((".json", ".yaml", ".yml"))


def findings(packages: Mapping[str, str], known: Iterable[Advisory]) -> list[Finding]:
    """What is known about the locked versions, by package."""
    found = []
    for advisory in known:
        for affected in advisory.get("affected", ()):
            about = affected.get("package", {})
            name = canonicalize_name(about.get("name", ""))
            if about.get("ecosystem") != "PyPI" or name not in packages or not is_affected(packages[name], affected):
                continue
            aliases = tuple(sorted(advisory.get("aliases", ())))
            found.append(Finding(name, packages[name], advisory["id"], aliases, tuple(_fixed(affected))))
    return sorted(found, key=lambda each: (each.package, each.advisory))


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Whether a version is named, or lies in a range: from "introduced" up to "fixed", or with "last_affected"."""
    if version in map(str, affected.get("versions", ())):
        return True
    return any(_lies_in(Version(version), events["events"]) for events in _ranges(affected))


def _lies_in(version: Version, events: Iterable[Mapping[str, Any]]) -> bool:
    """OSV: events in the order of their versions; the last one at or before this version decides."""
    turns = sorted(
        ((_version(value), kind) for event in events for kind, value in event.items()), key=lambda turn: turn[0]
    )
    inside = False
    for at, kind in turns:
        if kind == "introduced" and version >= at:
            inside = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            inside = False
    return inside


def _version(value: object) -> Version:
    """A version; "0" is before all, and what is no version by the rules of Python counts as that too."""
    try:
        return Version("0.dev0" if str(value) == "0" else str(value))
    except InvalidVersion:
        return Version("0.dev0")


def _ranges(affected: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (each for each in affected.get("ranges", ()) if each.get("type") in {"ECOSYSTEM", "SEMVER"})


def _fixed(affected: Mapping[str, Any]) -> Iterator[str]:
    return (str(event["fixed"]) for each in _ranges(affected) for event in each["events"] if "fixed" in event)


def main(arguments: list[str]) -> int:
    """Check, say what was found, and return the status."""
    packages = locked(sorted(HERE.parent.glob("requirements*.txt")))
    copies = [OWN_COPY, *map(Path, arguments)]
    known = [advisory for copy in copies for advisory in advisories(copy)]
    if not known:
        sys.stderr.write("The copy holds no advisories.\n")
        return 2
    found = {(each.package, each.advisory): each for each in findings(packages, known)}
    newest = max(str(advisory.get("modified", "")) for advisory in known)[:10]
    since = f", the newest of {newest}" if newest else ""
    sys.stdout.write(f"{len(packages)} locked packages, {len(known)} advisories{since}: ")
    sys.stdout.write(f"{len(found)} known vulnerabilities.\n" + "".join(f"  {each}\n" for each in found.values()))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
