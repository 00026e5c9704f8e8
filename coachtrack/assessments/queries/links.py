"""Who is asked by mail, and the links by which she answers without signing in: signed, for one person and period."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import joinedload

from coachtrack import crypto
from coachtrack.accounts.models import Account
from coachtrack.assessments.models import AssessmentLink
from coachtrack.assessments.rules.links import is_due_for_reminder
from coachtrack.database import db, holding_on
from coachtrack.funding.models import SchoolParticipation
from coachtrack.people.models import Absence, Person, Post
from coachtrack.people.rules.posts import IN_FRONT_OF_THE_CLASS

SALT = "assessments.link"
LONGEST = 200


@dataclass(frozen=True)
class ToAsk:
    """A teacher who can be asked, and of which school."""

    person_id: int
    school_id: int
    first_name: str
    email: str
    locale: str


def link_token(person_id: int, period_id: int, made_at: datetime) -> str:
    """What only this installation can have written; the same whenever it is asked for."""
    return str(_signer().dumps([person_id, period_id, int(made_at.timestamp())]))


def find_link(token: str) -> AssessmentLink | None:
    """The link that this was written for; None when it was not, or not here."""
    if len(token) > LONGEST:
        return None
    try:
        _signer().loads(token)
    except BadSignature:
        return None
    options = (joinedload(AssessmentLink.period), joinedload(AssessmentLink.school))
    found = sa.select(AssessmentLink).where(AssessmentLink.token_hash == crypto.token_hash(token))
    return db.session.scalar(found.options(*options))


def to_ask(period_id: int, school_ids: Collection[int] | None, day: date) -> Sequence[ToAsk]:
    """The teachers who were not asked yet in a period.

    They stand in front of a class of a school that takes part on the day and are not away; nobody twice.
    """
    asked = sa.exists().where(AssessmentLink.person_id == Person.id, AssessmentLink.period_id == period_id)
    away = sa.exists().where(Absence.person_id == Person.id, holding_on(Absence, day))
    rows = (
        sa.select(
            Person.id,
            Post.school_id,
            Person.first_name,
            sa.func.coalesce(Person.email, ""),
            sa.func.coalesce(Account.locale, "nl"),
        )
        .join(Post, Post.person_id == Person.id)
        .join(SchoolParticipation, SchoolParticipation.school_id == Post.school_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            Post.function.in_(IN_FRONT_OF_THE_CLASS),
            holding_on(Post, day),
            SchoolParticipation.period_id == period_id,
            holding_on(SchoolParticipation, day),
            Person.email.is_not(None),
            Account.deactivated_at.is_(None),
            ~asked,
            ~away,
        )
    )
    if school_ids is not None:
        rows = rows.where(Post.school_id.in_(school_ids))
    found: dict[int, ToAsk] = {}
    for row in db.session.execute(rows.order_by(Person.id, Post.school_id)):
        found.setdefault(row[0], ToAsk(*row))
    return list(found.values())


def links_to_remind(
    period_id: int, school_ids: Collection[int] | None, now: datetime
) -> Sequence[tuple[AssessmentLink, str]]:
    """The links of which a reminder may go out, each with the language of the teacher, oldest first."""
    rows = (
        sa.select(AssessmentLink, sa.func.coalesce(Account.locale, "nl"))
        .join(AssessmentLink.person)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            AssessmentLink.period_id == period_id,
            AssessmentLink.reminded_at.is_(None),
            Person.email.is_not(None),
            Account.deactivated_at.is_(None),
        )
        .options(joinedload(AssessmentLink.person), joinedload(AssessmentLink.period))
    )
    if school_ids is not None:
        rows = rows.where(AssessmentLink.school_id.in_(school_ids))
    return [
        (link, locale)
        for link, locale in db.session.execute(rows.order_by(AssessmentLink.id))
        if is_due_for_reminder(made_at=link.made_at, reminded_at=link.reminded_at, expires_at=link.expires_at, now=now)
    ]


def _signer() -> URLSafeSerializer:
    """Signs with the newest key, and knows what an older one signed."""
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"] or ()), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=SALT, signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256})
