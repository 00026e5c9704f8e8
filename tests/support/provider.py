"""A sign-in provider on this machine: it speaks OpenID Connect over http, checks what we send, and signs for real."""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from coachtrack import clock
from config import Provider

CLIENT, SECRET = "coachtrack-client", "a-secret-of-the-client"
Claims = dict[str, Any]


@cache
def key(kid: str) -> RSAKey:
    """A key of 2048 bits; making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}, private=True)


class LocalProvider:
    """It lets in whoever comes. Tests change `sign`, `claims` or `metadata` to make it lie."""

    def __init__(self) -> None:
        self.keys = [key("first")]
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.change: Callable[[Claims], Claims] = lambda claims: claims
        self.sign: Callable[[Claims], str | None] = self.signed
        self.metadata: dict[str, Any] = {}
        self.status = 200
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.settings = Provider("entra", "Microsoft", self.issuer, CLIENT, SECRET)

    def signed(self, claims: Claims, kid: str = "first") -> str:
        """These claims under its own key."""
        return jwt.encode({"alg": "RS256", "kid": kid}, claims, key(kid))

    def let_in(self, address: str, subject: str) -> str:
        """What its page does once `subject` signed in there: the path at which the browser comes back to us."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (asked["client_id"], asked["response_type"], asked["scope"]) == (CLIENT, "code", "openid")
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) >= 43
        assert len(asked["nonce"]) >= 43
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "sub": subject}
        return urlsplit(asked["redirect_uri"]).path + "?" + urlencode({"code": code, "state": asked["state"]})

    def exchange(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """A token for a code, once, for who knows the secret of the client and of the conversation."""
        asked = self.codes.pop(form.get("code", ""), None)
        wanted = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != wanted:
            return 401, {"error": "invalid_client"}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            asked is None
            or form["redirect_uri"] != asked["redirect_uri"]
            or challenge.decode().rstrip("=") != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        made_at = int(clock.now().timestamp())
        claims = self.change({
            "iss": self.issuer, "aud": CLIENT, "sub": asked["sub"], "nonce": asked["nonce"], "iat": made_at,
            "exp": made_at + 300, "email": "anna@school.example", "email_verified": True,
        })  # fmt: skip
        token = self.sign(claims)
        return 200, {"access_token": "x", "token_type": "Bearer"} | ({"id_token": token} if token is not None else {})

    def answer(self, path: str) -> dict[str, Any]:
        """Its metadata, and its keys."""
        if path == "/keys":
            return KeySet([*self.keys]).as_dict(private=False)
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        } | self.metadata


def _handler(provider: LocalProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            self._say(provider.status, provider.answer(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if provider.status != 200:
                self._say(provider.status, {})
            else:
                self._say(*provider.exchange(form, self.headers.get("Authorization", "")))

        def log_message(self, *_args: object) -> None:
            pass

        def _say(self, status: int, body: dict[str, Any]) -> None:
            written = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

    return Handler


@contextlib.contextmanager
def running_provider() -> Iterator[LocalProvider]:
    """One that answers meanwhile."""
    provider = LocalProvider()
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()
