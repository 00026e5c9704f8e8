"""Signing in by a link that comes by mail: asked for in one browser, confirmed in that one or in another."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, access, signed_in
from coachtrack.accounts import actions, queries, rules
from coachtrack.accounts.forms import SignInLinkForm, UseLinkForm
from coachtrack.accounts.models import LinkKind, SingleUseLink, Way
from coachtrack.accounts.views.afterwards import afterwards
from coachtrack.accounts.views.arriving import arrive
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.gone import link_expired, link_gone
from coachtrack.accounts.views.passwords import may_be_mailed
from coachtrack.crypto import new_token, token_hash
from coachtrack.forms import page


@bp.route("/inloggen/link", methods=["GET", "POST"])
@access(PUBLIC)
def ask_sign_in_link() -> Response | tuple[str, int]:
    """The same answer for every address; the mail goes out afterwards."""
    if signed_in():
        return redirect(url_for("home.start"))
    form = SignInLinkForm()
    if form.validate_on_submit():
        if may_be_mailed(token_hash(form.email.data.strip().casefold())):
            afterwards(_mail_it(form.email.data))
        return redirect(url_for(".mail_is_coming"), 303)
    return page("accounts/ask_sign_in_link.html", form=form)


@bp.route("/inloggen/link/<token>", methods=["GET", "POST"])
@access(PUBLIC)
def use_sign_in_link(token: str) -> Response | tuple[str, int]:
    """Looking does nothing, so a mail scanner may; signing in takes a press of the button, in whatever browser."""
    link = queries.find_link(token, LinkKind.SIGN_IN)
    if link is None:
        return link_gone()
    if link.is_over(clock.now()):
        return link_expired(link, token)
    form, account, target = UseLinkForm(), link.account, link.target
    if form.validate_on_submit():
        with form.refusals():
            actions.use_sign_in_link(link, now=clock.now())
            answer = arrive(account, way=Way.LINK, target=target, wants_trust=bool(form.trust.data))
            if signed_in():  # not while a second step is still asked
                flash(_("Hello %(name)s, you are signed in.", name=account.person.first_name))
            return answer
    return page("accounts/use_sign_in_link.html", form=form, person=link.account.person, asked_here=_asked_here(link))


def _mail_it(email: str) -> Callable[[], None]:
    return partial(
        actions.mail_sign_in_link,
        email,
        browser=session.setdefault("browser", new_token()),
        device=rules.device_of(request.user_agent.string),
        target=session.get("next"),
        target_of=session.get("next_of"),
        now=clock.now(),
    )


def _asked_here(link: SingleUseLink) -> bool:
    """Whether this is the browser in which she asked for the link."""
    return link.browser_hash == token_hash(session.get("browser", ""))
