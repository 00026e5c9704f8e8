"""The set-up of `.deploy/`, on this machine: PostgreSQL, gunicorn with its file, nginx with its file, a certificate."""

import contextlib
import datetime
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.drills.served import ROOT, free_port
from tests.support.databases import PostgreSQL

HOST = "coachtrack.example"
NGINX = """
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/coachtrack.conf;
}}
"""
Answer = tuple[int, str, Mapping[str, str]]


class Browser:
    """One that speaks to the proxy, and keeps its cookie."""

    def __init__(self, port: int, *, name: str = HOST) -> None:
        self.port, self.name, self.cookie = port, name, ""

    def connect(self) -> ssl.SSLSocket:
        """A connection, as to the name of the site."""
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
        return trust.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 10), server_hostname=self.name)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Status, text and headers."""
        connection = http.client.HTTPConnection(self.name, timeout=30)
        connection.sock = self.connect()
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may answer before it heard all
                connection.request(method, path, body, {"Cookie": self.cookie} | headers)
            answer = connection.getresponse()
            kept = dict(part.split("=", 1) for part in self.cookie.split("; ") if part)
            kept |= dict(line.partition(";")[0].split("=", 1) for line in answer.headers.get_all("Set-Cookie", []))
            self.cookie = "; ".join(map("=".join, kept.items()))
            return answer.status, answer.read().decode("utf-8", "replace"), dict(answer.headers)
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """A page."""
        return self.ask("GET", path, **headers)

    def send(self, path: str, **fields: str) -> Answer:
        """Fill in the form at this address and send it."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path)[1])
        assert token is not None, path
        body = urlencode({"csrf_token": token.group(1)} | fields).encode()
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})


class Production:
    """All of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = PostgreSQL()
        self.port, self.plain_port, self.inner_port = free_port(), free_port(), free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("COACHTRACK")},
            "DATABASE_URL": self.postgres.url,
            "SECRET_KEY": "a-secret-for-the-drill-0123456789abcdef",
            "CONTENT_KEYS": "Y29hY2h0cmFjay10ZXN0cy1jb250ZW50LWtleS0wMDE=",
            "EVIDENCE_KEY": "an-evidence-key-for-the-drill-0123456789",
            "BASE_URL": f"https://{HOST}",
            "MAIL_URL": "outbox:",
            "TRUSTED_HOSTS": HOST,
            "PROXY_HOPS": "1",
            "BIND": f"127.0.0.1:{self.inner_port}",
            "WEB_CONCURRENCY": "2",
        }
        self.flask("db", "upgrade")
        self.gunicorn = self._start([sys.executable, "-m", "gunicorn", "--config", ".deploy/gunicorn.conf.py"])
        self.nginx = self._start(["nginx", "-c", str(self._configured()), "-g", "daemon off;"])
        self.browser = Browser(self.port)
        wait_until(lambda: self.browser.get("/readyz")[0] == 200)

    def flask(self, *words: str) -> str:
        """What a command of the product prints."""
        command = [sys.executable, "-m", "flask", "--app", "coachtrack", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)  # noqa: S603
        assert done.returncode == 0, done.stderr
        return done.stdout

    def workers(self) -> list[int]:
        """The processes that answer."""
        pid = self.gunicorn.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def stop_postgres(self) -> None:
        """Take the database away."""
        self.postgres._server.stop()

    def start_postgres(self) -> None:
        """And give it back."""
        self.postgres._server.ensure_postgres_running()

    def close(self) -> None:
        """Take everything down."""
        for process in (self.nginx, self.gunicorn):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=40)
        self.postgres.close()

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, env=self.environment)  # noqa: S603 - our own

    def _configured(self) -> Path:
        """The proxy's file as it is shipped, with the ports and folders of this drill."""
        make_certificate(self.folder)
        shipped = (ROOT / ".deploy" / "nginx.conf").read_text()
        for given, ours in (
            ("127.0.0.1:8000", f"127.0.0.1:{self.inner_port}"),
            ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("listen 80", f"listen 127.0.0.1:{self.plain_port}"),
            ("/etc/ssl/coachtrack", str(self.folder)),
            ("/var/log/nginx", str(self.folder)),
        ):
            assert given in shipped, f"{given} is not in nginx.conf any more"
            shipped = shipped.replace(given, ours)
        (self.folder / "coachtrack.conf").write_text(shipped)
        whole = self.folder / "nginx.conf"
        whole.write_text(NGINX.format(folder=self.folder, user="user root;" if os.geteuid() == 0 else ""))
        return whole


def make_certificate(folder: Path) -> None:
    """One that nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def wait_until(holds: "object", *, seconds: float = 40) -> float:
    """Wait until this holds; returns how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if holds():  # type: ignore[operator] # a question
                return time.monotonic() - began
        time.sleep(0.2)
    raise AssertionError("it did not come about")


@contextlib.contextmanager
def production() -> Iterator[Production]:
    """The set-up, as long as it is used."""
    folder = Path(tempfile.mkdtemp(prefix="ct-production-"))
    folder.chmod(0o755)
    made = Production(folder)
    try:
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)
