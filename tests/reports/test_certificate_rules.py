"""Codes that forgive how they are typed and find every slip; what a certificate rests on, and whether it stands."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.evidence.rules.records import Activity, Origin, Party
from coachtrack.evidence.rules.standing import StandingFact
from coachtrack.reports.permissions import may_have_certificate
from coachtrack.reports.rules import certificates as rules
from coachtrack.reports.rules.certificates import Part, Wanted, code_of, read_code, shown_code
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.evidence import RECORDED, a_fact

TODAY = date(2026, 11, 24)
DANCE = Wanted("dance", date(2026, 1, 1), date(2026, 11, 24))
drawn = st.integers(0, rules.CODES - 1)
codes = drawn.map(code_of)
places = st.integers(0, rules.LENGTH - 1)
signs = st.sampled_from(rules.SIGNS)


def with_sign(code, place, sign):
    return code[:place] + sign + code[place + 1 :]


@given(codes)
def test_a_code_reads_as_itself_in_whatever_case_and_with_whatever_dashes_and_blanks(code):
    shown = shown_code(code)
    typed = [code, shown, shown.lower(), shown.replace("-", " "), shown.replace("-", "–"), f"  {shown}\t\n"]
    typed += [shown.replace("0", "O").replace("1", "l").replace("2", "z").replace("V", "u"), "\u200b".join(shown)]
    typed.append("".join(chr(ord(sign) + 0xFEE0) for sign in code))  # full width
    assert {read_code(each) for each in typed} == {code}


@given(codes, places, signs, places, signs)
def test_one_or_two_wrong_signs_are_always_found(code, place, sign, other_place, other_sign):
    slipped = with_sign(with_sign(code, place, sign), other_place, other_sign)
    assert read_code(slipped) == (code if slipped == code else None)


@given(codes, places, places)
def test_two_signs_that_changed_places_are_always_found(code, one, other):
    slipped = with_sign(with_sign(code, one, code[other]), other, code[one])
    assert read_code(slipped) == (code if slipped == code else None)


@given(drawn, drawn)
def test_every_drawn_number_has_a_code_of_its_own(one, other):
    assert (code_of(one) == code_of(other)) == (one == other)


def test_there_are_too_many_codes_to_try():
    assert rules.CODES > 2**80
    assert len(rules.SIGNS) == 31
    assert shown_code(code_of(12345)).count("-") == 4


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_code_or_not_and_nothing_breaks(typed):
    read = read_code(typed)
    assert read is None or read_code(shown_code(read)) == read


@pytest.mark.parametrize("typed", ["", "-" * 50, "0" * 19, "0" * 21, "0" * 100_000, "' or 1=1 --", "٠" * 20, "０" * 99])
def test_what_is_no_code_is_told_apart(typed):
    assert read_code(typed) is None


# --- what counts ------------------------------------------------------------------------------------------------


def standing(number=1, *, confirmed=True, **given):
    parties = frozenset({Party.COACH, Party.TEACHER} if confirmed else {Party.COACH})
    return StandingFact(number, a_fact(**given), RECORDED, None, RECORDED, confirmed_by=parties)


def certified(*facts, wanted=DANCE, on=TODAY, one_sided_counts=True):
    return rules.certified(facts, wanted, on=on, holidays_of=lambda _school_id: (), one_sided_counts=one_sided_counts)


def test_what_she_confirmed_is_added_up_by_kind():
    found = certified(
        standing(1), standing(2), standing(3, activity=Activity.TRAINING, lesson_minutes=90, confirmed=False)
    )
    assert found.numbers == (1, 2, 3)
    assert found.parts == {Activity.COACHING: Part(2, 150), Activity.TRAINING: Part(1, 120)}
    assert (found.sessions, found.minutes, found.waiting) == (3, 270, 0)


@pytest.mark.parametrize(
    "given",
    [
        {"discipline": "music"},
        {"discipline": None},
        {"held_on": date(2025, 12, 31)},
        {"held_on": date(2026, 11, 25)},
        {"activity": Activity.DEBRIEF},
    ],
)
def test_another_discipline_other_days_and_debriefs_are_left_out(given):
    assert certified(standing(**given)).numbers == ()


def test_the_first_and_the_last_day_are_part_of_it():
    facts = [standing(1, held_on=DANCE.starts_on), standing(2, held_on=DANCE.ends_on)]
    assert certified(*facts).numbers == (1, 2)


@pytest.mark.parametrize(
    ("on", "one_sided_counts", "counted"),
    [(date(2026, 11, 17), True, 0), (date(2026, 11, 18), True, 1), (date(2026, 11, 18), False, 0)],
)
def test_silence_counts_after_fourteen_days_where_the_rule_says_so(on, one_sided_counts, counted):
    found = certified(standing(confirmed=False), on=on, one_sided_counts=one_sided_counts)
    assert (len(found.numbers), found.waiting) == (counted, 1 - counted)


def test_what_was_taken_over_needs_nobodys_word():
    assert certified(standing(confirmed=False, origin=Origin.TAKEN_OVER), one_sided_counts=False).numbers == (1,)


@given(st.permutations([standing(1), standing(2, confirmed=False), standing(3, discipline="music"), standing(4)]))
def test_the_order_in_which_facts_are_read_does_not_matter(facts):
    assert certified(*facts) == certified(*sorted(facts, key=lambda each: each.number))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(DANCE, ends_on=date(2025, 12, 31)), "ends_on"),
        (replace(DANCE, ends_on=date(2026, 11, 25)), "ends_on"),
    ],
)
def test_days_in_the_wrong_order_and_days_to_come_are_refused(wanted, field):
    with pytest.raises(Refused) as refusal:
        rules.check_wanted(wanted, TODAY)
    assert refusal.value.field == field
    rules.check_wanted(DANCE, TODAY)


def test_nothing_to_certify_is_refused_and_waiting_for_her_word_is_said():
    with pytest.raises(Refused, match="waits for your word"):
        rules.check_something(certified(standing(confirmed=False), one_sided_counts=False))
    with pytest.raises(Refused, match="Nothing was recorded"):
        rules.check_something(certified())


# --- whether it still stands ------------------------------------------------------------------------------------


def test_it_stands_while_the_facts_say_the_same():
    then = [standing(1), standing(2)]
    assert rules.still_stands([1, 2], then, [*then, standing(3)])
    relinked = replace(then[0], fact=replace(then[0].fact, trajectory_id=7, coach_minutes=10), confirmed_by=frozenset())
    assert rules.still_stands([1, 2], then, [relinked, then[1]])


@pytest.mark.parametrize(
    "changed",
    [
        {"prep_minutes": 14},
        {"lesson_minutes": 46},
        {"debrief_minutes": 0},
        {"person_id": 2},
        {"discipline": "music"},
        {"held_on": date(2026, 11, 4)},
        {"activity": Activity.TRAINING},
    ],
)
def test_it_falls_when_a_fact_says_something_else(changed):
    then = standing(1)
    assert not rules.still_stands([1], [then], [replace(then, fact=replace(then.fact, **changed))])


def test_it_falls_when_two_corrections_make_the_same_sum():
    then = [standing(1), standing(2)]
    now = [
        replace(then[0], fact=replace(then[0].fact, lesson_minutes=55)),
        replace(then[1], fact=replace(then[1].fact, lesson_minutes=35)),
    ]
    assert not rules.still_stands([1, 2], then, now)


def test_it_falls_when_a_fact_was_withdrawn():
    then = [standing(1), standing(2)]
    assert not rules.still_stands([1, 2], then, then[1:])


def test_a_certificate_is_hers_alone():
    everyone = frozenset(RoleHeld(role, 1) for role in Role)
    assert may_have_certificate(Viewer(1, "", frozenset()), 1)
    assert not may_have_certificate(Viewer(2, "", everyone), 1)
