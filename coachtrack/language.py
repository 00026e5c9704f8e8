"""The language of a page: who chooses it, and its sentences looked up once a request."""

from functools import cached_property
from typing import Any, cast

from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, Domain
from flask_login import current_user

LANGUAGES = ("nl", "en")


def register(app: Flask) -> None:
    """Speak the language of the reader."""
    _Babel(app, locale_selector=_language)


def _language() -> str:
    """Dutch, unless the reader switched."""
    if not has_request_context():
        return LANGUAGES[0]
    chosen = current_user.locale if current_user.is_authenticated else session.get("locale")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


class _Sentences(Domain):
    """The library looks its catalogue up at each sentence, a sixth of what a page costs; here a request keeps it.

    It keeps it where `force_locale` and `refresh` take it away.
    """

    def get_translations(self) -> Translations | NullTranslations:
        """The sentences in the language of this moment."""
        if not has_request_context():
            return cast("Translations | NullTranslations", super().get_translations())
        asked = cast(Any, request)._get_current_object()
        kept: Translations | NullTranslations | None = getattr(asked, "babel_translations", None)
        if kept is None:
            kept = asked.babel_translations = super().get_translations()
        return kept


class _Babel(Babel):
    @cached_property
    def domain_instance(self) -> Domain:
        """The sentences of the product."""
        return _Sentences(domain=self.domain)
