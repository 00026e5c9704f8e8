"""The hour registration: each person's hours as they were held, at which rate and under which cost, and the sums."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.evidence.rules.records import ACTIVITY_LABELS
from coachtrack.funding.rules import STREAM_LABELS
from coachtrack.people.rules.posts import FUNCTION_LABELS, PostFunction
from coachtrack.reports.actions.frame import (
    Heading,
    add_about,
    carried,
    euros,
    hours,
    paper,
    section,
    table,
    title_of,
)
from coachtrack.reports.queries import gathering
from coachtrack.reports.rules.hours import HourLine, HourSum, Pricing, takes_hours
from coachtrack.reports.rules.kinds import COST_LABELS, Audience, CostKind, FileKind
from coachtrack.reports.rules.orders import Files, Order
from coachtrack.schools.models import School
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.sheets import Book, CsvFile, Value

WORDS: dict[str, str] = {
    str(code): label
    for labels in (ACTIVITY_LABELS, KIND_LABELS, DISCIPLINE_LABELS, STREAM_LABELS)
    for code, label in labels.items()
}


@dataclass(frozen=True)
class Told:
    """A line with the names that it needs."""

    line: HourLine
    school: str
    code: str
    person: str
    functions: tuple[PostFunction, ...]

    @property
    def function(self) -> str:
        """What she does there, in words; empty where the evidence names no post."""
        return ", ".join(str(_(FUNCTION_LABELS[function])) for function in self.functions)


@dataclass
class Sums:
    """What the lines add up to, from each side that is told."""

    total: HourSum = field(default_factory=HourSum)
    costs: dict[CostKind, HourSum] = field(default_factory=lambda: defaultdict(HourSum))
    kinds: dict[str, HourSum] = field(default_factory=lambda: defaultdict(HourSum))
    schools: dict[tuple[str, str], HourSum] = field(default_factory=lambda: defaultdict(HourSum))
    people: dict[tuple[int, str], HourSum] = field(default_factory=lambda: defaultdict(HourSum))
    functions: dict[int, set[PostFunction]] = field(default_factory=lambda: defaultdict(set))

    def add(self, told: Told, *, by_person: bool) -> None:
        """Count a line in."""
        line = told.line
        into = [self.total, self.costs[line.cost], self.kinds[line.fact.kind], self.schools[told.code, told.school]]
        if by_person:
            into.append(self.people[line.fact.person_id, told.person])
            self.functions[line.fact.person_id] |= set(told.functions)
        for each in into:
            each.add(line)


def make_hours(order: Order, progress: Callable[[int, int], None]) -> Files:
    """The files of an hour registration; the lines pass by once, some schools at a time."""
    csv = CsvFile([*_line_columns(), *(label for label, _value in carried(order))])
    book = Book(title_of(order), created=order.cutoff, is_long=order.school is None)
    sheet, sums = book.sheet(_("Hours"), _line_columns()), Sums()
    on_paper: list[Told] = []
    for told in _lines(order, progress):
        row = _line_row(told)
        csv.add([*row, *(value for _label, value in carried(order))])
        sheet.add(row)
        sums.add(told, by_person=order.school is not None)
        if order.school is not None:
            on_paper.append(told)
    _add_sums(book, sums)
    add_about(book, order, _notes(sums))
    files: Files = {
        (Audience.PROGRAMME, FileKind.XLSX): book.body(),
        (Audience.PROGRAMME, FileKind.CSV): csv.body(),
        (Audience.PROGRAMME, FileKind.PDF): _paper(order, sums, on_paper),
    }
    return files | _for_school(order, sums) if Audience.SCHOOL in order.audiences else files


# --- the lines --------------------------------------------------------------------------------------------------


def _lines(order: Order, progress: Callable[[int, int], None]) -> Iterator[Told]:
    """School by school in the order of their names, then by person, day and number."""
    cutoff = gathering.Cutoff(order.cutoff, order.head.count)
    price = gathering.pricing(cutoff)
    schools = [(each.id, each.code or "", each.name) for each in _schools(order, cutoff)]
    for done, ids in enumerate(gathering.parts_of([each[0] for each in schools], gathering.AT_ONCE)):
        by_school = _by_school(order, ids, cutoff, price)
        for school_id, code, name in schools[done * gathering.AT_ONCE :][: len(ids)]:
            for line, person, functions in by_school[school_id]:
                yield Told(line, name, code, person, functions)
        progress(min((done + 1) * gathering.AT_ONCE, len(schools)), len(schools))


def _schools(order: Order, cutoff: gathering.Cutoff) -> list[School]:
    return list(gathering.schools_with_evidence(order.window, cutoff))


def _by_school(
    order: Order, ids: list[int], cutoff: gathering.Cutoff, price: Pricing
) -> dict[int, list[tuple[HourLine, str, tuple[PostFunction, ...]]]]:
    held = [each for each in gathering.facts_held(order.window, ids, cutoff) if takes_hours(each.fact)]
    people = gathering.people_named({each.fact.person_id for each in held})
    functions = gathering.functions_of({each.fact.post_id for each in held if each.fact.post_id is not None})
    lines = [price.line(each.number, each.fact) for each in held]
    lines.sort(key=lambda line: (people[line.fact.person_id][0], line.fact.person_id, line.fact.held_on, line.number))
    by_school: dict[int, list[tuple[HourLine, str, tuple[PostFunction, ...]]]] = defaultdict(list)
    for line in lines:
        function = functions.get(line.fact.post_id or 0)
        told = (line, people[line.fact.person_id][1], (function,) if function else ())
        by_school[line.fact.school_id or 0].append(told)
    return by_school


# --- as rows ----------------------------------------------------------------------------------------------------


def _word(code: str | None) -> str:
    return str(_(WORDS[code])) if code in WORDS else ""


def _line_columns() -> list[str]:
    names = [_("School code"), _("School"), _("Name"), _("Function"), _("Date"), _("Activity"), _("Kind")]
    names += [
        _("Discipline"),
        _("Part of the programme"),
        _("Minutes of preparation"),
        _("Minutes of lesson or meeting"),
    ]
    names += [_("Minutes of debrief"), _("Minutes together"), _("Hours"), _("Hourly rate (€)"), _("Amount (€)")]
    return [*names, _("Kind of cost"), _("Number of the evidence")]


def _line_row(told: Told) -> list[Value]:
    line, fact = told.line, told.line.fact
    what: list[Value] = [told.code, told.school, told.person, told.function, fact.held_on, _word(fact.activity)]
    what += [_word(fact.kind), _word(fact.discipline), _word(fact.stream)]
    time: list[Value] = [
        fact.prep_minutes,
        fact.lesson_minutes,
        fact.debrief_minutes,
        fact.minutes,
        hours(fact.minutes),
    ]
    money: list[Value] = [euros(line.cents_an_hour), euros(line.cents), str(_(COST_LABELS[line.cost]))]
    return [*what, *time, *money, line.number]


def _sum_columns() -> list[str]:
    names = [_("Times"), _("Minutes of preparation"), _("Minutes of lesson or meeting"), _("Minutes of debrief")]
    return [*names, _("Hours"), _("Amount (€)")]


def _sum_row(each: HourSum) -> list[Value]:
    amount = euros(each.cents) if each.unpriced < each.minutes or not each.minutes else None
    return [each.lines, each.prep, each.lesson, each.debrief, hours(each.minutes), amount]


def _sum_rows(sums: Sums) -> list[list[Value]]:
    """By kind of cost, and in all."""
    rows: list[list[Value]] = [
        [str(_(COST_LABELS[cost])).capitalize(), *_sum_row(sums.costs[cost])] for cost in CostKind if cost in sums.costs
    ]
    return [*rows, [_("In all"), *_sum_row(sums.total)]]


def _kind_rows(sums: Sums) -> list[list[Value]]:
    named = sorted((_word(kind) or kind, each) for kind, each in sums.kinds.items())
    return [[name, *_sum_row(each)] for name, each in named]


def _person_rows(sums: Sums) -> list[list[Value]]:
    """In the order in which the lines came: by name."""
    rows: list[list[Value]] = []
    for (person_id, name), each in sums.people.items():
        held = sorted(str(_(FUNCTION_LABELS[function])) for function in sums.functions[person_id])
        rows.append([name, ", ".join(held), *_sum_row(each)])
    return rows


def _add_sums(book: Book, sums: Sums) -> None:
    sheet = book.sheet(_("Sums"), [_("Kind of cost"), *_sum_columns()])
    for row in _sum_rows(sums):
        sheet.add(row)
    sheet = book.sheet(_("Sums by kind"), [_("Kind"), *_sum_columns()])
    for row in _kind_rows(sums):
        sheet.add(row)
    if not sums.people:
        sheet = book.sheet(_("Sums by school"), [_("School code"), _("School"), *_sum_columns()])
        for (code, school), each in sums.schools.items():
            sheet.add([code, school, *_sum_row(each)])


def _notes(sums: Sums) -> list[str]:
    """What a reader has to know to read it right."""
    notes = [_("Minutes are those of teachers. The time of a debrief is told with its session.")]
    notes.append(_("An amount is rounded per line, to whole cents; sums are sums of those."))
    if sums.total.unpriced:
        left = str(hours(sums.total.unpriced)).replace(".", ",")
        notes.append(
            _("For %(hours)s hours no rate holds: they have no amount, and are in no sum of amounts.", hours=left)
        )
    return notes


# --- on paper, and what the school sees -------------------------------------------------------------------------


def _sum_headings(*labels: str) -> list[Heading]:
    names = [Heading(label, width=2) for label in labels]
    short = [_("Times"), _("Preparation"), _("Lesson"), _("Debrief"), _("Hours"), _("Amount (€)")]
    return [*names, *(Heading(name, is_number=True) for name in short)]


def _together(sums: Sums) -> dict[str, Any]:
    return section(
        _("Together"),
        table(_("By kind of cost"), _sum_headings(_("Kind of cost")), _sum_rows(sums), total=True),
        table(_("By what it was"), _sum_headings(_("Kind")), _kind_rows(sums)),
        notes=[_("Preparation, lesson and debrief are in minutes.")],
    )


def _paper(order: Order, sums: Sums, lines: list[Told]) -> bytes:
    if order.school is None:
        rows = [[code, school, *_sum_row(each)] for (code, school), each in sums.schools.items()]
        schools = table(_("Hours of each school"), _sum_headings(_("School code"), _("School")), rows)
        note = _("The lines of each person are in the sheets of this report.")
        return paper(
            order, [_together(sums), section(_("By school"), schools, notes=[note])], notes=_notes(sums), wide=True
        )
    headings = [Heading(_("Date")), Heading(_("Name"), 3), Heading(_("Function"), 2), Heading(_("Kind"), 2)]
    headings += [Heading(_("Discipline"), 2)]
    short = [_("Preparation"), _("Lesson"), _("Debrief"), _("Hours"), _("Amount (€)")]
    headings += [*(Heading(name, is_number=True) for name in short), Heading(_("Cost"))]
    rows = [_paper_row(told) for told in lines]
    listed = section(_("Line by line"), table(_("Hours of each person"), headings, rows))
    return paper(order, [_together(sums), listed], notes=_notes(sums), wide=True)


def _paper_row(told: Told) -> list[Value]:
    fact, line = told.line.fact, told.line
    what: list[Value] = [fact.held_on, told.person, told.function, _word(fact.kind), _word(fact.discipline)]
    time: list[Value] = [fact.prep_minutes, fact.lesson_minutes, fact.debrief_minutes, hours(fact.minutes)]
    return [*what, *time, euros(line.cents), str(_(COST_LABELS[line.cost]))]


def _for_school(order: Order, sums: Sums) -> Files:
    """The hours of each person added up: a school sees no minutes of one session."""
    columns, rows = [_("Name"), _("Function"), *_sum_columns()], _person_rows(sums)
    csv = CsvFile([*columns, *(label for label, _value in carried(order))])
    book = Book(title_of(order), created=order.cutoff)
    sheet = book.sheet(_("Hours"), columns)
    for row in rows:
        csv.add([*row, *(value for _label, value in carried(order))])
        sheet.add(row)
    notes = [_("This is for the school: hours of each person added up over the year."), *_notes(sums)]
    _add_sums(book, sums)
    add_about(book, order, notes)
    people = section(_("By person"), table(_("Hours of each person"), _sum_headings(_("Name"), _("Function")), rows))
    return {
        (Audience.SCHOOL, FileKind.XLSX): book.body(),
        (Audience.SCHOOL, FileKind.CSV): csv.body(),
        (Audience.SCHOOL, FileKind.PDF): paper(order, [_together(sums), people], notes=notes, wide=True),
    }
