"""A device with passkeys, in software: it answers as a browser hands it over, and lies where a test asks it to."""

import json
import secrets
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN = "http://localhost"
FLAGS = AuthenticatorData.FLAG
SEEN = FLAGS.UP | FLAGS.UV


class Authenticator:
    """One key for one account."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.handle = b""
        self.count = 0

    def create(self, options: dict[str, Any], *, flags: FLAGS = SEEN, **lies: Any) -> str:
        """The answer to the wish for a new passkey."""
        wish = options["publicKey"]
        self.handle = websafe_decode(wish["user"]["id"])
        credential = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(
            sha256(lies.get("rp_id", wish["rp"]["id"]).encode()), flags | FLAGS.AT, self.count, bytes(credential)
        )
        said = {"clientDataJSON": _client("webauthn.create", wish, lies)}
        said["attestationObject"] = websafe_encode(bytes(AttestationObject.create("none", data, {})))
        return self._answer(said)

    def get(self, options: dict[str, Any], *, flags: FLAGS = SEEN, **lies: Any) -> str:
        """The answer to the question for a passkey."""
        asked = options["publicKey"]
        self.count = lies.get("count", self.count + 1)
        data = AuthenticatorData.create(sha256(lies.get("rp_id", asked["rpId"]).encode()), flags, self.count)
        client = _client("webauthn.get", asked, lies)
        signed = bytes(data) + sha256(websafe_decode(client))
        said = {"clientDataJSON": client, "authenticatorData": websafe_encode(bytes(data))}
        said["signature"] = websafe_encode(lies.get("signed_by", self.key).sign(signed, ec.ECDSA(hashes.SHA256())))
        said["userHandle"] = websafe_encode(lies.get("handle", self.handle))
        return self._answer(said)

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _client(kind: str, asked: dict[str, Any], lies: dict[str, Any]) -> str:
    challenge = lies.get("challenge", asked["challenge"])
    said = CollectedClientData.create(
        lies.get("kind", kind), challenge, lies.get("origin", ORIGIN), cross_origin=lies.get("cross_origin", False)
    )
    return websafe_encode(bytes(said))
