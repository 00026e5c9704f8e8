"""What taking over a sheet of before would record; taking it over twice records nothing more."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coachtrack.errors import N_, Refused
from coachtrack.evidence.rules.records import Activity, Fact, Origin
from coachtrack.evidence.rules.taken_over import TakenOverRow
from coachtrack.people.rules.known import KnownPerson
from coachtrack.schools.rules.lookup import KnownSchool, SchoolIndex
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.sheets import Remark
from coachtrack.text import fold

Key = tuple[str, int]
"""What stands once: a subject and a person."""

_COMPARED = ("kind", "discipline", "stream", "prep_minutes", "lesson_minutes", "debrief_minutes", "coach_id")


@dataclass(frozen=True)
class TakenOverPlan:
    """What would become of one row. `fact` is what to record when added, and what to correct it to when changed."""

    row: TakenOverRow
    verdict: Verdict
    fact: Fact | None = None
    differences: tuple[Difference, ...] = ()
    reasons: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


def count_verdicts(plans: Iterable[TakenOverPlan]) -> Counter[Verdict]:
    """How many rows of each verdict."""
    return Counter(plan.verdict for plan in plans)


def plan_taken_over(
    rows: Sequence[TakenOverRow],
    *,
    schools: Sequence[KnownSchool],
    people: Sequence[KnownPerson],
    existing: Mapping[Key, Fact],
    withdrawn: Collection[Key] = (),
    today: date,
) -> tuple[TakenOverPlan, ...]:
    """Compare the rows with what stands: `existing` are the facts taken over before, by subject and person.

    What was `withdrawn` is not recorded again.
    """
    finding = _Finding(schools, people, today)
    facts: dict[int, Fact] = {}
    reasons: dict[int, list[Remark]] = {row.line: list(row.problems) for row in rows}
    for row in rows:
        if not row.problems:
            try:
                facts[row.line] = finding.fact(row)
            except Refused as refusal:
                reasons[row.line].append(Remark.of(refusal.field or "line", refusal))
    firsts = _check_doubles(rows, facts, reasons)
    return tuple(
        TakenOverPlan(row, Verdict.REFUSED, reasons=tuple(reasons[row.line]), remarks=row.remarks)
        if reasons[row.line]
        else _plan(row, facts[row.line], firsts[_key(facts[row.line])], existing, withdrawn)
        for row in rows
    )


def subject_of(activity: Activity, school_id: int, held_on: date, title: str) -> str:
    """What a row is about, the same for everyone who was at one training; another title is another training."""
    told = "\x1f".join((activity, str(school_id), held_on.isoformat(), fold(title)))
    return f"before:{hashlib.sha256(told.encode()).hexdigest()[:40]}"


def _key(fact: Fact) -> Key:
    return fact.subject, fact.person_id


def _plan(
    row: TakenOverRow, fact: Fact, first: int, existing: Mapping[Key, Fact], withdrawn: Collection[Key]
) -> TakenOverPlan:
    if first != row.line:
        same = Remark("line", N_("The same as line %(line)s; it counts once."), {"line": first})
        return TakenOverPlan(row, Verdict.SKIPPED, remarks=(*row.remarks, same))
    known = existing.get(_key(fact))
    if known is None:
        return _plan_new(row, fact, _key(fact) in withdrawn)
    if not row.attended:
        there = Remark("attended", N_("We have her as present. If she was not, withdraw it there with a reason."))
        return TakenOverPlan(row, Verdict.REFUSED, reasons=(there,), remarks=row.remarks)
    differences = tuple(
        Difference(field, getattr(known, field), getattr(fact, field))
        for field in _COMPARED
        if getattr(known, field) != getattr(fact, field)
    )
    if not differences:
        return TakenOverPlan(row, Verdict.UNCHANGED, known, remarks=row.remarks)
    corrected = replace(fact, post_id=known.post_id, coach_minutes=known.coach_minutes)
    return TakenOverPlan(row, Verdict.CHANGED, corrected, differences, remarks=row.remarks)


def _plan_new(row: TakenOverRow, fact: Fact, was_withdrawn: bool) -> TakenOverPlan:
    if not row.attended:
        absent = Remark("attended", N_("She was not there, so there is nothing to record."))
        return TakenOverPlan(row, Verdict.SKIPPED, remarks=(*row.remarks, absent))
    if was_withdrawn:
        gone = Remark("line", N_("This was taken over and withdrawn before; it is not recorded again."))
        return TakenOverPlan(row, Verdict.SKIPPED, remarks=(*row.remarks, gone))
    return TakenOverPlan(row, Verdict.ADDED, fact, remarks=row.remarks)


def _check_doubles(
    rows: Iterable[TakenOverRow], facts: Mapping[int, Fact], reasons: Mapping[int, list[Remark]]
) -> dict[Key, int]:
    """The first line of everything that stands; rows that say different things of it are all refused."""
    found: dict[Key, list[TakenOverRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.line):
        if row.line in facts:
            found[_key(facts[row.line])].append(row)
    for group in found.values():
        if len({(facts[row.line], row.attended) for row in group}) > 1:
            lines = ", ".join(str(row.line) for row in group)
            for row in group:
                reasons[row.line].append(
                    Remark(
                        "line",
                        N_("Lines %(lines)s say different things of one day. Give each its own title, or keep one."),
                        {"lines": lines},
                    )
                )
    return {key: group[0].line for key, group in found.items()}


class _Finding:
    """Finds the person, the school, the post and the coach that a row means."""

    def __init__(self, schools: Sequence[KnownSchool], people: Sequence[KnownPerson], today: date) -> None:
        self.schools = SchoolIndex(schools)
        self.by_email = {person.email.casefold(): person for person in people if person.email}
        self.by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in people:
            self.by_name[person.name.key].append(person)
        self.today = today

    def fact(self, row: TakenOverRow) -> Fact:
        """The fact that the row tells. Raises `Refused`."""
        if row.held_on is None:
            raise Refused(N_("The date is missing."), field="held_on")
        if row.held_on > self.today:
            raise Refused(N_("This lies in the future. Plan it in the agenda instead."), field="held_on")
        school = self.schools.find(row.school) if row.school else None
        person = self._person(row, school)
        school_id = school.id if school else _only_school(person)
        if school_id not in person.school_ids:
            raise Refused(
                N_("%(name)s has no post at this school. Add that post first."), field="school", name=str(person.name)
            )
        post = next((post for post in person.posts if post.school_id == school_id and post.holds_on(row.held_on)), None)
        return Fact(
            subject=subject_of(row.activity, school_id, row.held_on, row.title),
            activity=row.activity,
            person_id=person.id,
            held_on=row.held_on,
            kind=row.kind,
            school_id=school_id,
            post_id=post.id if post else None,
            coach_id=self._coach(row.coach),
            discipline=row.discipline.value if row.discipline else None,
            stream=row.stream.value if row.stream else None,
            prep_minutes=row.prep_minutes,
            lesson_minutes=row.lesson_minutes,
            debrief_minutes=row.debrief_minutes,
            origin=Origin.TAKEN_OVER,
        )

    def _person(self, row: TakenOverRow, school: KnownSchool | None) -> KnownPerson:
        if row.email:
            if row.email in self.by_email:
                return self.by_email[row.email]
            raise Refused(
                N_("We know nobody with the address %(email)s. Import the staff first."), field="email", email=row.email
            )
        named = [
            person for person in self.by_name.get(row.name.key, ()) if school is None or school.id in person.school_ids
        ]
        if len(named) == 1:
            return named[0]
        if named:
            raise Refused(
                N_("There is more than one %(name)s. Fill in the e-mail address."), field="email", name=str(row.name)
            )
        raise Refused(
            N_("We know no %(name)s at this school. Import the staff first."), field="last_name", name=str(row.name)
        )

    def _coach(self, text: str) -> int | None:
        if not text:
            return None
        named = self.by_name.get(fold(text), [])
        found = self.by_email.get(text.casefold()) or (named[0] if len(named) == 1 else None)
        if found is None:
            raise Refused(
                N_("We do not know which coach “%(coach)s” is. Use her e-mail address."), field="coach", coach=text
            )
        return found.id


def _only_school(person: KnownPerson) -> int:
    if len(person.school_ids) == 1:
        return next(iter(person.school_ids))
    raise Refused(N_("The school is missing."), field="school")
