"""The settings of the agenda: what fits together."""

from dataclasses import dataclass

from coachtrack.errors import N_, Refused

LONGEST_TRAVEL = 120
LONGEST_WAIT = 24 * 60
LAST_HOUR = 23


@dataclass(frozen=True)
class Settings:
    """The pause between two schools, when reminders go out, and between which hours it is quiet."""

    travel_minutes: int
    remind_at_hour: int
    ask_after_minutes: int
    quiet_from_hour: int
    quiet_until_hour: int


def check_settings(settings: Settings) -> None:
    """Raise `Refused` when a number is out of bounds, or people would be reminded while it is quiet."""
    bounds = {
        "travel_minutes": LONGEST_TRAVEL,
        "ask_after_minutes": LONGEST_WAIT,
        "remind_at_hour": LAST_HOUR,
        "quiet_from_hour": LAST_HOUR,
        "quiet_until_hour": LAST_HOUR,
    }
    for name, most in bounds.items():
        if not 0 <= getattr(settings, name) <= most:
            raise Refused(N_("Give a number from 0 up to %(most)s."), field=name, most=most)
    if is_quiet(settings.remind_at_hour, settings):
        raise Refused(
            N_("That is in the quiet hours, so nothing would go out. Choose an hour outside them."),
            field="remind_at_hour",
        )


def is_quiet(hour: int, settings: Settings) -> bool:
    """Whether nothing goes out in this hour. The quiet may go round midnight; from and until the same is no quiet."""
    first, last = settings.quiet_from_hour, settings.quiet_until_hour
    return first <= hour < last if first <= last else hour >= first or hour < last
