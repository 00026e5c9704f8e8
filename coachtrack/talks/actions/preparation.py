"""What is done to prepare a talk: tick what is ready, keep papers, mail the school, write down what Evi said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from coachtrack import audit, outbox
from coachtrack.clock import day_of
from coachtrack.database import check_version, db
from coachtrack.errors import N_, Refused
from coachtrack.people.queries import get_person
from coachtrack.schools.models import School
from coachtrack.talks import mails
from coachtrack.talks.actions.questionnaires import make_questionnaire
from coachtrack.talks.models import ChecklistTick, EviResult, PreparationMail, Talk, TalkPaper
from coachtrack.talks.rules.papers import kind_of, name_of
from coachtrack.talks.rules.preparation import ChecklistItem, EviPillar, check_mail, check_measured


@dataclass(frozen=True)
class Letter:
    """A mail as it was written, and the addresses it goes to, each with the person whose it is if we know her."""

    to: Mapping[str, int | None]
    subject: str
    body: str


@dataclass(frozen=True)
class Outcome:
    """What Evi said about one pillar."""

    pillar: EviPillar
    scenario: int
    remark: str = ""


def tick(talk: Talk, item: ChecklistItem, *, by: int, now: datetime) -> None:
    """This is ready; whoever said so first stands by it."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    insert = postgresql.insert(ChecklistTick) if on_postgresql else sqlite.insert(ChecklistTick)
    row = insert.values(talk_id=talk.id, item=item, ticked_at=now, ticked_by_id=by)
    db.session.execute(row.on_conflict_do_nothing(index_elements=["talk_id", "item"]))
    db.session.flush()


def untick(talk: Talk, item: ChecklistItem) -> None:
    """It is not ready after all."""
    ticked = sa.delete(ChecklistTick).where(ChecklistTick.talk_id == talk.id, ChecklistTick.item == item)
    db.session.execute(ticked)


def add_paper(talk: Talk | None, item: ChecklistItem, name: str, body: bytes, *, by: int, now: datetime) -> TalkPaper:
    """Keep a file with a talk, or with all of them. Raises `Refused` for one that is too large or of another kind."""
    kind = kind_of(body)
    paper = TalkPaper(
        talk_id=talk.id if talk else None,
        item=item,
        name=name_of(name, kind),
        media_type=kind.media_type,
        body=body,
        added_at=now,
        added_by_id=by,
    )
    db.session.add(paper)
    db.session.flush()
    audit.note("talk_paper.added", now=now, by=by, thing=_of(talk.id if talk else None), detail=item)
    return paper


def remove_paper(paper: TalkPaper, *, by: int, now: datetime) -> None:
    """The file goes for good."""
    db.session.delete(paper)
    db.session.flush()
    audit.note("talk_paper.removed", now=now, by=by, thing=_of(paper.talk_id), detail=paper.item)


def send_preparation_mail(
    talk: Talk, letter: Letter, *, route_talk: Talk | None = None, by: int, now: datetime
) -> Sequence[PreparationMail]:
    """Mail the school as it was written, with a fresh link to the questionnaire; one link for all who get it.

    What is kept of the mail has the place of the link, never the link itself. Raises `Refused`.
    """
    check_mail(letter.body, letter.to)
    body = mails.with_report(letter.body, route_talk) if route_talk else letter.body
    _questionnaire, token = make_questionnaire(talk, by=by, now=now)
    sent = [
        PreparationMail(talk_id=talk.id, to=address, subject=letter.subject, body=body, sent_at=now, sent_by_id=by)
        for address in letter.to
    ]
    db.session.add_all(sent)
    db.session.flush()
    advisor = get_person(by)
    posts = [(mails.preparation_mail(mail, advisor, token), letter.to[mail.to]) for mail in sent]
    outbox.post_all(posts, now=now)
    tick(talk, ChecklistItem.PREPARATION_MAIL, by=by, now=now)
    audit.note("preparation_mail.sent", now=now, by=by, thing=_of(talk.id), detail=str(len(sent)))
    db.session.flush()
    return sent


def record_evi(
    school: School, measured_on: date, outcomes: Sequence[Outcome], *, by: int, now: datetime
) -> Sequence[EviResult]:
    """What Evi said on a day, for each pillar that was filled in. Raises `Refused`."""
    check_measured(measured_on, today=day_of(now))
    if not outcomes:
        raise Refused(N_("Choose the scenario of at least one pillar."), field=f"scenario_{EviPillar.VISION}")
    _check_day_is_free(school.id, measured_on, [each.pillar for each in outcomes])
    rows = [
        EviResult(
            school_id=school.id,
            measured_on=measured_on,
            pillar=each.pillar,
            scenario=each.scenario,
            remark=each.remark,
        )
        for each in outcomes
    ]
    db.session.add_all(rows)
    db.session.flush()
    audit.note("evi.recorded", now=now, by=by, thing=f"school:{school.id}", detail=str(len(rows)))
    return rows


def change_evi(
    result: EviResult,
    *,
    measured_on: date,
    scenario: int,
    remark: str,
    version: int | None,
    by: int,
    now: datetime,
) -> None:
    """Another day, scenario or remark. Raises `Refused`, or `ChangedMeanwhile`."""
    _check_version(result, version)
    check_measured(measured_on, today=day_of(now))
    if measured_on != result.measured_on:
        _check_day_is_free(result.school_id, measured_on, [result.pillar])
    result.measured_on, result.scenario, result.remark = measured_on, scenario, remark
    db.session.flush()
    audit.note("evi.changed", now=now, by=by, thing=f"school:{result.school_id}")


def remove_evi(result: EviResult, *, version: int | None, by: int, now: datetime) -> None:
    """It was not so, or of another school."""
    _check_version(result, version)
    db.session.delete(result)
    db.session.flush()
    audit.note("evi.removed", now=now, by=by, thing=f"school:{result.school_id}")


def _check_version(result: EviResult, version: int | None) -> None:
    stands = {
        "measured_on": result.measured_on.isoformat(),
        "scenario": str(result.scenario),
        "remark": result.remark,
    }
    check_version(result, version, stands)


def _check_day_is_free(school_id: int, measured_on: date, pillars: Sequence[EviPillar]) -> None:
    there = sa.select(EviResult.id).where(
        EviResult.school_id == school_id, EviResult.measured_on == measured_on, EviResult.pillar.in_(pillars)
    )
    if db.session.scalar(there.limit(1)) is not None:
        raise Refused(
            N_("Of %(day)s there is an outcome already. Change that one, or choose another day."),
            field="measured_on",
            day=measured_on,
        )


def _of(talk_id: int | None) -> str | None:
    return f"talk:{talk_id}" if talk_id is not None else None
