"""The report of a talk: when it may be made, when the school confirms it or asks to change it, which one she read."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from coachtrack.errors import N_, Refused
from coachtrack.talks.rules.talks import TalkStatus

LONGEST_REMARK = 2000


class ReportState(StrEnum):
    """How far the report of a talk is."""

    BEING_WRITTEN = "being_written"
    WITH_THE_SCHOOL = "with_the_school"
    TO_BE_CHANGED = "to_be_changed"
    CONFIRMED = "confirmed"


def state_of(status: TalkStatus, *, reported_at: datetime | None, change_asked_at: datetime | None) -> ReportState:
    """How far it is; what was asked before the report was made again is settled."""
    if status is TalkStatus.CONFIRMED:
        return ReportState.CONFIRMED
    if status is TalkStatus.OPEN:
        return ReportState.BEING_WRITTEN
    if change_asked_at is not None and (reported_at is None or change_asked_at > reported_at):
        return ReportState.TO_BE_CHANGED
    return ReportState.WITH_THE_SCHOOL


def check_may_report(
    status: TalkStatus, *, held_on: date | None, today: date, is_empty: bool, is_called_off: bool = False
) -> None:
    """Raise `Refused` when there is a report already, or nothing to report yet."""
    if status is not TalkStatus.OPEN:
        raise Refused(N_("The report of this talk was made already."))
    if is_called_off:
        raise Refused(N_("This talk was called off. Give it the moment at which it was held, then make the report."))
    if held_on is not None and held_on > today:
        raise Refused(
            N_("This talk is on %(day)s, so it has no report yet. Was it held before? Then move it to the day it was."),
            day=held_on,
        )
    if is_empty:
        raise Refused(N_("Nothing was written down in this talk yet. Do that first, then make the report."))


def check_may_confirm(status: TalkStatus) -> None:
    """Raise `Refused` when there is nothing to confirm, or to change."""
    if status is TalkStatus.CONFIRMED:
        raise Refused(N_("This report was confirmed already, so it stays as it is."))
    if status is TalkStatus.OPEN:
        raise Refused(N_("The advisor is still writing this report. You get a mail when it is ready."))


def check_may_reopen(status: TalkStatus) -> None:
    """Raise `Refused` when the school has confirmed the report, or nobody made one."""
    if status is TalkStatus.CONFIRMED:
        raise Refused(N_("The school confirmed this report, so it stays as it is. Make what changes an agreement."))
    if status is TalkStatus.OPEN:
        raise Refused(N_("This talk is open already. Go on writing."))


def check_seen(seen: str, content: Mapping[str, Any]) -> None:
    """Raise `Refused` when the report is another one than the one that was read."""
    if seen != fingerprint(content):
        raise Refused(N_("Something in this report changed since you opened it. Read it again, and confirm it then."))


def fingerprint(content: Mapping[str, Any]) -> str:
    """A short mark of what a report says, whatever became of it."""
    said = {name: value for name, value in content.items() if name != "status"}
    written = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:32]
