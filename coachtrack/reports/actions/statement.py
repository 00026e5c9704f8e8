"""The coverage statement: of how many it is asked, how many are reached, and who is left out for which reason."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from flask_babel import gettext as _

from coachtrack.coverage.queries import Reference, requirement_in_force
from coachtrack.coverage.rules.requirement import (
    COUNTED_STATUSES,
    EXEMPTION_LABELS,
    NOT_COUNTING_LABELS,
    ExemptionReason,
    NotCounting,
    RequirementStatus,
)
from coachtrack.coverage.views.words import said
from coachtrack.formatting import capital, status_word
from coachtrack.funding.queries import get_period
from coachtrack.reports.actions.frame import Heading, add_about, carried, paper, section, table, title_of
from coachtrack.reports.queries.standings import schools_asked, standings_of
from coachtrack.reports.rules.kinds import Audience, FileKind
from coachtrack.reports.rules.orders import Files, Order
from coachtrack.reports.rules.statement import Standing, Statement, together
from coachtrack.sheets import Book, CsvFile, Value

TENTH = Decimal("0.1")
Line = tuple[str, str, Statement]


def make_statement(order: Order, progress: Callable[[int, int], None]) -> Files:
    """The files of a coverage statement: schools by name, read some at a time; people count once in all."""
    lines, total = _statements(order, progress)
    if order.school is None:
        lines.append(("", str(_("All schools, each person once")), total))
    csv = CsvFile([*_columns(), *(label for label, _value in carried(order))])
    book = Book(title_of(order), created=order.cutoff)
    sheet = book.sheet(_("Coverage statement"), _columns())
    for line in lines:
        csv.add([*_row(line), *(value for _label, value in carried(order))])
        sheet.add(_row(line))
    add_about(book, order, _notes(order))
    return {
        (Audience.PROGRAMME, FileKind.XLSX): book.body(),
        (Audience.PROGRAMME, FileKind.CSV): csv.body(),
        (Audience.PROGRAMME, FileKind.PDF): _paper(order, lines, total),
    }


def _statements(order: Order, progress: Callable[[int, int], None]) -> tuple[list[Line], Statement]:
    reference = Reference(get_period(order.period_id), order.on, known_at=order.cutoff, links=order.head.count)
    school_ids = schools_asked(reference, order.school.id if order.school else None)
    lines: list[Line] = []
    of_person: dict[int, set[Standing]] = defaultdict(set)
    for part in standings_of(reference, school_ids):
        for each in part:
            statement = Statement()
            statement.add(each.standings.values())
            lines.append((each.school.code or "", each.school.name, statement))
            for person_id, standing in each.standings.items():
                of_person[person_id].add(standing)
        progress(len(lines), len(school_ids))
    total = Statement()
    total.add(together(standings) for standings in of_person.values())
    return lines, total


def _columns() -> list[str]:
    names = [_("School code"), _("School"), _("People"), _("Of how many it is asked")]
    names += [status_word(status) for status in COUNTED_STATUSES] + [_("Reached (%)")]
    names += [status_word(RequirementStatus.EXEMPT)]
    names += [_("Exempt: %(reason)s", reason=_(EXEMPTION_LABELS[reason])) for reason in ExemptionReason]
    names += [status_word(RequirementStatus.NOT_IN_SCOPE)]
    return names + [_("Does not count: %(reason)s", reason=_(NOT_COUNTING_LABELS[reason])) for reason in NotCounting]


def _row(line: Line) -> list[Value]:
    code, school, each = line
    row: list[Value] = [code, school, each.people, each.asked]
    row += [each.statuses[status] for status in COUNTED_STATUSES]
    row += [
        _percent(each),
        each.statuses[RequirementStatus.EXEMPT],
        *(each.exempt[reason] for reason in ExemptionReason),
    ]
    row += [each.statuses[RequirementStatus.NOT_IN_SCOPE], *(each.left_out[reason] for reason in NotCounting)]
    return row


def _percent(each: Statement) -> Decimal | None:
    if not each.asked:
        return None
    return (100 * Decimal(each.met) / each.asked).quantize(TENTH, ROUND_HALF_UP)


def _notes(order: Order) -> list[str]:
    requirement = requirement_in_force(Reference(get_period(order.period_id), order.on, known_at=order.cutoff))
    asked = [_("Reached is who meets the requirement: %(words)s", words=said(requirement))] if requirement else []
    return [
        *asked,
        _("Schools stand in the order of their names. A person counts once at each school, and once in all."),
        _("Everyone who is left out is counted with the reason. No name stands in this statement."),
    ]


def _paper(order: Order, lines: Sequence[Line], total: Statement) -> bytes:
    words = _("Of %(asked)s people of whom it is asked, %(met)s are reached.") % {
        "asked": total.asked,
        "met": total.met,
    }
    if total.asked:
        words += " " + _("That is %(share)s%%.", share=str(_percent(total)).replace(".", ","))
    counted = [_("Of how many it is asked"), *(status_word(status) for status in COUNTED_STATUSES), _("Reached (%)")]
    counted += [status_word(RequirementStatus.EXEMPT), status_word(RequirementStatus.NOT_IN_SCOPE)]
    headings = [Heading(_("School"), 3), *(Heading(name, 1, is_number=True) for name in counted)]
    rows: list[list[Value]] = []
    for _code, school, each in lines:
        numbers: list[Value] = [each.asked, *(each.statuses[status] for status in COUNTED_STATUSES), _percent(each)]
        left_out = [each.statuses[RequirementStatus.EXEMPT], each.statuses[RequirementStatus.NOT_IN_SCOPE]]
        rows.append([school, *numbers, *left_out])
    sections = [
        section(
            _("Where people stand"),
            table(_("People in front of the class"), headings, rows, total=order.school is None),
            notes=[words],
        ),
        section(_("Who is left out, and why"), _left_out(total)),
    ]
    return paper(order, sections, notes=_notes(order), wide=True)


def _left_out(total: Statement) -> dict[str, object]:
    rows: list[list[Value]] = [
        [status_word(RequirementStatus.EXEMPT), capital(_(EXEMPTION_LABELS[reason])), total.exempt[reason]]
        for reason in ExemptionReason
    ]
    rows += [
        [status_word(RequirementStatus.NOT_IN_SCOPE), capital(_(NOT_COUNTING_LABELS[reason])), total.left_out[reason]]
        for reason in NotCounting
    ]
    headings = [Heading(_("Left out as"), 2), Heading(_("Reason"), 4), Heading(_("People"), 1, is_number=True)]
    return table(_("By reason, in all"), headings, rows)
