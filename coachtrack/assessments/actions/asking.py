"""Ask the teachers of schools by mail how they find themselves, once in a period, and remind them once."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from flask_babel import force_locale

from coachtrack import audit, crypto
from coachtrack.assessments import mails
from coachtrack.assessments.models import AssessmentLink
from coachtrack.assessments.queries.links import link_token, links_to_remind, to_ask
from coachtrack.assessments.rules.links import check_period, check_some, check_some_to_remind, expires_at
from coachtrack.clock import AMSTERDAM, day_of
from coachtrack.database import db
from coachtrack.funding.models import FundingPeriod
from coachtrack.outbox import post_all


def ask_teachers(period: FundingPeriod, school_ids: Collection[int] | None, *, by: int | None, now: datetime) -> int:
    """Mail a link to every teacher of these schools (of all: None) who was not asked yet; returns how many."""
    check_period(period.starts_on, period.ends_on, day_of(now))
    asked = to_ask(period.id, school_ids, day_of(now))
    check_some(len(asked))
    midnight = datetime.combine(period.ends_on + timedelta(days=1), time(0), AMSTERDAM)
    until, posted, rows = expires_at(now, midnight), [], []
    for each in asked:
        token = link_token(each.person_id, period.id, now)
        rows.append(
            {
                "person_id": each.person_id,
                "school_id": each.school_id,
                "period_id": period.id,
                "token_hash": crypto.token_hash(token),
                "made_at": now,
                "expires_at": until,
            }
        )
        to = mails.Addressed(each.email, each.first_name, each.person_id, period.id, token, until)
        with force_locale(each.locale):
            posted.append((mails.question(to), each.person_id))
    db.session.execute(sa.insert(AssessmentLink), rows)
    post_all(posted, now=now)
    audit.note("teachers asked", now=now, by=by, thing=f"period:{period.id}", detail=f"{len(asked)} asked")
    db.session.flush()
    return len(asked)


def remind_teachers(period: FundingPeriod, school_ids: Collection[int] | None, *, by: int | None, now: datetime) -> int:
    """Remind everyone who was asked more than a week ago, once; returns how many. Raises `Refused` for nobody."""
    links = links_to_remind(period.id, school_ids, now)
    check_some_to_remind(len(links))
    posted = []
    for link, locale in links:
        token = link_token(link.person_id, link.period_id, link.made_at)
        link.token_hash, link.reminded_at = crypto.token_hash(token), now
        person = link.person
        to = mails.Addressed(str(person.email), person.first_name, person.id, period.id, token, link.expires_at)
        with force_locale(locale):
            posted.append((mails.reminder(to), person.id))
    post_all(posted, now=now)
    audit.note("teachers reminded", now=now, by=by, thing=f"period:{period.id}", detail=f"{len(links)} reminded")
    db.session.flush()
    return len(links)
