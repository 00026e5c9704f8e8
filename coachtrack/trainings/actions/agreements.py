"""Say for which agreement a training counts, also after it was planned."""

from datetime import datetime

from coachtrack import audit
from coachtrack.agreements.queries import get_agreement
from coachtrack.database import db
from coachtrack.evidence import actions as evidence
from coachtrack.evidence.queries import standing_facts
from coachtrack.trainings.models import Training
from coachtrack.trainings.rules import check_agreement_fits


def count_for(training: Training, agreement_id: int | None, *, by: int, now: datetime) -> None:
    """The training counts for this agreement, or for none; what was held of it goes along.

    Only the people of the school that agreed count. Raises `Refused`.
    """
    before = training.agreement_id
    if agreement_id == before:
        return
    standing = standing_facts(subjects=[meeting.subject for meeting in training.meetings])
    agreement = get_agreement(agreement_id) if agreement_id is not None else None
    if agreement is not None:
        check_agreement_fits(school_id=training.school_id, agreement_school_id=agreement.school_id)
    if before is not None:
        for each in standing:
            evidence.unlink(each.number, agreement_id=before, by=by, now=now)
    if agreement is not None:
        here = [each.number for each in standing if each.fact.school_id == agreement.school_id]
        evidence.link_many(here, agreement_id=agreement.id, by=by, now=now)
    training.agreement = agreement
    audit.note("training.agreement", now=now, by=by, thing=f"training:{training.id}", detail=str(agreement_id or "-"))
    db.session.flush()
