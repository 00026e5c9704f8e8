"""The performance figures: schools, people reached, trajectories, sessions, hours, trainings and who came to them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from coachtrack.formatting import capital
from coachtrack.funding.rules import STREAM_LABELS
from coachtrack.reports.actions.frame import (
    Heading,
    add_about,
    carried,
    hours,
    paper,
    section,
    table,
    title_of,
)
from coachtrack.reports.queries import gathering
from coachtrack.reports.rules.kinds import Audience, FileKind
from coachtrack.reports.rules.orders import Files, Order
from coachtrack.reports.rules.performance import NOT_TOLD, PART_LABELS, Figures, Part, Performance
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.sheets import Book, CsvFile, Value
from coachtrack.trainings.rules import TARGET_GROUP_LABELS

LABELS: Mapping[Part, Mapping[Any, str]] = {
    Part.TARGET_GROUP: TARGET_GROUP_LABELS,
    Part.DISCIPLINE: DISCIPLINE_LABELS,
    Part.STREAM: STREAM_LABELS,
}
Line = tuple[Part, str, Figures]


def make_performance(order: Order, progress: Callable[[int, int], None]) -> Files:
    """The files of performance figures; facts pass by once, some schools at a time, and only counts stay."""
    cutoff = gathering.Cutoff(order.cutoff, order.head.count)
    schools = [(each.id, each.name) for each in gathering.schools_with_evidence(order.window, cutoff)]
    figures = _figures(order, [school_id for school_id, _name in schools], cutoff, progress)
    lines = _in_order(order, figures, schools)
    notes = _notes(order, cutoff)
    columns = [_("Told apart by"), _("Which"), *_columns()]
    csv = CsvFile([*columns, *(label for label, _value in carried(order))])
    book = Book(title_of(order), created=order.cutoff)
    sheet = book.sheet(_("Performance figures"), columns)
    for part, name, each in lines:
        row = [str(_(PART_LABELS[part])), name, *_row(part, each)]
        csv.add([*row, *(value for _label, value in carried(order))])
        sheet.add(row)
    add_about(book, order, notes)
    return {
        (Audience.PROGRAMME, FileKind.XLSX): book.body(),
        (Audience.PROGRAMME, FileKind.CSV): csv.body(),
        (Audience.PROGRAMME, FileKind.PDF): _paper(order, lines, notes),
    }


def _figures(
    order: Order, school_ids: Sequence[int], cutoff: gathering.Cutoff, progress: Callable[[int, int], None]
) -> Performance:
    figures, done = Performance(), 0
    for ids in gathering.parts_of(school_ids, gathering.AT_ONCE):
        _add(figures, gathering.facts_held(order.window, ids, cutoff))
        done += len(ids)
        progress(done, len(school_ids))
    if order.school is None:
        _add(figures, gathering.facts_held(order.window, None, cutoff))
    figures.complete(gathering.completed_in(order.window, cutoff))
    return figures


def _add(figures: Performance, held: Sequence[Any]) -> None:
    meant = gathering.trainings_meant({each.fact.subject for each in held})
    for each in held:
        figures.add(each.fact, meant.get(each.fact.subject))


def _in_order(order: Order, figures: Performance, schools: Sequence[tuple[int, str]]) -> list[Line]:
    """In all; then each part in the order of its words, what was not told last; schools by name."""
    lines: list[Line] = [(Part.TOTAL, "", figures.total)]
    for part, labels in LABELS.items():
        found = figures.of(part)
        lines += [(part, capital(_(label)), found[code]) for code, label in labels.items() if code in found]
        if NOT_TOLD in found:
            lines.append((part, capital(_("not told")), found[NOT_TOLD]))
    if order.school is None:
        found = figures.of(Part.SCHOOL)
        lines += [(Part.SCHOOL, name, found[str(school_id)]) for school_id, name in schools if str(school_id) in found]
    return lines


def _columns() -> list[str]:
    names = [_("Schools"), _("People reached"), _("of whom in coaching"), _("of whom in training")]
    names += [_("Trajectories with sessions"), _("Trajectories completed"), _("Sessions"), _("Debriefs")]
    names += [_("Hours of coaching"), _("Trainings"), _("Meetings"), _("Attendances"), _("Hours of training")]
    return names


def _row(part: Part, each: Figures) -> list[Value]:
    """The numbers of a part; of a target group only those of trainings."""
    trained: list[Value] = [len(each.trainings), len(each.meetings), each.attendances, hours(each.training_minutes)]
    reached: list[Value] = [len(each.schools), len(each.people)]
    if part is Part.TARGET_GROUP:
        return [*reached, None, len(each.trained), None, None, None, None, None, *trained]
    coached: list[Value] = [len(each.trajectories), len(each.completed), each.sessions, each.debriefs]
    return [*reached, len(each.coached), len(each.trained), *coached, hours(each.coaching_minutes), *trained]


def _notes(order: Order, cutoff: gathering.Cutoff) -> list[str]:
    taking_part = gathering.schools_taking_part(order.window, order.period_id, cutoff)
    notes = [
        _("Schools that take part in the period in this year: %(number)s.", number=taking_part),
        _("In the table stand the schools where something was held."),
        _("A person counts once, in all and in each line, at however many schools. Lines of people do not add up."),
        _("Hours are those of teachers. Target groups are those of trainings."),
    ]
    if order.school is None:
        notes.append(_("What was held at no school in particular, such as courses for coaches, is in the whole only."))
    return notes


def _paper(order: Order, lines: Sequence[Line], notes: Sequence[str]) -> bytes:
    sections = [section(_("In all"), _totals(lines[0][2]))]
    for part in (Part.TARGET_GROUP, Part.DISCIPLINE, Part.STREAM, Part.SCHOOL):
        chosen = [(name, each) for kind, name, each in lines if kind is part]
        if chosen:
            coached = [] if part is Part.TARGET_GROUP else [_coached(str(_(PART_LABELS[part])), chosen)]
            sections.append(section(str(_(PART_LABELS[part])), *coached, _trained(str(_(PART_LABELS[part])), chosen)))
    return paper(order, sections, notes=notes, wide=True)


def _totals(total: Figures) -> dict[str, Any]:
    """The whole, one figure a line."""
    rows: list[list[Value]] = [list(pair) for pair in zip(_columns(), _row(Part.TOTAL, total), strict=True)]
    return table("", [Heading(_("What"), 3), Heading(_("How many"), 1, is_number=True)], rows)


def _headings(label: str, names: Sequence[str]) -> list[Heading]:
    return [Heading(label, 3), *(Heading(name, 2, is_number=True) for name in names)]


def _coached(label: str, chosen: Sequence[tuple[str, Figures]]) -> dict[str, Any]:
    names = [_("Schools"), _("People reached"), _("of whom in coaching"), _("Trajectories with sessions")]
    names += [_("Trajectories completed"), _("Sessions"), _("Debriefs"), _("Hours of coaching")]
    rows: list[list[Value]] = []
    for name, each in chosen:
        reached = [len(each.schools), len(each.people), len(each.coached), len(each.trajectories), len(each.completed)]
        rows.append([name, *reached, each.sessions, each.debriefs, hours(each.coaching_minutes)])
    return table(_("People and coaching"), _headings(label, names), rows)


def _trained(label: str, chosen: Sequence[tuple[str, Figures]]) -> dict[str, Any]:
    names = [_("People in training"), _("Trainings"), _("Meetings"), _("Attendances"), _("Hours of training")]
    rows: list[list[Value]] = []
    for name, each in chosen:
        counts = [len(each.trained), len(each.trainings), len(each.meetings), each.attendances]
        rows.append([name, *counts, hours(each.training_minutes)])
    return table(_("Training"), _headings(label, names), rows)
