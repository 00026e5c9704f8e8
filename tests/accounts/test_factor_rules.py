"""The rules of a second factor: which codes fit when, what is typed, how long a proof holds."""

import random
from datetime import timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.accounts.rules import factors as rules
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.support.moments import NOW

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PRESENT = int(NOW.timestamp()) // rules.STEP


def code(steps):
    return pyotp.TOTP(SECRET).generate_otp(PRESENT + steps)


@given(st.integers(-3, 3), st.one_of(st.none(), st.integers(-3, 3)))
def test_a_code_fits_within_a_step_of_now_and_after_the_last_that_was_used(steps, last):
    found = rules.step_of(SECRET, code(steps), now=NOW, last_step=None if last is None else PRESENT + last)
    fits = abs(steps) <= rules.STEPS_OFF and (last is None or steps > last)
    assert (found == PRESENT + steps) if fits else (found is None or found != PRESENT + steps)


@given(st.text(max_size=12))
def test_no_other_text_fits(typed):
    right = {code(steps) for steps in (-1, 0, 1)}
    found = rules.step_of(SECRET, typed, now=NOW, last_step=None)
    assert (found is not None) is (typed in right)


@given(st.text(alphabet=" -–.\t\u00a0", max_size=4), st.randoms(use_true_random=False))
def test_a_code_on_paper_is_read_however_it_was_typed(between, chance):
    printed = rules.code_on_paper(chance.choice)
    typed = between.join(printed.upper())
    assert rules.as_typed(typed) == printed.replace("-", "")
    assert rules.is_on_paper(rules.as_typed(typed))
    assert not rules.is_of_app(rules.as_typed(typed))


def test_codes_on_paper_hold_fifty_bits_and_no_signs_that_look_alike():
    assert len(rules.PAPER_LETTERS) ** rules.PAPER_LENGTH > 2**49
    assert len(set(rules.PAPER_LETTERS)) == len(rules.PAPER_LETTERS)
    assert not set("il1o0") & set(rules.PAPER_LETTERS)
    assert rules.code_on_paper(random.Random(1).choice) != rules.code_on_paper(random.Random(2).choice)


@pytest.mark.parametrize("typed", [None, "", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "²²²²²²"])
def test_what_has_not_six_digits_is_no_code_of_an_app(typed):
    assert not rules.is_of_app(rules.as_typed(typed))


@given(st.integers(-3600, 3600))
def test_a_proof_holds_for_a_quarter_of_an_hour_and_never_from_the_future(seconds):
    held = rules.proof_holds(NOW - timedelta(seconds=seconds), now=NOW)
    assert held is (0 <= seconds <= 15 * 60)
    assert not rules.proof_holds(None, now=NOW)


@given(st.sets(st.sampled_from(Role)))
def test_who_sees_everyone_must_have_one(roles):
    viewer = Viewer(1, "Anna", frozenset(RoleHeld(role) for role in roles))
    assert rules.must_have_factor(viewer) is bool(roles & {Role.ADMINISTRATOR, Role.COMMISSION})


@pytest.mark.parametrize(
    ("base", "host"),
    [
        ("https://coachtrack.example", "coachtrack.example"),
        ("http://localhost:5000", "localhost"),
        ("http://127.0.0.1:5000", None),
        ("http://[::1]:5000", None),
        ("", None),
    ],
)
def test_a_passkey_is_made_for_a_name_never_for_a_number(base, host):
    assert rules.passkey_host(base) == host


def test_a_guess_has_a_chance_of_less_than_one_in_five_thousand_a_day():
    day = max(limit.per_account for limit in rules.CODES if limit.within >= timedelta(days=1))
    assert day * (2 * rules.STEPS_OFF + 1) / 10**6 < 1 / 5000


def test_a_key_is_shown_in_groups_that_can_be_copied():
    assert rules.in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"
    assert rules.address_for_app(SECRET, name="anna@school.example").startswith("otpauth://totp/CoachTrack:anna")
