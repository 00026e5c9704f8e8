"""The page about backups, what other pages say when the last one is too long ago, and the door that waits for one."""

from coachtrack.backups.views import kept
from coachtrack.backups.views.blueprint import bp
from coachtrack.backups.views.guard import register

__all__ = ["bp", "kept", "register"]
