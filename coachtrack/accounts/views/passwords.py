"""A password of one's own: through an invitation, or a new one when it was forgotten."""

from functools import partial

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, access
from coachtrack.accounts import actions, queries, rules
from coachtrack.accounts.forms import ChoosePasswordForm, ForgotPasswordForm
from coachtrack.accounts.models import LinkKind, Way
from coachtrack.accounts.views.afterwards import afterwards
from coachtrack.accounts.views.arriving import arrive
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.gone import link_expired, link_gone
from coachtrack.accounts.views.signing_in import where_to
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.forms import page

INVITATION = {"kind": LinkKind.INVITATION.value}
RESET = {"kind": LinkKind.PASSWORD_RESET.value}


@bp.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@access(PUBLIC)
def forgot_password() -> Response | tuple[str, int]:
    """The same answer for every address; the mail goes out afterwards."""
    form = ForgotPasswordForm()
    if form.validate_on_submit():
        if may_be_mailed(token_hash(form.email.data.strip().casefold())):
            afterwards(partial(actions.forget_password, form.email.data, now=clock.now()))
        return redirect(url_for(".mail_is_coming"), 303)
    return page("accounts/forgot_password.html", form=form)


@bp.get("/wachtwoord-vergeten/mail")
@access(PUBLIC)
def mail_is_coming() -> str:
    """Where to look for it."""
    return render_template("accounts/mail_is_coming.html")


@bp.route("/uitnodiging/<token>", methods=["GET", "POST"], defaults=INVITATION)
@bp.route("/wachtwoord/<token>", methods=["GET", "POST"], defaults=RESET)
@access(PUBLIC)
def choose_password(kind: str, token: str) -> Response | tuple[str, int]:
    """Looking at the page does not use the link up, so a mail scanner may; sending the form does."""
    link = queries.find_link(token, LinkKind(kind))
    if link is None:
        return link_gone(invited=kind == LinkKind.INVITATION)
    if link.is_over(clock.now()):
        return link_expired(link, token)
    if kind == LinkKind.INVITATION and current_app.config["OIDC"]:
        session["invitation"] = token  # for who accepts it by a provider
    form, account = ChoosePasswordForm(), link.account
    if form.validate_on_submit():
        with form.refusals():
            actions.choose_password(link, form.password.data, now=clock.now())
            db.session.commit()
            answer = arrive(account, way=Way.LINK, target=where_to(account.id))
            flash(_("Welcome, %(name)s. Your password is set.", name=account.person.first_name))
            return answer
    return page("accounts/choose_password.html", form=form, link=link, person=link.account.person)


@bp.post("/uitnodiging/<token>/opnieuw")
@access(PUBLIC)
def ask_again(token: str) -> Response | tuple[str, int]:
    """A new invitation for whoever holds one that expired."""
    link = queries.find_link(token, LinkKind.INVITATION)
    if link is None:
        return link_gone(invited=True)
    email = link.account.person.email or ""
    if may_be_mailed(token_hash(email.casefold())):
        link = queries.find_link(token, LinkKind.INVITATION)
        if link is not None:
            actions.ask_again(link, now=clock.now())
    db.session.commit()
    return redirect(url_for(".mail_is_coming"), 303)


def may_be_mailed(key: str) -> bool:
    """Whether this recipient may get another mail now. Counts the asking; 429 when one network address goes on."""
    now, address = clock.now(), request.remote_addr or ""
    actions.note_attempt("mail", account_key=key, address=address, now=now)
    db.session.commit()
    limit = rules.MAILS
    if queries.failed_tries("mail", within=limit.within, now=now, address=address) > limit.per_address:
        db.session.rollback()
        raise TooManyRequests(retry_after=int(limit.within.total_seconds()))
    return queries.failed_tries("mail", within=limit.within, now=now, account_key=key) <= limit.per_account
