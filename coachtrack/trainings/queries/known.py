"""Whom somebody has found while she takes the attendance of a meeting, as her form carries it."""

from collections.abc import Collection

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer


def sign_known(person_ids: Collection[int], meeting_id: int) -> str:
    """These people, found for this meeting."""
    return str(_serializer().dumps([meeting_id, sorted(person_ids)]))


def known_numbers(signed: str, meeting_id: int) -> set[int]:
    """Whom a form says were found; nobody where it was made up, or comes from another meeting."""
    try:
        found_for, person_ids = _serializer().loads(signed)
    except (BadData, ValueError, TypeError):
        return set()
    return set(person_ids) if found_for == meeting_id else set()


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="found for a meeting")
