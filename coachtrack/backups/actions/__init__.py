"""Backups: making one, looking at one again, putting one back, and bringing the tables up to date after one."""

from coachtrack.backups.actions.keeping import Made, check_backup, make_backup, record_backup
from coachtrack.backups.actions.restoring import Restored, restore_backup, settle_restore
from coachtrack.backups.actions.upgrading import Upgraded, upgrade_tables

__all__ = [
    "Made",
    "Restored",
    "Upgraded",
    "check_backup",
    "make_backup",
    "record_backup",
    "restore_backup",
    "settle_restore",
    "upgrade_tables",
]
