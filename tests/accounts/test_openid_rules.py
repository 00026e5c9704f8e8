"""What a provider must have said: every claim that is wrong or missing makes the whole word worth nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.accounts.rules.openid import FLOW_LASTS, LEEWAY, TokenRefused, subject_in
from tests.support.moments import NOW

MADE = NOW.timestamp()
GOOD = {
    "iss": "https://login.example/tenant/v2.0",
    "aud": "a-client",
    "sub": "anna-1",
    "nonce": "zeewierlantaarn",
    "iat": MADE,
    "exp": MADE + 300,
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=4,
)


def subject(claims, now=NOW):
    return subject_in(claims, issuer=GOOD["iss"], client_id="a-client", nonce="zeewierlantaarn", now=now)


def test_a_word_in_which_everything_is_right_is_believed():
    assert subject(GOOD) == "anna-1"
    assert subject(GOOD | {"aud": ["a-client"], "azp": "a-client", "nbf": MADE, "name": "Anna"}) == "anna-1"


@given(st.sampled_from(["iss", "aud", "nonce"]), VALUES)
def test_any_other_issuer_audience_or_nonce_is_refused(name, value):
    if value in (GOOD[name], ["a-client"]):
        return
    with pytest.raises(TokenRefused):
        subject(GOOD | {name: value})


@given(st.sampled_from(["iat", "exp", "nbf"]), VALUES.filter(lambda value: not isinstance(value, float)))
def test_a_time_that_is_no_number_is_refused(name, value):
    with pytest.raises(TokenRefused):
        subject(GOOD | {name: value})


@given(VALUES.filter(lambda value: not isinstance(value, str)))
def test_a_subject_is_words(value):
    with pytest.raises(TokenRefused):
        subject(GOOD | {"sub": value})


@pytest.mark.parametrize("name", sorted(GOOD))
def test_nothing_may_be_missing(name):
    with pytest.raises(TokenRefused):
        subject({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize("words", ["", "x" * 256, "a\nb", "a\x00b"])
def test_a_subject_that_no_provider_gives_is_refused(words):
    with pytest.raises(TokenRefused, match="no subject"):
        subject(GOOD | {"sub": words})


@pytest.mark.parametrize(
    ("seconds", "holds"),
    [
        (-LEEWAY.total_seconds() - 1, False),
        (-LEEWAY.total_seconds(), True),
        (300 + LEEWAY.total_seconds() - 1, True),
        (300 + LEEWAY.total_seconds(), False),
    ],
)
def test_it_holds_from_when_it_was_made_until_its_end_give_or_take_a_minute(seconds, holds):
    if holds:
        assert subject(GOOD, NOW + timedelta(seconds=seconds)) == "anna-1"
    else:
        with pytest.raises(TokenRefused):
            subject(GOOD, NOW + timedelta(seconds=seconds))


def test_what_was_made_long_ago_is_refused_also_when_it_still_runs():
    long_ago = MADE - FLOW_LASTS.total_seconds() - LEEWAY.total_seconds() - 1
    with pytest.raises(TokenRefused, match="made long ago"):
        subject(GOOD | {"iat": long_ago, "exp": MADE + 3600})
