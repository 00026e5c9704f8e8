"""Passwords, limits, and where a visitor may be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from coachtrack.accounts import rules
from coachtrack.errors import Refused
from coachtrack.viewer import Role, RoleHeld, Viewer

ABOUT = ("Anneke", "van der Berg", "a.vdberg@debron.example", "De Bron")


@pytest.mark.parametrize(
    "password",
    [
        "een zin over fietsen",
        "correct horse battery",
        "regen op dinsdag 4x",
        "ééntje voor onderweg",
        "日本語のとても長い合言葉",
    ],
)
def test_a_sentence_of_ones_own_will_do(password):
    rules.check_password(password, ABOUT)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("korte zin 1", "Choose at least"),
        ("x" * 64 + "abcdefg" * 10, "Choose at most"),
        ("aaaaaaaabbbb", "too few different"),
        ("121212121212", "too few different"),
        ("wachtwoord123", "Others would guess"),
        ("Welkom123456!", "Others would guess"),
        ("1234567890123", "Others would guess"),
        ("qwertyuiop123", "Others would guess"),
        ("coachtrack2026", "Others would guess"),
        ("C0@chTrack!2026", "Others would guess"),
        ("AnnekeVanDerBerg", "Others would guess"),
        ("debron-anneke-2026", "Others would guess"),
        ("juffrouw anneke", "Others would guess"),
    ],
)
def test_what_others_would_guess_is_refused(password, reason):
    with pytest.raises(Refused, match=reason) as refusal:
        rules.check_password(password, ABOUT)
    assert refusal.value.field == "password"


def test_the_longest_and_the_shortest_are_allowed():
    rules.check_password("fietspad bij"[:12], ())
    rules.check_password(("een lange zin over de regen " * 6)[:128], ())


@pytest.mark.parametrize("target", ["/", "/vandaag", "/trajecten/5?sort=-name", "/a//b", "/taal#x"])
def test_a_path_of_this_site_may_be_gone_to(target):
    assert rules.is_local_path(target)


@pytest.mark.parametrize(
    "target",
    [
        None, "", "vandaag", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b",
        "https://evil.example", "javascript:alert(1)", "/\tevil", "/\n/evil.example", "/\x00", " /vandaag", "/\x7f",
        "/\u2028x",
    ],
)  # fmt: skip
def test_nothing_else_may_be_gone_to(target):
    assert not rules.is_local_path(target)


def viewer(*roles):
    return Viewer(person_id=1, name="Robin", roles=frozenset(RoleHeld(role) for role in roles))


@pytest.mark.parametrize(
    ("role", "minutes"),
    [(Role.TEACHER, 30), (Role.COACH, 30), (Role.SCHOOL_LEADER, 30), (Role.COMMISSION, 15), (Role.ADMINISTRATOR, 15)],
)
def test_who_sees_everyone_is_signed_out_sooner(role, minutes):
    assert rules.idle_limit(viewer(role)) == timedelta(minutes=minutes)
    assert rules.idle_limit(viewer(role, Role.COACH)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("started", "used", "over"),
    [(0, 0, False), (60, 30, False), (60, 31, True), (480, 1, False), (481, 1, True)],
)
def test_a_session_is_over_after_half_an_hour_unused_or_eight_hours(started, used, over):
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert over is rules.is_over(
        started_at=now - timedelta(minutes=started),
        last_used_at=now - timedelta(minutes=used),
        now=now,
        idle=timedelta(minutes=30),
    )


def test_keys_and_passwords_are_not_kept():
    typed = [("goal", ["Meer durven"]), ("csrf_token", ["x"]), ("form_key", ["y"]), ("current_password", ["z"])]
    assert rules.fields_to_keep(typed) == {"goal": ["Meer durven"]}


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1",
         "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130.0",
         "Edge, Windows"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_a_device_has_a_name_that_people_recognise(user_agent, device):
    assert rules.device_of(user_agent) == device
