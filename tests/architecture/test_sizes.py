"""No file grows beyond what one reads in one go, and no piece of furniture has another name than those of the house."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 400
SOURCES = sorted(
    path.relative_to(ROOT)
    for folder in ("coachtrack", "templates", "migrations", "tests")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".txt", ".css", ".js"} and path.parent.name != "versions"
)
TOP_LEVEL = {
    "coachtrack", "templates", "migrations", "tests", "config.py", "README.md", "CHANGELOG.md", "pyproject.toml",
    "Makefile",
    "requirements.txt", "requirements-dev.txt", "requirements-check.txt", "babel.cfg",
}  # fmt: skip
MADE = {"instance", "messages.pot", "__pycache__"}


def test_a_file_has_at_most_400_lines():
    lines = {str(path): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {path: count for path, count in lines.items() if count > LONGEST} == {}


def test_there_are_sources_to_look_at():
    assert len(SOURCES) > 100


def test_nothing_else_stands_at_the_top():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - MADE - TOP_LEVEL == set()


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "coachtrack").rglob("*.py"))
        if not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []
