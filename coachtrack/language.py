"""The language of a page: who chooses it, and its sentences looked up once a request."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, Domain
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

LANGUAGES = ("nl", "en")


def register(app: Flask) -> None:
    """Speak the language of the reader."""
    babel = _Babel(app, locale_selector=_language)
    sentence = _sentence_of(babel)
    app.jinja_env.globals.update({"_": sentence, "gettext": sentence})


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


def _sentence_of(babel: Babel) -> Callable[..., str]:
    """How a template says a sentence: as the library does, without the copy of all its variables that that takes."""

    @pass_eval_context
    def sentence(context: EvalContext, message: str, /, **values: Any) -> str:
        said: str = babel.domain_instance.get_translations().ugettext(message)
        return (Markup(said) if context.autoescape else said) % values  # noqa: S704 - a sentence of our own

    return sentence


class _Babel(Babel):
    @cached_property
    def domain_instance(self) -> Domain:
        """The sentences of the product."""
        return _Sentences(domain=self.domain)
