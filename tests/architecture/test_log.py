"""Whatever a page or a command does, it leaves a line in the log, or stands here with the reason why not (U1)."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTE = ("coachtrack.audit.writing", "note")
Name = tuple[str, str]

READS = "it makes or prepares something and changes nothing"
DERIVED = "figures that can be made anew from what is there at any time"
VISIT = "a visit or a try, kept in a table of its own as long as it counts"
ITSELF = "the product itself, by the clock; what it did is to be seen where it did it"
HERS = "what she finds of herself: that she said so at all is for nobody else to read"
TYPING = "saved every other second while somebody types; what is made of it is noted"
NOT_NOTED = {
    "accounts": {
        "accept_passkey": VISIT, "address_to": READS, "ask_for_passkey": VISIT, "count_use": VISIT, "new_flow": VISIT,
        "subject_for": READS, "use_provider": VISIT, "wish_for_passkey": VISIT,
        "choose_language": "in which language she reads",
        "end_all_sessions": "part of what ends them, which is noted", "end_session": "noted by its view",
        "forget_kept_form": VISIT, "forget_old_things": ITSELF, "is_mailed_code": VISIT, "is_right_password": VISIT,
        "keep_form": VISIT, "note_attempt": VISIT, "note_success": VISIT, "open_account": "part of inviting",
        "remember_device": VISIT, "set_password": "part of choosing one", "spend_half": VISIT,
        "start_session": "noted by the one door of all ways in",
    },
    "agenda": {
        "forget_past_busy_times": ITSELF, "note_fetch": VISIT, "note_wrong_address": VISIT, "rebuild_feed": DERIVED,
        "schedule_reminders": ITSELF, "tend_reminders": ITSELF,
    },
    "assessments": {"say": HERS, "say_by_link": HERS, "take_back": HERS, "take_back_everything": HERS},
    "backups": {"make_backup": "a file beside the product; that it was made is noted", "settle_restore": ITSELF},
    "coverage": {
        "check_version": READS, "compute": DERIVED, "keep_day": DERIVED, "keep_missing": DERIVED, "refresh": DERIVED,
        "trial_of": READS, "try_requirement": "a rule tried out; setting it is noted",
    },
    "evidence": {"preview_past": READS, "remake_standing": DERIVED},
    "people": {"preview_roster": READS},
    "privacy": {"erases": READS, "keep_list": ITSELF, "wipe_traces": ITSELF},
    "reflections": {"texts_of": READS},
    "reports": {
        "differing_files": READS, "issued_order": READS, "made": READS, "note_wrong_code": VISIT, "order_of": READS,
    },
    "schools": {"preview_import": READS},
    "talks": {
        "add_results": TYPING, "move_result": TYPING, "note_wrong_link": VISIT, "remove_result": TYPING,
        "save_said": TYPING, "tick": "a list to tick off while preparing", "untick": "the same",
    },
    "trajectories": {"save_draft": TYPING, "usual_minutes_of": READS},
}  # fmt: skip
"""By room: what is called from a page or a command and leaves no line in the log."""


class Code:
    """All functions of the product, and what each of them calls; nothing of it is run."""

    def __init__(self) -> None:
        files = {_module(file): ast.parse(file.read_text()) for file in (ROOT / "coachtrack").rglob("*.py")}
        self.modules = set(files)
        self.functions: dict[Name, ast.FunctionDef] = {}
        self.names: dict[str, dict[str, Name]] = {module: {} for module in files}
        for module, tree in files.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    self.functions.setdefault((module, node.name), node)
                elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("coachtrack"):
                    self.names[module] |= {each.asname or each.name: (node.module, each.name) for each in node.names}

    def calls(self, caller: Name) -> Iterator[Name]:
        """The functions of ours that this one calls by name."""
        for node in ast.walk(self.functions[caller]):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from self._found(caller[0], node.func.id)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
                source, name = self.names[caller[0]].get(of, ("", ""))
                yield from self._found(f"{source}.{name}", node.func.attr)

    def _found(self, module: str, name: str) -> Iterator[Name]:
        """Where the function with this name in this module is written."""
        for _step in range(5):
            if (module, name) in self.functions:
                yield module, name
                return
            if name not in self.names.get(module, {}):
                return
            module, name = self.names[module][name]


def _module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def code() -> Code:
    return Code()


def notes(name: Name, seen: frozenset[Name] = frozenset()) -> bool:
    """Whether this function writes to the log, itself or through what it calls."""
    called = set(code().calls(name)) - seen
    return NOTE in called or any(notes(each, seen | {name}) for each in sorted(called))


def is_in(module: str, kind: str) -> bool:
    return kind in module.split(".")[1:3]


def called_from_outside() -> set[Name]:
    """The actions of the rooms that pages and commands call."""
    outside = [name for name in code().functions if is_in(name[0], "views") or is_in(name[0], "cli")]
    called = {each for name in outside for each in code().calls(name)}
    return {(module, name) for module, name in called if is_in(module, "actions") and not name.startswith("_")}


def test_every_action_that_a_page_or_a_command_calls_leaves_a_line_in_the_log_or_has_a_reason_not_to():
    silent = {(module.split(".")[1], name) for module, name in called_from_outside() if not notes((module, name))}
    listed = {(room, name) for room, names in NOT_NOTED.items() for name in names}
    assert sorted(silent - listed) == []
    assert sorted(listed - silent) == []
    assert len(called_from_outside()) > 150
