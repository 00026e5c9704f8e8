"""A mail server of the test's own: it keeps what arrives, and answers when the test lets it."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """`mails` is what arrived; while `holding` is set, the one that arrived last waits for its answer."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.url = ""
        self.arrived = threading.Event()
        self.holding = threading.Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Keep the mail, and say so as soon as nothing holds it."""
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content))
        self.arrived.set()
        while self.holding.is_set():
            await asyncio.sleep(0.02)
        return "250 OK"

    def addresses(self) -> list[str]:
        """To whom mail arrived, in order of the alphabet."""
        return sorted(str(mail["To"]) for mail in self.mails)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that runs meanwhile."""
    handler = MailServer()
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{port}"
    try:
        yield handler
    finally:
        handler.holding.clear()
        controller.stop()
