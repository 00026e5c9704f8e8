"""Tell those who take part what happened to an appointment: a mail to each, in the transaction of the change."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import force_locale

from coachtrack import outbox
from coachtrack.agenda import mails
from coachtrack.agenda.models import Appointment
from coachtrack.agenda.queries.entries import entry_of
from coachtrack.agenda.queries.invitations import recipients_among, times_taken_off
from coachtrack.agenda.rules.appointments import Span
from coachtrack.agenda.rules.invitations import Change, is_news, thread_of
from coachtrack.database import db
from coachtrack.people.models import Person


def tell(
    appointment: Appointment,
    *,
    change: Change,
    by: int | None,
    now: datetime,
    only: Collection[int] | None = None,
    left: Collection[int] = (),
    before: Span | None = None,
) -> None:
    """Post one mail to everyone who takes part (or `only` to these) and wants mail; to whoever `left`, that she did.

    Nobody is told of what is over. Whoever wants no mail any more does not get the one that waited and no longer holds
    either. The number of statements does not depend on how many there are.
    """
    told = [participant.person_id for participant in appointment.participants] if only is None else only
    span = Span(appointment.starts_at, appointment.ends_at)
    changes = dict.fromkeys(told, change) | dict.fromkeys(left, Change.LEFT)
    changes = {
        person_id: each for person_id, each in changes.items() if is_news(each, span=span, before=before, now=now)
    }
    recipients = recipients_among(changes) if changes else {}
    untold = [number for number, each in changes.items() if number not in recipients and each is not Change.PLANNED]
    if untold:
        outbox.withdraw([thread_of(appointment.id, number) for number in untold], now=now)
    if not recipients:
        return
    taken_off = times_taken_off(appointment.id, recipients)
    actor = db.session.get(Person, by) if by is not None else None
    news = mails.News(appointment=appointment, actor=actor, before=before, posted_at=now)
    posted = []
    for locale in sorted({recipient.locale for recipient in recipients.values()}):
        with force_locale(locale):
            entry = entry_of(appointment.id)
            posted += [
                (mails.invitation(news, changes[number], each, entry, taken_off=taken_off[number]), number)
                for number, each in recipients.items()
                if each.locale == locale
            ]
    outbox.post_all(posted, now=now)
