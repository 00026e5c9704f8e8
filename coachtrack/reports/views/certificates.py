"""Certificates of participation: a teacher makes her own and takes it back; anyone checks the code on one."""

from datetime import date
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import PUBLIC, SIGNED_IN, access, allow_or_404, viewer
from coachtrack.accounts.queries import failed_tries
from coachtrack.accounts.rules import SIGN_IN
from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.downloads import attachment
from coachtrack.forms import page
from coachtrack.funding.queries import period_on
from coachtrack.jobs import Made
from coachtrack.people.queries import get_person
from coachtrack.reports.actions import certificates as actions
from coachtrack.reports.forms.certificates import CertificateForm
from coachtrack.reports.models import Certificate
from coachtrack.reports.permissions import may_have_certificate
from coachtrack.reports.queries import certificates as queries
from coachtrack.reports.rules.certificates import LONGEST, read_code, shown_code
from coachtrack.reports.views.certificate_paper import certificate_paper, check_address, paper_name, period_words
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.submissions import new_key
from coachtrack.text import clean
from coachtrack.trajectories.models import CoachingTrajectory

bp = Blueprint("certificates", __name__)
WORDS = {"disciplines": DISCIPLINE_LABELS, "period_words": period_words, "shown_code": shown_code}


@bp.route("/certificaten", methods=["GET", "POST"])
@access(SIGNED_IN, limit="export")
def mine() -> Response | tuple[str, int]:
    """The certificates that she has, and a form to make one of what she did herself."""
    person_id, now = viewer().person_id, clock.now()
    disciplines = queries.disciplines_of(person_id)
    form = _form(disciplines)
    if disciplines and form.validate_on_submit():
        db.session.commit()  # the key of this form; others may write while the paper is made
        with form.refusals():
            paper = partial(certificate_paper, get_person(person_id))
            made = actions.make_certificate(form.wanted, paper=paper, by=person_id, now=now)
            db.session.commit()
            flash(_("Your certificate is ready."))
            return redirect(url_for(".mine", _anchor=f"certificaat-{made.id}"), 303)
    if form.status != 200:
        form.form_key.data = new_key()
    return page(
        "reports/certificates.html",
        form=form,
        disciplines_done=disciplines,
        completed=_completed(person_id),
        certificates=queries.certificates_of(person_id),
        check_address=check_address,
        today=clock.today(),
        **WORDS,
    )


@bp.get("/certificaten/<int:certificate_id>.pdf")
@access(SIGNED_IN, limit="export")
def download(certificate_id: int) -> Response:
    """The document, as it was made."""
    certificate = _hers(certificate_id)
    return attachment(Made(paper_name(certificate), "application/pdf", certificate.document))


@bp.post("/certificaten/<int:certificate_id>/intrekken")
@access(SIGNED_IN)
def take_back(certificate_id: int) -> Response:
    """From here on its code says that it does not hold."""
    actions.take_back(_hers(certificate_id), by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("This certificate no longer holds. Whoever checks its code is told so."))
    return redirect(url_for(".mine"), 303)


@bp.get("/certificaat")
@access(PUBLIC)
def ask() -> Response | str:
    """Where a code is typed; one that can be a code gets its answer on an address of its own."""
    typed = request.args.get("code", "")
    code = read_code(typed)
    if code is not None:
        return redirect(url_for(".check", code=shown_code(code)), 303)
    return _said("slip" if typed else "asked", typed)


@bp.get("/certificaat/<code>")
@access(PUBLIC)
def check(code: str) -> Response:
    """Discipline, hours and period of a certificate that holds; one answer for all others, known or not."""
    read, answer, state = read_code(code), None, "slip"
    if read is not None:
        _stop_when_too_often()
        answer = queries.answer_about(read, now=clock.now())
        state = "holds" if answer else "not"
    if state == "not":
        db.session.rollback()
        actions.note_wrong_code(address=request.remote_addr or "", now=clock.now())
    return _said(state, shown_code(read) if read else code, answer)


def _said(state: str, typed: str, answer: queries.Answer | None = None) -> Response:
    """The page for who checks a code, which no search engine keeps."""
    told = {"state": state, "typed": clean(typed)[:LONGEST], "answer": answer} | WORDS
    page_of_it = render_template("reports/certificate_check.html", **told)
    return FlaskResponse(page_of_it, mimetype="text/html", headers={"X-Robots-Tag": "noindex"})


def _stop_when_too_often() -> None:
    """Answer 429 to who asks about codes that do not hold as often as nobody types a password wrong."""
    failed = failed_tries(actions.TRY, within=SIGN_IN.within, now=clock.now(), address=request.remote_addr or "")
    if failed >= SIGN_IN.per_address:
        db.session.rollback()
        raise TooManyRequests(retry_after=int(SIGN_IN.within.total_seconds()))


def _hers(certificate_id: int) -> Certificate:
    certificate = queries.get_certificate(certificate_id)
    allow_or_404(may_have_certificate(viewer(), certificate.person_id))
    return certificate


def _completed(person_id: int) -> list[tuple[CoachingTrajectory, date, date]]:
    """Her completed trajectories, each with its first and its last day."""
    found = queries.completed_trajectories_of(person_id)
    return [(each, day_of(each.created_at), day_of(each.completed_at)) for each in found if each.completed_at]


def _form(disciplines: dict[str, tuple[date, date]]) -> CertificateForm:
    """Filled with what the address asks for, or with the funding period so far."""
    today = clock.today()
    period = period_on(today)
    first = period.starts_on if period else min((days[0] for days in disciplines.values()), default=today)
    asked = {"discipline": request.args.get("discipline"), "starts_on": first, "ends_on": today}
    for name in ("starts_on", "ends_on"):
        asked[name] = request.args.get(name, asked[name], type=date.fromisoformat)
    form = CertificateForm(**asked)
    form.fill_choices(disciplines)
    return form
