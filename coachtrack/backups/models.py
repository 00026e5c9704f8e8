"""The table of backups that were made and checked."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from coachtrack.database import Model


class BackupMade(Model):
    """A backup that was written; `verified_at` is when it was read back and found whole."""

    __tablename__ = "backup_made"

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    digest: Mapped[str] = mapped_column(sa.String(64))
    verified_at: Mapped[datetime | None]
