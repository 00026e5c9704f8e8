"""Mail: a row in the outbox, in the transaction of the change it tells of; a worker sends it afterwards."""

from coachtrack.outbox.models import RECIPIENT_LEFT, SUPERSEDED, WITHDRAWN, Message, OutboxMail
from coachtrack.outbox.posting import cancel_for, post, post_all, withdraw
from coachtrack.outbox.retrying import KEPT, forget_undelivered, hold_back, is_overdue, retry, tried_until
from coachtrack.outbox.sending import CLAIM, PAUSES, send_due
from coachtrack.outbox.writing import sender_at

__all__ = [
    "CLAIM",
    "KEPT",
    "PAUSES",
    "RECIPIENT_LEFT",
    "SUPERSEDED",
    "WITHDRAWN",
    "Message",
    "OutboxMail",
    "cancel_for",
    "forget_undelivered",
    "hold_back",
    "is_overdue",
    "post",
    "post_all",
    "retry",
    "send_due",
    "sender_at",
    "tried_until",
    "withdraw",
]
