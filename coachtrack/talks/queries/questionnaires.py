"""The links of questionnaires, which only this installation can have written, and what schools answered."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, Signer
from sqlalchemy.orm import joinedload

from coachtrack.accounts.queries import failed_tries
from coachtrack.crypto import new_token, token_hash
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.talks.models import PreparationQuestionnaire, Talk
from coachtrack.talks.rules.questionnaire import ANSWERED_BY, QUESTIONS, LinkState, Question, state_of

SALT = "talks.questionnaire"
LONGEST = 200
WRONG_LINK = "questionnaire"
WRONG_LINKS = 20
COUNTED_OVER = timedelta(hours=1)


@dataclass(frozen=True)
class Answer:
    """What a school answered to one question: a message id where it chose from a list."""

    question: Question
    words: str


@dataclass(frozen=True)
class Answered:
    """A questionnaire that came back: who filled it in, when, and what to each question that was not left open."""

    answered_by: str
    answered_at: datetime
    answers: tuple[Answer, ...]


def new_questionnaire_token() -> str:
    """A secret that only this installation can have written, and for this alone."""
    return _signer().sign(new_token()).decode()


def find_questionnaire(token: str) -> PreparationQuestionnaire | None:
    """The questionnaire behind a link, with its talk; None for a link that we never wrote."""
    if len(token) > LONGEST:
        return None
    try:
        _signer().unsign(token)
    except BadSignature:
        return None
    talk = joinedload(PreparationQuestionnaire.talk)
    return db.session.scalar(
        sa.select(PreparationQuestionnaire)
        .options(talk.joinedload(Talk.school), talk.joinedload(Talk.advisor), talk.joinedload(Talk.appointment))
        .where(PreparationQuestionnaire.token_hash == token_hash(token))
    )


def get_questionnaire(questionnaire_id: int) -> PreparationQuestionnaire:
    """The questionnaire with this number. Raises `NotFound`."""
    found = db.session.get(
        PreparationQuestionnaire, questionnaire_id, options=[joinedload(PreparationQuestionnaire.talk)]
    )
    if found is None:
        raise NotFound
    return found


def questionnaires_of(talk_id: int) -> Sequence[PreparationQuestionnaire]:
    """The questionnaires of a talk, the newest first."""
    rows = sa.select(PreparationQuestionnaire).where(PreparationQuestionnaire.talk_id == talk_id)
    return db.session.scalars(
        rows.order_by(PreparationQuestionnaire.made_at.desc(), PreparationQuestionnaire.id.desc())
    ).all()


def link_state(questionnaire: PreparationQuestionnaire, *, now: datetime) -> LinkState:
    """Whether its link can still be answered."""
    return state_of(
        expires_at=questionnaire.expires_at,
        answered_at=questionnaire.answered_at,
        withdrawn_at=questionnaire.withdrawn_at,
        now=now,
    )


def answered_of(talk_id: int) -> list[Answered]:
    """What the school answered before a talk, the newest first."""
    return [
        Answered(
            answered_by=str(each.answers.get(ANSWERED_BY, "")),
            answered_at=each.answered_at,
            answers=tuple(_answers(each.answers)),
        )
        for each in questionnaires_of(talk_id)
        if each.answered_at is not None and each.answers is not None
    ]


def questionnaire_answers_of(talk_id: int) -> Mapping[str, Sequence[Answer]]:
    """What the school answered beforehand, by the question of the guide beside which it belongs."""
    beside = defaultdict(list)
    for answered in answered_of(talk_id)[:1]:
        for answer in answered.answers:
            if answer.question.beside is not None:
                beside[answer.question.beside].append(answer)
    return beside


def is_trying_links(address: str, *, now: datetime) -> bool:
    """Whether so many links that never were one came from a network address that no more are looked at."""
    return failed_tries(WRONG_LINK, within=COUNTED_OVER, now=now, address=address) >= WRONG_LINKS


def _answers(given: Mapping[str, str]) -> list[Answer]:
    return [
        Answer(question, question.in_words(given[question.key])) for question in QUESTIONS if given.get(question.key)
    ]


def _signer() -> Signer:
    """Signs with the newest key, and knows what an older one signed."""
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"] or ()), current_app.config["SECRET_KEY"]]
    return Signer(keys, salt=SALT, key_derivation="hmac", digest_method=hashlib.sha256)
