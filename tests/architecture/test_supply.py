"""What the product is made of: every package locked with its hashes, and held against known vulnerabilities."""

import importlib.util
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))


@pytest.fixture(scope="module")
def check():
    """The check, which stands outside the product."""
    spec = importlib.util.spec_from_file_location("vulnerabilities", ROOT / ".ci" / "vulnerabilities.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def advisory(name="flask", *, events=(), versions=(), ecosystem="PyPI", **more):
    """An advisory as they are published."""
    affected = {
        "package": {"name": name, "ecosystem": ecosystem},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": list(versions),
    }
    return {"id": "PYSEC-0000-1", "aliases": ["CVE-0000-1"], "affected": [affected], **more}


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_every_locked_package_has_hashes_and_no_address(file):
    lines = file.read_text().splitlines()
    entries = [number for number, line in enumerate(lines) if re.match(r"[a-z]", line)]
    assert len(entries) > 20
    bare = [lines[number] for number in entries if "--hash=sha256:" not in lines[number + 1]]
    assert bare == []
    assert [line for line in lines if "://" in line or "@ " in line] == []


def test_a_locked_package_has_one_version_in_all_lock_files(check):
    apart = [check.locked([file]) for file in LOCKS]
    together = check.locked(LOCKS)
    assert [each for each in apart if each != {name: together[name] for name in each}] == []


@pytest.mark.parametrize(
    ("version", "affected"),
    [("0.9", False), ("1.0", True), ("1.4.9", True), ("1.5", False), ("2.0rc1", False), ("2.0", True), ("2.0.7", True),
     ("2.1", True), ("2.1.1", False)],
)  # fmt: skip
def test_a_range_begins_where_it_was_introduced_and_ends_before_it_was_mended(check, version, affected):
    events = [{"introduced": "1.0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"last_affected": "2.1"}]
    found = check.findings({"flask": version}, [advisory(events=events)])
    assert bool(found) == affected


def test_from_the_beginning_counts_as_the_very_first_version_and_no_end_as_until_today(check):
    known = [advisory(events=[{"introduced": "0"}])]
    assert [str(each) for each in check.findings({"flask": "0.0.1.dev1"}, known)] == [
        "flask 0.0.1.dev1: PYSEC-0000-1 (CVE-0000-1), not mended yet"
    ]


def test_a_version_that_is_named_counts_without_a_range(check):
    assert check.findings({"flask": "3.1.3"}, [advisory(versions=["3.1.3"])])
    assert not check.findings({"flask": "3.1.4"}, [advisory(versions=["3.1.3"])])


def test_names_are_compared_as_packages_are_named(check):
    assert check.findings({"flask-login": "1"}, [advisory("Flask_Login", events=[{"introduced": "0"}])])
    assert not check.findings({"flask": "1"}, [advisory(events=[{"introduced": "0"}], ecosystem="npm")])


def test_a_copy_is_a_folder_a_zip_file_or_one_file_in_json_or_yaml(check, tmp_path):
    folder = tmp_path / "vulns" / "flask"
    folder.mkdir(parents=True)
    (folder / "one.json").write_text(json.dumps(advisory(id="A")))
    (folder / "two.yaml").write_text('id: B\nmodified: "2026-01-02T00:00:00Z"\naffected: []\n')
    (folder / "gone.json").write_text(json.dumps(advisory(id="C", withdrawn="2026-01-01T00:00:00Z")))
    (folder / "README.md").write_text("not an advisory")
    (tmp_path / "all.json").write_text(json.dumps([advisory(id="D"), advisory(id="E")]))
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as package:
        package.write(folder / "one.json", "one.json")
    read = {
        copy: [each["id"] for each in check.advisories(tmp_path / copy)] for copy in ("vulns", "all.zip", "all.json")
    }
    assert read == {"vulns": ["A", "B"], "all.zip": ["A"], "all.json": ["D", "E"]}


def test_nothing_that_is_locked_is_known_to_be_vulnerable(check, capsys, tmp_path):
    assert check.main([]) == 0, capsys.readouterr().out
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps([advisory(events=[{"introduced": "0"}])]))
    assert check.main([str(newer)]) == 1
    assert "flask" in capsys.readouterr().out


def test_the_copy_of_our_own_is_about_what_the_product_runs_on(check):
    about = {each["package"]["name"] for known in check.advisories(check.OWN_COPY) for each in known["affected"]}
    assert {"flask", "werkzeug", "jinja2", "sqlalchemy", "cryptography", "requests", "urllib3", "gunicorn"} <= about
