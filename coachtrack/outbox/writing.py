"""A mail as it goes over the line."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from coachtrack.outbox.models import OutboxMail

PROGRAMME = "CoachTrack"


def sender_at(base_url: str) -> str:
    """The address that mail comes from, at the host of this installation."""
    host = urlsplit(base_url).hostname or "localhost"
    return f"coachtrack@[IPv6:{host}]" if ":" in host else f"coachtrack@{host}"


def as_email(mail: OutboxMail, *, sender: str) -> EmailMessage:
    """The same bytes whenever it is written, apart from the border between its parts: a repeat is known as one.

    Raises `ValueError`, `IndexError` or `MessageError` for an address that is none.
    """
    email = EmailMessage(policy=SMTP)
    email["From"] = Address(mail.from_name or PROGRAMME, addr_spec=sender)
    email["To"] = Address(addr_spec=mail.to)
    if mail.reply_to and (reply_to := _address(mail.reply_to)):
        email["Reply-To"] = reply_to
    email["Subject"] = mail.subject
    email["Date"] = format_datetime(mail.posted_at)
    email["Message-ID"] = f"<outbox-{mail.id}@{sender.rpartition('@')[2]}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(mail.body or "", cte="quoted-printable")
    if mail.calendar:
        email.add_alternative(
            mail.calendar.encode(),
            maintype="text",
            subtype="calendar",
            cte="base64",
            params={"method": mail.calendar_method or "REQUEST", "charset": "utf-8"},
        )
    return email


def _address(text: str) -> Address | None:
    try:
        return Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):
        return None
