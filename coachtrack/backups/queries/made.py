"""The backups that were made."""

from collections.abc import Sequence

import sqlalchemy as sa

from coachtrack.backups.models import BackupMade
from coachtrack.database import db


def latest_backups(most: int = 30) -> Sequence[BackupMade]:
    """The backups made last, newest first."""
    return db.session.scalars(sa.select(BackupMade).order_by(BackupMade.id.desc()).limit(most)).all()


def find_latest_verified() -> BackupMade | None:
    """The newest backup that was read back and found whole."""
    verified = sa.select(BackupMade).where(BackupMade.verified_at.is_not(None))
    return db.session.scalar(verified.order_by(BackupMade.id.desc()).limit(1))
