"""An app served by gunicorn in a process of its own, and what it costs that process to answer."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody listens to."""
    with contextlib.closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Served:
    """A server with one worker, and a connection to it that stays open."""

    port: int
    process: subprocess.Popen[bytes]
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str, headers: Mapping[str, str] = {}) -> tuple[int, bytes, Mapping[str, str]]:
        """Status, body and headers."""
        self.connection.request("GET", path, headers=dict(headers))
        answer = self.connection.getresponse()
        return answer.status, answer.read(), dict(answer.headers)

    @property
    def cpu(self) -> float:
        """Seconds of processor time that the worker used so far, of all its threads."""
        return sum(_seconds(worker) for worker in _children(self.process.pid))


def _children(parent: int) -> list[int]:
    tasks = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(task) for task in tasks]


def _seconds(process: int) -> float:
    told = (task / "schedstat" for task in Path(f"/proc/{process}/task").iterdir())
    return sum(int(each.read_text().split()[0]) for each in told) / 1e9


@contextlib.contextmanager
def served(app: str, environment: Mapping[str, str], *, health: str = "/") -> Iterator[Served]:
    """Serve `module:factory()` by gunicorn gthread, one worker, until left."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", app]
    command += ["--workers", "1", "--threads", "4", "--keep-alive", "75", "--no-control-socket", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})  # noqa: S603 - our own
    try:
        _wait_for(port, health)
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, path: str) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
