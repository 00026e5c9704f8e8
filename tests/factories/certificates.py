"""What stands for a teacher and the certificates that she makes of it, for tests."""

from datetime import date, datetime, timedelta
from typing import Any

from coachtrack.evidence import actions as evidence
from coachtrack.evidence.models import EvidenceRecord
from coachtrack.evidence.rules.records import Party, Reason
from coachtrack.people.models import Person
from coachtrack.reports.actions.certificates import make_certificate
from coachtrack.reports.models import Certificate
from coachtrack.reports.rules.certificates import Certified, Wanted
from tests.factories.evidence import a_fact, make_held
from tests.support.moments import NOW

DANCE = Wanted("dance", date(2026, 1, 1), date(2026, 11, 24))
LATER = NOW + timedelta(days=1)


def held(teacher: Person, coach: Person, *, confirmed: bool = True, **given: Any) -> EvidenceRecord:
    """A session in dance that she confirmed, unless told."""
    record = make_held(teacher, coach, school_id=None, **given)
    if confirmed:
        evidence.confirm(record.number, party=Party.TEACHER, by=teacher.id, now=record.recorded_at)
    return record


def paper(certificate: Certificate, found: Certified) -> bytes:
    """No document: making one takes long."""
    return f"{certificate.code} {found.sessions}".encode()


def made(teacher: Person, wanted: Wanted = DANCE, now: datetime = NOW) -> Certificate:
    """A certificate that she made."""
    return make_certificate(wanted, paper=paper, by=teacher.id, now=now)


def correct(record: EvidenceRecord, by: Person, now: datetime = LATER, **given: Any) -> None:
    """The coach corrects what she recorded; what is not given is as it usually is."""
    fact = a_fact(subject=record.subject, person_id=record.person_id, coach_id=record.coach_id, **given)
    evidence.correct(record.number, fact, reason=Reason.WRONG_MINUTES, by=by.id, now=now)
