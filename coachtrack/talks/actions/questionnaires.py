"""The questionnaire of a talk: a link is made, withdrawn, and answered once."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from coachtrack import audit
from coachtrack.accounts.actions import note_attempt
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.talks.models import PreparationQuestionnaire, Talk
from coachtrack.talks.queries.questionnaires import WRONG_LINK, link_state, new_questionnaire_token
from coachtrack.talks.rules.questionnaire import ANSWERED_BY, LASTS, QUESTIONS, LinkState, check_answers


def make_questionnaire(talk: Talk, *, by: int, now: datetime) -> tuple[PreparationQuestionnaire, str]:
    """A new link, in the place of those not answered yet; its secret is told now and never again."""
    open_ones = sa.update(PreparationQuestionnaire).where(PreparationQuestionnaire.talk_id == talk.id, *_open())
    db.session.execute(open_ones.values(withdrawn_at=now))
    token = new_questionnaire_token()
    made = PreparationQuestionnaire(
        talk_id=talk.id, token_hash=token_hash(token), made_at=now, expires_at=now + LASTS, made_by_id=by
    )
    db.session.add(made)
    db.session.flush()
    audit.note("questionnaire.made", now=now, by=by, thing=f"talk:{talk.id}")
    return made, token


def withdraw_questionnaire(questionnaire: PreparationQuestionnaire, *, by: int, now: datetime) -> None:
    """From now on the link leads nowhere. Raises `Refused` when it was answered."""
    if link_state(questionnaire, now=now) is LinkState.ANSWERED:
        raise Refused(N_("The school has answered already, so there is no link left to withdraw."))
    if questionnaire.withdrawn_at is None:
        questionnaire.withdrawn_at = now
        audit.note("questionnaire.withdrawn", now=now, by=by, thing=f"talk:{questionnaire.talk_id}")
    db.session.flush()


def answer_questionnaire(
    questionnaire: PreparationQuestionnaire, answers: Mapping[str, str], *, answered_by: str, now: datetime
) -> None:
    """The answers land in the talk; the first to send them uses the link up. Raises `Refused`."""
    check_answers(answers)
    given = {question.key: answers[question.key] for question in QUESTIONS if answers.get(question.key)}
    first = sa.update(PreparationQuestionnaire).where(
        PreparationQuestionnaire.id == questionnaire.id, PreparationQuestionnaire.expires_at > now, *_open()
    )
    used = db.session.execute(first.values(answered_at=now, answers={ANSWERED_BY: answered_by} | given))
    if used.rowcount != 1:  # type: ignore[attr-defined] # an UPDATE has it
        raise Refused(N_("Somebody of your school sent the answers a moment ago, or the link was withdrawn."))
    audit.note("questionnaire.answered", now=now, by=None, thing=f"talk:{questionnaire.talk_id}")
    db.session.flush()


def note_wrong_link(token: str, address: str, *, now: datetime) -> None:
    """Count a link that never was one; a few signs of its hash are enough to tell two apart."""
    note_attempt(WRONG_LINK, account_key=token_hash(token)[:6], address=address, now=now)


def _open() -> tuple[sa.ColumnElement[bool], ...]:
    return (PreparationQuestionnaire.answered_at.is_(None), PreparationQuestionnaire.withdrawn_at.is_(None))
