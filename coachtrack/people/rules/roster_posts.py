"""What a staff file says of someone's posts in one function at one school, beside what we have of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from coachtrack.errors import N_, Refused
from coachtrack.people.rules.groups import in_order
from coachtrack.people.rules.known import KnownPost
from coachtrack.people.rules.periods import overlaps
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS, PostFunction, WorkingDays
from coachtrack.people.rules.roster import RosterRow
from coachtrack.schools.rules.verdicts import Difference, Verdict
from coachtrack.sheets import Remark, as_text

_LONG_AGO, _NEVER = date.min, date.max


@dataclass(frozen=True)
class GivenPost:
    """A post as the file gives it, perhaps in several rows; None where the file does not say."""

    function: PostFunction
    groups: tuple[str, ...] | None
    working_days: WorkingDays | None
    starts_on: date | None
    ends_on: date | None
    tells_end: bool
    lines: tuple[int, ...]

    def overlaps(self, starts_on: date | None, ends_on: date | None) -> bool:
        """Does it share a day with this period? Without a first day it has been there always."""
        return overlaps(self.starts_on or _LONG_AGO, self.ends_on, starts_on or _LONG_AGO, ends_on)


@dataclass(frozen=True)
class PostPlan:
    """What importing would do with one post: `post_id` is the one that changes, none when it is added."""

    verdict: Verdict
    school_id: int
    function: PostFunction
    groups: tuple[str, ...]
    working_days: WorkingDays
    starts_on: date
    ends_on: date | None
    post_id: int | None
    differences: tuple[Difference, ...]
    lines: tuple[int, ...]
    remarks: tuple[Remark, ...] = ()


class Contradiction(Refused):
    """Rows about one post cannot all be true; `lines` are those that are in each other's way."""

    def __init__(self, among: Iterable[int], message: str, /, **values: object) -> None:
        super().__init__(message, field=None, **values)
        self.lines = frozenset(among)


def given_posts(rows: Iterable[RosterRow], function: PostFunction) -> list[GivenPost]:
    """The posts in one function that these rows (of one person at one school) give, rows about one period together.

    Raises `Contradiction` when periods overlap and are not the same.
    """
    periods: dict[tuple[date | None, date | None], GivenPost] = {}
    for row in rows:
        given = _given(row, function)
        period = (given.starts_on, given.ends_on)
        periods[period] = _together(periods[period], given) if period in periods else given
    posts = sorted(periods.values(), key=lambda given: (given.starts_on or _LONG_AGO, given.ends_on or _NEVER))
    for one, other in combinations(posts, 2):
        if one.overlaps(other.starts_on, other.ends_on):
            raise Contradiction(
                {*one.lines, *other.lines},
                N_("Lines %(lines)s give different periods for the same function at the same school."),
                lines=_listed({*one.lines, *other.lines}),
            )
    return posts


def plan_posts(
    given: Sequence[GivenPost], known: Sequence[KnownPost], *, school_id: int, today: date, when_unsaid: date
) -> list[PostPlan]:
    """What would become of the posts in one function at one school. Raises `Contradiction`.

    `when_unsaid` is the first day of a new post of which the file tells none.
    """
    matched = _match(given, known, today)
    plans = [_plan(post, match, school_id, when_unsaid) for post, match in matched]
    taken = {match.id for _, match in matched if match}
    _check_overlap(plans, [post for post in known if post.id not in taken])
    return plans


def _given(row: RosterRow, function: PostFunction) -> GivenPost:
    in_front = any(other in IN_FRONT_OF_THE_CLASS for other in row.functions)
    has_groups = function in IN_FRONT_OF_THE_CLASS or not in_front
    return GivenPost(
        function=function,
        groups=None if "groups" not in row.columns else row.groups if has_groups else (),
        working_days=row.working_days if "working_days" in row.columns else None,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        tells_end="ends_on" in row.columns,
        lines=(row.line,),
    )


def _together(one: GivenPost, other: GivenPost) -> GivenPost:
    """Someone with two groups often stands in a list twice."""
    groups, days = one.groups, one.working_days
    if groups is not None or other.groups is not None:
        groups = in_order((*(groups or ()), *(other.groups or ())))
    if days is not None and other.working_days is not None:
        days |= other.working_days
    return replace(one, groups=groups, working_days=days, lines=(*one.lines, *other.lines))


def _match(
    given: Sequence[GivenPost], known: Sequence[KnownPost], today: date
) -> list[tuple[GivenPost, KnownPost | None]]:
    """Which post of ours each given one is: by the same first day, else by a shared period, else the present one."""
    left = {post.id: post for post in sorted(known, key=lambda post: post.starts_on)}
    found: dict[int, KnownPost] = {}

    def take(number: int, post: KnownPost | None) -> None:
        if post is not None:
            found[number] = left.pop(post.id)

    for number, post in enumerate(given):
        take(number, next((other for other in left.values() if other.starts_on == post.starts_on), None))
    for number, post in enumerate(given):
        if number not in found and post.starts_on:
            take(number, _by_period(post, left.values()))
    for number, post in enumerate(given):
        if number not in found and not post.starts_on:
            take(number, _present(post, left.values(), today))
    return [(post, found.get(number)) for number, post in enumerate(given)]


def _by_period(given: GivenPost, known: Iterable[KnownPost]) -> KnownPost | None:
    sharing = [post for post in known if given.overlaps(post.starts_on, post.ends_on)]
    if len(sharing) > 1:
        raise Contradiction(
            given.lines, N_("This period spans several periods that we have of this function. Change those by form.")
        )
    return sharing[0] if sharing else None


def _present(given: GivenPost, known: Iterable[KnownPost], today: date) -> KnownPost | None:
    """Without a first day: the post that ends on that day, or else the one that holds now or will."""
    posts = list(known)
    ending = [post for post in posts if given.ends_on and post.ends_on == given.ends_on]
    open_now = [
        post for post in posts if (post.ends_on or _NEVER) >= today and post.starts_on <= (given.ends_on or _NEVER)
    ]
    now = [post for post in open_now if post.starts_on <= today]
    return next(iter(ending[-1:] or now[-1:] or open_now), None)


def _plan(given: GivenPost, known: KnownPost | None, school_id: int, when_unsaid: date) -> PostPlan:
    if known is None:
        return _added(given, school_id, when_unsaid)
    new = replace(
        known,
        groups=known.groups if given.groups is None else given.groups,
        working_days=known.working_days if given.working_days is None else given.working_days,
        starts_on=given.starts_on or known.starts_on,
        ends_on=given.ends_on if given.tells_end else known.ends_on,
    )
    differences = tuple(_differences(known, new))
    verdict = Verdict.CHANGED if differences else Verdict.UNCHANGED
    if [difference.field for difference in differences] == ["ends_on"] and new.ends_on:
        verdict = Verdict.ENDED
    return PostPlan(
        verdict,
        school_id,
        given.function,
        new.groups,
        new.working_days,
        new.starts_on,
        new.ends_on,
        known.id,
        differences,
        given.lines,
    )


def _added(given: GivenPost, school_id: int, when_unsaid: date) -> PostPlan:
    starts_on = given.starts_on
    remarks: tuple[Remark, ...] = ()
    if starts_on is None:
        ended_before = given.ends_on is not None and given.ends_on < when_unsaid
        starts_on = school_year_start(given.ends_on) if given.ends_on and ended_before else when_unsaid
        remarks = (Remark("starts_on", N_("There is no first day; we take %(day)s."), {"day": as_text(starts_on)}),)
    return PostPlan(
        Verdict.ADDED,
        school_id,
        given.function,
        given.groups or (),
        WorkingDays.ALL if given.working_days is None else given.working_days,
        starts_on,
        given.ends_on,
        None,
        (),
        given.lines,
        remarks,
    )


def _differences(old: KnownPost, new: KnownPost) -> Iterator[Difference]:
    for field in ("groups", "working_days", "starts_on", "ends_on"):
        if getattr(old, field) != getattr(new, field):
            yield Difference(field, getattr(old, field), getattr(new, field))


def _check_overlap(plans: Sequence[PostPlan], others: Sequence[KnownPost]) -> None:
    for plan in plans:
        if plan.verdict is Verdict.UNCHANGED:
            continue
        periods = [(other.starts_on, other.ends_on) for other in others]
        periods += [(other.starts_on, other.ends_on) for other in plans if other is not plan]
        if any(overlaps(plan.starts_on, plan.ends_on, *period) for period in periods):
            raise Contradiction(
                plan.lines,
                N_("This overlaps with another period that we have of this function. Change that by form."),
            )


def school_year_start(day: date) -> date:
    """The first of August of the school year in which a day lies."""
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def _listed(lines: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(lines)))
