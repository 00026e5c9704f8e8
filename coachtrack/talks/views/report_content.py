"""What the report and the planning form say: sections of blocks, in Dutch, for the page as well as for the document.

A block is `heading`, `answer`, `items`, `table` or `note`: words only, so that it can be kept as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from coachtrack import formatting
from coachtrack.agenda.rules.appointments import KIND_LABELS, PLACE_LABELS, PlaceKind
from coachtrack.agreements.rules.promises import CarriedOut
from coachtrack.clock import day_of
from coachtrack.formatting import capital
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.talks.models import Talk, TalkResult
from coachtrack.talks.queries.planning import Agreed, DraftedTrajectory, PlannedDate
from coachtrack.talks.queries.preparation import held_on
from coachtrack.talks.queries.reports import Told
from coachtrack.talks.rules import answers
from coachtrack.talks.rules.guides import Part, Question, Step
from coachtrack.talks.rules.talks import PARTICIPANT_LABELS, TALK_LABELS, TalkKind, TalkStatus

LANGUAGE = "nl"
"""A document has one language, and schools read Dutch."""
ALWAYS_A_YEAR = date.min

Block = Mapping[str, Any]
Content = dict[str, Any]


def report_content(told: Told, *, status: str | None = None) -> Content:
    """The report of a talk: its frame, what was said in the order of the guide, what was agreed, and the dates.

    `status` is how far it is going to be, where that is not how far it is.
    """
    with force_locale(LANGUAGE):
        talk = told.talk
        kind = str(_(TALK_LABELS[talk.kind]))
        day = formatting.day_long(held_on(talk))
        year = formatting.school_year(talk.first_year)
        sections = [_step(told, step) for step in told.steps if step.parts]
        if told.agreed or talk.kind is TalkKind.AMBITION:
            sections += [_agreements(told.agreed, year), _dates(told.dates)]
        return {
            **_paper(),
            "name": _("report %(kind)s %(school)s %(day)s", kind=kind, school=talk.school.name, day=held_on(talk)),
            "title": _("Report of the %(kind)s with %(school)s, %(day)s", kind=kind, school=talk.school.name, day=day),
            "kicker": _("Report of the %(kind)s", kind=kind),
            "heading": talk.school.name,
            "subtitle": _("School year %(year)s, talk of %(day)s", year=year, day=day),
            "foot": _("%(school)s · report of the %(kind)s of %(day)s", school=talk.school.name, kind=kind, day=day),
            "facts": _facts(told),
            "status": status_words(talk) if status is None else status,
            "sections": sections,
        }


def planning_content(told: Told, *, on: date) -> Content:
    """The planning form: all dates that stand, and what is still to be planned, as it is on a day."""
    with force_locale(LANGUAGE):
        talk = told.talk
        year, day = formatting.school_year(talk.first_year), formatting.day_long(on)
        return {
            **_paper(),
            "name": _("planning form %(school)s %(day)s", school=talk.school.name, day=on),
            "title": _("Planning form of %(school)s, %(year)s", school=talk.school.name, year=year),
            "kicker": _("Planning form"),
            "heading": talk.school.name,
            "subtitle": _("School year %(year)s, as planned on %(day)s", year=year, day=day),
            "foot": _("%(school)s · planning form %(year)s · %(day)s", school=talk.school.name, year=year, day=day),
            "facts": _lines(
                (_("School"), _school(talk)),
                (_("Talk"), _("%(kind)s on %(day)s", kind=_kind(talk), day=formatting.day_long(held_on(talk)))),
                (_("School advisor"), talk.advisor.name),
            ),
            "status": "",
            "sections": [_dates(told.dates), _to_plan(told.agreed), _agreements(told.agreed, year)],
        }


def status_words(talk: Talk) -> str:
    """How far the report is, in Dutch."""
    if talk.confirmed_by is not None and talk.confirmed_at is not None:
        return confirmed_words(talk.confirmed_by.name, talk.confirmed_at)
    with force_locale(LANGUAGE):
        if talk.status is TalkStatus.OPEN:
            return str(_("Being written, not confirmed yet"))
        return str(_("Presented to the school on %(day)s, not confirmed yet", day=_full_day(talk.reported_at)))


def confirmed_words(name: str, at: datetime) -> str:
    """Who confirmed the report, and when, in Dutch."""
    with force_locale(LANGUAGE):
        return str(_("Confirmed by %(name)s on %(day)s", name=name, day=_full_day(at)))


def _paper() -> Content:
    """What every document of the product has."""
    return {
        "language": LANGUAGE,
        "sender": "CoachTrack",
        "words": {
            "page": _("Page %(number)s of %(total)s", number="{number}", total="{total}"),
            "replaced": _(
                "Not every sign can be shown on paper: [emoji] and ? stand for what the page of this report shows."
            ),
        },
    }


def _facts(told: Told) -> list[dict[str, str]]:
    talk = told.talk
    return _lines(
        (_("School"), _school(talk)),
        (_("Date of the talk"), _when(talk)),
        (_("School year"), formatting.school_year(talk.first_year)),
        (_("At the table"), "\n".join(f"{seat.name} ({_(PARTICIPANT_LABELS[seat.role])})" for seat in told.seats)),
        (_("School advisor"), talk.advisor.name),
        (_("Period"), talk.period.name if talk.period is not None else ""),
        (_("Coached before"), _coached(talk)),
        (_("Remarks"), talk.remarks),
    )


def _lines(*pairs: tuple[object, object]) -> list[dict[str, str]]:
    return [{"label": str(label), "value": str(value)} for label, value in pairs if value]


def _school(talk: Talk) -> str:
    return ", ".join(filter(None, (talk.school.name, talk.school.place)))


def _kind(talk: Talk) -> str:
    return capital(_(TALK_LABELS[talk.kind]))


def _when(talk: Talk) -> str:
    if talk.appointment is None:
        return formatting.day_long(held_on(talk))
    starts_at, ends_at = talk.appointment.starts_at, talk.appointment.ends_at
    return f"{formatting.day_long(starts_at)}, {formatting.time_range(starts_at, ends_at)}"


def _coached(talk: Talk) -> str:
    if talk.was_coached is None:
        return talk.coached_how
    said = str(_("yes") if talk.was_coached else _("no"))
    return f"{said}: {talk.coached_how}" if talk.coached_how else said


def _step(told: Told, step: Step) -> Content:
    said = any(question.key in told.answers for question in step.questions)
    blocks: list[Block] = []
    if said or any(part.key in told.results for part in step.parts):
        for part in step.parts:
            blocks += _part(told, part)
    return {"title": step.title, "blocks": blocks or [_nothing(_("Nothing was written down about this."))]}


def _part(told: Told, part: Part) -> list[Block]:
    """What was answered in the order of the guide, the results, and in one line what nobody said anything of."""
    blocks: list[Block] = [{"kind": "heading", "text": part.title}]
    for question in part.questions:
        if question.key in told.answers:
            blocks += _answer(question, told.answers[question.key])
    if part.key in told.results:
        blocks.append(_results(told.results[part.key]))
    unsaid = [question.label for question in part.questions if question.key not in told.answers]
    if unsaid:
        note = {"kind": "note", "label": str(_("Not discussed:")), "text": " · ".join(unsaid)}
        blocks.append(note if len(blocks) > 1 else _nothing(_("Nothing was written down about this.")))
    return blocks


def _answer(question: Question, value: answers.Value) -> Iterable[Block]:
    said = answers.told(question, value)
    if said.marks:
        yield _table(
            question.label, [(_("Part"), 3), (_("How it is"), 2)], [[row, _(mark)] for row, mark in said.marks]
        )
        if said.words:
            yield {"kind": "answer", "label": "", "text": said.words}
    elif said.lines:
        yield {"kind": "items", "label": question.label, "items": list(said.lines)}
    else:
        chosen = capital(", ".join(str(_(label)) for label in said.chosen))
        yield {"kind": "answer", "label": question.label, "text": "\n".join(filter(None, (chosen, said.words)))}


def _results(results: Sequence[TalkResult]) -> Block:
    rows = [[str(number), result.what, result.how] for number, result in enumerate(results, 1)]
    return _table(_("Results, in order"), [("#", 0), (_("What"), 3), (_("How"), 4)], rows)


def _agreements(agreed: Sequence[Agreed], year: str) -> Content:
    columns = [(_("What"), 4), (_("For which goal"), 4), (_("How much"), 3), (_("Who"), 3), (_("Ready by"), 3)]
    rows = [
        [
            _what(each),
            _listed(each.goals),
            _("%(number)s × %(length)s", number=each.amount, length=formatting.duration(each.minutes_each)),
            each.responsible,
            _full_day(each.due_on) if each.due_on else "",
        ]
        for each in agreed
    ]
    block = _table("", columns, rows) if rows else _nothing(_("Nothing was agreed yet."))
    return {"title": _("Agreements for %(year)s", year=year), "blocks": [block]}


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines) if len(lines) > 1 else "".join(lines)


def _what(agreed: Agreed) -> str:
    words = capital(", ".join(filter(None, (agreed.instrument, _discipline(agreed.discipline)))))
    return f"{words} ({_('ended')})" if agreed.is_ended else words


def _dates(dates: Sequence[PlannedDate]) -> Content:
    columns = [(_("Day"), 3), (_("Time"), 3), (_("What"), 5), (_("With"), 4), (_("Where"), 3)]
    rows = [
        [
            _full_day(each.starts_at),
            formatting.time_range(each.starts_at, each.ends_at),
            _what_happens(each),
            _with_whom(each),
            _place(each),
        ]
        for each in dates
    ]
    block = _table("", columns, rows) if rows else _nothing(_("No dates are planned yet."))
    return {"title": _("Dates"), "blocks": [block]}


def _what_happens(planned: PlannedDate) -> str:
    kind = capital(_(KIND_LABELS[planned.kind]))
    about = ", ".join(filter(None, (kind, _discipline(planned.discipline))))
    return "\n".join(filter(None, (about, planned.title)))


def _with_whom(planned: PlannedDate) -> str:
    count = planned.attendees
    several = str(ngettext("%(num)s participant", "%(num)s participants", count)) if count else ""
    return "\n".join(filter(None, (", ".join((*planned.led_by, *planned.people)), several)))


def _place(planned: PlannedDate) -> str:
    if planned.place_kind is PlaceKind.SCHOOL:
        return planned.place or capital(_(PLACE_LABELS[planned.place_kind]))
    return ", ".join(filter(None, (capital(_(PLACE_LABELS[planned.place_kind])), planned.place)))


def _to_plan(agreed: Sequence[Agreed]) -> Content:
    """What was agreed and has no date yet."""
    rows = [
        [_what(each), still, _who_waits(each.undated)]
        for each in agreed
        if (still := _still(each)) or (each.undated and not each.is_ended)
    ]
    columns = [(_("What"), 4), (_("Without a date"), 3), (_("Who"), 5)]
    block = _table("", columns, rows) if rows else _nothing(_("Everything that was agreed is planned."))
    return {"title": _("Still to be planned"), "blocks": [block]}


def _still(agreed: Agreed) -> str:
    if not agreed.without_date:
        return ""
    if agreed.carried_out is CarriedOut.COACHING:
        return str(ngettext("%(num)s trajectory", "%(num)s trajectories", agreed.without_date))
    return str(_("%(number)s of %(amount)s", number=agreed.without_date, amount=agreed.amount))


def _who_waits(undated: Iterable[DraftedTrajectory]) -> str:
    return "\n".join(f"{each.teacher} – {each.coach}" for each in undated)


def _table(caption: object, columns: Sequence[tuple[object, int]], rows: Sequence[Sequence[object]]) -> Block:
    """A table; without a caption it is what its section is named after.

    `columns` are their label and share of the width; a share of 0 is a column of numbers, as wide as they are.
    """
    return {
        "kind": "table",
        "caption": str(caption),
        "columns": [{"label": str(label), "width": width, "number": not width} for label, width in columns],
        "rows": [[str(cell) for cell in row] for row in rows],
    }


def _nothing(text: object) -> Block:
    return {"kind": "note", "label": "", "text": str(text)}


def _discipline(discipline: Discipline | None) -> str:
    return str(_(DISCIPLINE_LABELS[discipline])) if discipline is not None else ""


def _full_day(at: date | datetime | None) -> str:
    """A day in short with its year, whatever year it is read in."""
    if at is None:
        return ""
    return formatting.day(day_of(at) if isinstance(at, datetime) else at, ALWAYS_A_YEAR)
