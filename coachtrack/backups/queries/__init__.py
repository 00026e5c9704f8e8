"""The backups that were made, what a backup file says, and at which revision the tables stand."""

from coachtrack.backups.queries.made import find_latest_verified, latest_backups

__all__ = ["find_latest_verified", "latest_backups"]
