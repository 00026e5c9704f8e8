"""Every column of every table stands on the inventory, and what is about a person is in her package."""

import importlib
import pkgutil

import pytest

import coachtrack
from coachtrack.database import Model
from coachtrack.privacy.queries.inventory import key_of, table_of
from coachtrack.privacy.queries.package import SHORT, gather, left_out
from coachtrack.privacy.rules import inventory
from coachtrack.privacy.rules.inventory import BY_TABLE, LINES, NOBODY, SHEETS
from coachtrack.privacy.rules.sheets import TECHNICAL, WHY_NOT, AtErasure, Holds
from coachtrack.privacy.rules.wording import COLUMN_LABELS, FOR_PROGRAMS
from tests.factories.people import make_person
from tests.support.filling import Planter

WAYS = [(sheet.table, path) for sheet in SHEETS for path in sheet.about]
PARTS = [(sheet.table, path) for sheet in SHEETS for path in sheet.also]


@pytest.fixture(scope="module")
def tables():
    """All tables there are, with their columns."""
    for module in pkgutil.walk_packages(coachtrack.__path__, "coachtrack."):
        if ".models" in module.name:
            importlib.import_module(module.name)
    return {table.name: [column.name for column in table.columns] for table in Model.metadata.sorted_tables}


def written_down():
    lines = {table: columns.split() for table, columns in NOBODY.items()}
    for line in LINES:
        lines.setdefault(line.table, []).append(line.column)
    return lines


def faults_of(tables):
    """Tables and columns that are not on the inventory, or that are on it twice or for nothing."""
    on_it, faults = written_down(), []
    for table, columns in tables.items():
        written = on_it.pop(table, [])
        faults += [f"{table}.{column} is not on it" for column in columns if column not in {*written, *TECHNICAL}]
        faults += [f"{table}.{column} is not there" for column in written if column not in columns]
        faults += [f"{table}.{column} is on it twice" for column in set(written) if written.count(column) > 1]
    return faults + [f"{table} is not there" for table in on_it]


def test_every_column_of_every_table_is_on_it_once(tables):
    assert not faults_of(tables)


def test_a_column_that_is_not_on_it_is_found(tables):
    grown = tables | {"person": [*tables["person"], "birthday"]}
    assert faults_of(grown) == ["person.birthday is not on it"]


def test_every_column_that_points_at_a_person_says_whether_it_is_hers_or_what_she_did(tables):
    odd = [
        f"{table.name}.{column.name}"
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if "person.id" in {key.target_fullname for key in column.foreign_keys} and column.name not in _links(table.name)
    ]
    assert not odd


def _links(table):
    sheet = BY_TABLE[table]
    return {*sheet.about, *sheet.also, *sheet.by.split()}


def test_what_is_not_in_a_package_has_a_reason_and_everything_else_is_in():
    assert all(line.why_not for line in left_out())
    assert {line.holds for line in LINES if not line.in_package} == set(WHY_NOT)


def test_every_column_in_a_package_has_words_or_is_for_programs_only():
    odd = {line.column for line in LINES if line.in_package} - set(COLUMN_LABELS) - FOR_PROGRAMS
    doers = {column for sheet in SHEETS for column in sheet.by.split()}
    readable = {line.column for line in LINES if line.in_package and BY_TABLE[line.table].about}
    assert not (odd & readable) | (doers - set(COLUMN_LABELS))
    assert not set(COLUMN_LABELS) & FOR_PROGRAMS


def test_sealed_words_are_never_kept_when_somebody_is_erased():
    sealed = {
        (column.table.name, column.name)
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ in {"EncryptedText", "EncryptedBytes"}
    }
    kept = {(line.table, line.column) for line in LINES if line.at_erasure is AtErasure.KEPT}
    assert not sealed & kept


def test_a_value_planted_in_every_column_is_found_in_her_package(db):
    person, _other = make_person(), make_person()
    planter = Planter(person, "canary")
    planted = [(BY_TABLE[table], path, planter.plant(BY_TABLE[table], path)) for table, path in WAYS]
    sections = gather(person.id).sections
    missing = [
        f"{sheet.table}.{column} by {path}"
        for sheet, path, values in planted
        for column in missing_of(sheet, values, sections)
    ]
    assert not missing
    assert len(planted) > 60


def missing_of(sheet, values, sections):
    """The columns of a planted row that are not all together in one row of the package."""
    rows = [row for section in sections if section.sheet is sheet and not section.in_part for row in section.rows]
    columns = [line.column for line in sheet.lines() if line.in_package]
    if any(all(row[column] == values[column] for column in columns) for row in rows):
        return []
    return [column for column in columns if values[column] not in [row[column] for row in rows]] or columns


def test_what_is_left_out_is_in_no_row_of_it(db):
    person, _other = make_person(), make_person()
    planter = Planter(person, "canary")
    for table, path in WAYS:
        planter.plant(BY_TABLE[table], path)
    for section in gather(person.id).sections:
        assert not {line.column for line in section.sheet.lines() if not line.in_package} & set(section.columns)


def test_what_is_about_somebody_else_is_not_in_her_package(db):
    _who_did_it, person, other = make_person(), make_person(), make_person()
    planter = Planter(other, "canary")
    for table, path in [*WAYS, *PARTS]:
        planter.plant(BY_TABLE[table], path)
    gathered = gather(person.id)
    assert [section.sheet.table for section in gathered.sections] == ["person"]
    assert (list(gathered.acts), list(gathered.mentions)) == ([], [])


def test_who_has_a_part_in_it_gets_the_facts_and_not_the_words(db):
    person, _other = make_person(), make_person()
    planter = Planter(person, "canary")
    for table, path in PARTS:
        planter.plant(BY_TABLE[table], path)
    parts = [section for section in gather(person.id).sections if section.in_part]
    assert {section.sheet.table for section in parts} == {table for table, _path in PARTS}
    for section in parts:
        words = {line.column for line in section.sheet.lines() if line.holds in {Holds.WORDS, Holds.NAME}}
        assert not words & set(section.columns)


def test_what_she_did_in_rows_of_others_is_in_her_package_by_its_number(db):
    person, _other = make_person(), make_person()
    planter, done = Planter(person, "canary"), set()
    for sheet in SHEETS:
        for column in sheet.by.split():
            row = planter.insert(table_of(sheet), {column: person.id})
            done.add((sheet.table, column, row[key_of(table_of(sheet)).name]))
    acts = {(act.sheet.table, act.column, number) for act in gather(person.id).acts for number in act.numbers}
    assert done <= acts


def test_a_text_in_which_her_name_was_typed_is_in_her_package(db):
    person, other = make_person("Zoë", "de Vrïes"), make_person()
    planter, typed = Planter(other, "canary"), set()
    for sheet in SHEETS:
        for column in sheet.with_names:
            is_json = type(table_of(sheet).c[column].type).__name__ == "JSON"
            planter.insert(table_of(sheet), {column: {"said": [person.name]} if is_json else f"Met {person.name}."})
            typed.add((sheet.table, column))
    mentions = gather(person.id).mentions
    assert {(mention.sheet.table, mention.column) for mention in mentions} == typed
    told = {mention.column for mention in mentions for _number, words in mention.found if words}
    assert told == {column for _table, column in typed} & SHORT


def test_the_inventory_names_all_parts_that_the_register_tells_of():
    assert {sheet.part for sheet in SHEETS} == set(inventory.Part)
