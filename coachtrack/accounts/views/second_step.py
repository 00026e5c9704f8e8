"""The second step of signing in: a code from the app, or one from paper."""

from collections.abc import Iterable

from flask import flash, redirect, request, session
from flask_babel import ngettext
from werkzeug.wrappers import Response

from coachtrack import audit, clock
from coachtrack.access import PUBLIC, access
from coachtrack.accounts import actions, queries
from coachtrack.accounts.forms import CodeForm
from coachtrack.accounts.models import Account, FactorKind
from coachtrack.accounts.rules.factors import CODES, Code
from coachtrack.accounts.views.arriving import enter, took_too_long
from coachtrack.accounts.views.blueprint import bp
from coachtrack.accounts.views.signing_in import stop_when_too_often
from coachtrack.crypto import token_hash
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.forms import page


@bp.route("/inloggen/tweede-stap", methods=["GET", "POST"])
@access(PUBLIC)
def second_step() -> Response | tuple[str, int]:
    """For who gave the first half, whichever it was. Without that half there is nothing to guess at."""
    half = queries.find_half(session.get("half"), now=clock.now())
    if half is None or half.account_id is None:
        return took_too_long()
    form, account = CodeForm(), queries.get_account(half.account_id)
    target, way, wants_trust = half.target, half.way, half.wants_trust
    if form.validate_on_submit():
        with form.refusals():
            said = checked_code(account, form.factor_code.data)
            if not actions.spend_half(half, now=clock.now()):
                db.session.rollback()
                return took_too_long()
            enter(account, way=way, wants_trust=wants_trust)
            tell_what_is_left(account, said)
            return redirect(target, 303)
    kinds = {factor.kind for factor in queries.factors_of(account.id)}
    return page("accounts/second_step.html", form=form, kinds=kinds, on_paper=wants_paper(kinds))


def wants_paper(kinds: Iterable[FactorKind]) -> bool:
    """Whether the page asks for a code on paper: because she said so, or has no app to look at."""
    return "papier" in request.args or FactorKind.TOTP not in kinds


def checked_code(account: Account, typed: str | None) -> Code:
    """What she typed is a code of hers, here and now; raises `Refused` when not. Counts the try, and commits that."""
    now, key = clock.now(), token_hash(f"account:{account.id}")
    attempt = actions.note_attempt("code", account_key=key, address=request.remote_addr or "", now=now)
    db.session.commit()
    for limit in CODES:
        stop_when_too_often("code", limit, account_key=key)
    said = actions.accept_code(account, typed, now=now)
    if said is None:
        audit.note("session.refused", now=now, by=None, thing=f"person:{account.person_id}", detail="code")
        db.session.commit()
        raise Refused(
            N_("This code does not fit. A code works once; a new one comes every half minute."), field="factor_code"
        )
    actions.note_success(attempt)
    return said


def tell_what_is_left(account: Account, said: Code) -> None:
    """After a code on paper: how many there still are."""
    if said is Code.PAPER:
        left = len(queries.codes_left(account.id))
        flash(
            ngettext(
                "You used a recovery code. There is %(num)s left: make new ones on the page My account.",
                "You used a recovery code. There are %(num)s left.",
                left,
            )
        )
