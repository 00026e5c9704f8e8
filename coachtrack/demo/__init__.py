"""A believable Hengelo: its real schools from the register, invented people, a school year behind and one under way.

Deterministic for a day, and built through the same actions as the pages, so that it can break no rule.
"""

from coachtrack.demo.accounting import draw
from coachtrack.demo.build import build
from coachtrack.demo.logins import ADDRESSES, PASSWORD

__all__ = ["ADDRESSES", "PASSWORD", "build", "draw"]
