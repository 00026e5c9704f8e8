"""Templates stand where their feature stands, each is used, and none carries anything that the browser would refuse."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())
SHARED = {"layouts", "components", "errors"}
REFERENCE = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
INLINE = re.compile(
    r"""<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE
)
SAFE = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")

# Looked at one by one: what they let through was made by the house itself, never typed by anyone.
MAY_SAY_SAFE: dict[str, int] = {}


def strings_in(folder: Path) -> set[str]:
    """Every literal string in the Python files of a folder."""
    return {
        node.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_template_stands_in_the_folder_of_a_room(name):
    folder = name.split("/")[0]
    assert folder in SHARED or (ROOT / "coachtrack" / folder / "__init__.py").exists()


def test_no_template_is_forgotten():
    said = strings_in(ROOT / "coachtrack")
    for name in NAMES:
        said |= set(REFERENCE.findall((TEMPLATES / name).read_text(encoding="utf-8")))
    rendered = {name for name in NAMES if name in said or name.rsplit(".", 1)[0] in said}
    assert sorted(set(NAMES) - rendered) == []


def test_every_template_that_is_asked_for_exists():
    asked = {name for path in NAMES for name in REFERENCE.findall((TEMPLATES / path).read_text(encoding="utf-8"))}
    asked |= {text for text in strings_in(ROOT / "coachtrack") if re.fullmatch(r"[a-z_]+(/[a-z_]+)+\.(html|txt)", text)}
    assert sorted(asked - set(NAMES)) == []


def markup_of(name):
    """A template without its comments."""
    return re.sub(r"{#.*?#}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def test_no_template_has_anything_inline():
    assert {name: found for name in NAMES if (found := INLINE.findall(markup_of(name)))} == {}


def test_templates_escape_everything_but_what_was_looked_at():
    said = {name: len(SAFE.findall(markup_of(name))) for name in NAMES}
    assert {name: count for name, count in said.items() if count} == MAY_SAY_SAFE


def test_no_template_writes_an_address_by_hand():
    written = re.compile(r"""(?:href|src|action)=["'](?:/|https?:)[^"']*""")
    assert {name: found for name in NAMES if (found := written.findall(markup_of(name)))} == {}
