"""Whether what was put back can be worked with: evidence, log, and what is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from coachtrack import audit
from coachtrack.crypto import decrypt, encrypted_columns
from coachtrack.database import Model, db
from coachtrack.errors import Refused
from coachtrack.evidence.queries import verify_chain
from coachtrack.evidence.rules.chain import Verdict


@dataclass(frozen=True)
class Findings:
    """What was looked at after a restore, in words for the command line, and whether all of it is well."""

    evidence: str
    log: str
    unopened: Sequence[str]
    is_well: bool


def findings(*, head: str, now: datetime) -> Findings:
    """Read the evidence up to the head that it had in the backup, the log, and of every sealed column the last text."""
    evidence, log, unopened = _evidence_up_to(head), audit.verify_log(now=now), unopened_columns()
    is_well = evidence.is_whole and log.is_whole and not unopened
    return Findings(evidence.sentence, log.sentence, unopened, is_well)


def _evidence_up_to(head: str) -> Verdict:
    """What is found of the chain. A head that was no head when the backup was made is a fault of it, not of asking."""
    try:
        return verify_chain(expected_head=head)
    except Refused:
        return verify_chain()


def unopened_columns() -> list[str]:
    """The sealed columns of which the last text cannot be opened with the keys that are set."""
    return [f"{column.table.name}.{column.name}" for column in encrypted_columns(Model.metadata) if not _opens(column)]


def _opens(column: sa.Column[str]) -> bool:
    last = sa.select(sa.type_coerce(column, sa.Text)).where(column.is_not(None))
    sealed = db.session.scalar(last.order_by(*(key.desc() for key in column.table.primary_key)).limit(1))
    try:
        return sealed is None or isinstance(decrypt(sealed), str)
    except InvalidToken:
        return False
