"""A mail server that answers what the test tells it to, and what it was handed, as a mail program reads it."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

SENDER = "coachtrack@school.example"


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Server:
    """What it was handed stands in `mails`, also when its answer never arrived."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.at_recipient: str | None = None
        self.at_data: str | None = None
        self.drops_before = self.drops_after = False
        self.waits_at_data = False
        self.reached = threading.Event()
        self.url = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def] # noqa: N802 - the name that aiosmtpd calls
        """The first of its two answers."""
        if self.at_recipient:
            return self.at_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def] # noqa: N802 - the name that aiosmtpd calls
        """The second, after the mail itself."""
        if self.drops_before:
            server.transport.abort()
            return "250 never arrives"
        if self.at_data:
            return self.at_data
        self.mails.append(envelope)
        self.reached.set()
        while self.waits_at_data:
            await asyncio.sleep(0.02)
        if self.drops_after:
            server.transport.abort()
        return "250 OK"

    def read(self) -> list[EmailMessage]:
        """Everything that was handed in, in order."""
        return [message_from_bytes(each.content, policy=default) for each in self.mails]


@contextmanager
def mail_server() -> Iterator[Server]:
    """A server that listens."""
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=free_port())
    controller.start()
    server.url = f"smtp://127.0.0.1:{controller.port}"
    yield server
    server.waits_at_data = False
    controller.stop()
