"""The report of a talk and the planning form on paper; making the report, confirming it, asking to change it."""

import re

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock, text
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import page, say
from coachtrack.pdf import pdf_of
from coachtrack.people.queries import get_person
from coachtrack.talks.actions import reports as actions
from coachtrack.talks.forms.reports import AskChangeForm
from coachtrack.talks.models import Talk
from coachtrack.talks.permissions import may_confirm_talk, may_hold_talk, may_see_talk
from coachtrack.talks.queries import reports as queries
from coachtrack.talks.queries.talks import get_talk, steps_of
from coachtrack.talks.rules.reports import fingerprint, state_of
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.talks.views.blueprint import bp, held_by_her
from coachtrack.talks.views.report_content import Content, confirmed_words, planning_content, report_content
from coachtrack.viewer import Role

READERS = ("advisor", "commission", "school_leader", "culture_coordinator")


def seen_by_her(talk_id: int) -> Talk:
    """The talk, for who may read it; for others it does not exist."""
    talk = get_talk(talk_id)
    allow_or_404(may_see_talk(viewer(), talk))
    return talk


def confirmed_by_her(talk_id: int) -> Talk:
    """The talk, for who may confirm its report; for others it does not exist."""
    talk = get_talk(talk_id)
    allow_or_404(may_confirm_talk(viewer(), talk))
    return talk


@bp.app_template_global("report_waiting_at")
def report_waiting_at(school_id: int) -> Talk | None:
    """The report of this school that waits for the word of who is looking; of several the oldest."""
    leads = school_id in viewer().school_ids(Role.SCHOOL_LEADER)
    waiting = queries.reports_to_confirm([school_id]) if leads else ()
    return next(iter(waiting), None)


@bp.get("/<int:talk_id>/verslag")
@access(*READERS)
def report(talk_id: int) -> str:
    """What was said and agreed, the same for both sides; with what is to be done about it."""
    talk = seen_by_her(talk_id)
    content = _content(talk)
    return render_template(
        "talks/report.html",
        talk=talk,
        steps=steps_of(talk) if may_hold_talk(viewer(), talk) else [],
        content=content,
        seen=fingerprint(content),
        state=state_of(talk.status, reported_at=talk.reported_at, change_asked_at=talk.change_asked_at).value,
        may_hold=may_hold_talk(viewer(), talk),
        may_confirm=may_confirm_talk(viewer(), talk),
        leaders=queries.who_confirms(talk.school_id, clock.today()),
        is_ahead=talk.appointment is not None and clock.day_of(talk.appointment.starts_at) > clock.today(),
    )


@bp.get("/<int:talk_id>/verslag.pdf")
@access(*READERS, limit="export")
def download_report(talk_id: int) -> Response:
    """The report as a document; once it was confirmed, the very document that was."""
    talk = seen_by_her(talk_id)
    content = _content(talk)
    if talk.status is TalkStatus.CONFIRMED:
        document = queries.confirmed_document(talk.id).document
    else:
        document = pdf_of("document", content, at=talk.reported_at or clock.now())
    return _download(document, content["name"])


@bp.get("/<int:talk_id>/planningsformulier.pdf")
@access(*READERS, limit="export")
def download_planning_form(talk_id: int) -> Response:
    """All dates that were agreed, as they are now, on paper."""
    talk, now = seen_by_her(talk_id), clock.now()
    content = planning_content(queries.told_in(talk), on=clock.day_of(now))
    return _download(pdf_of("document", content, at=now), content["name"])


@bp.post("/<int:talk_id>/verslag/maken")
@access("advisor", "commission")
def make_report(talk_id: int) -> Response:
    """The talk is finished; the school is asked to confirm the report."""
    talk = held_by_her(talk_id)
    try:
        asked = actions.make_report(talk, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        return _refused(talk_id, refusal)
    db.session.commit()
    if asked:
        names = ", ".join(leader.name for leader in asked)
        flash(_("The report is ready. A mail goes to %(names)s, to confirm it.", names=names))
    else:
        flash(
            _("The report is ready. No leader of this school has a mail address, so tell the school yourself."),
            "warning",
        )
    return redirect(url_for(".report", talk_id=talk_id), 303)


@bp.post("/<int:talk_id>/verslag/heropenen")
@access("advisor", "commission")
def reopen_talk(talk_id: int) -> Response:
    """Something in the report is to be changed."""
    talk = held_by_her(talk_id)
    try:
        actions.reopen_talk(talk, by=viewer().person_id, now=clock.now())
    except Refused as refusal:
        return _refused(talk_id, refusal)
    db.session.commit()
    flash(_("The talk is open again. Make the report once more when you are done."))
    return redirect(url_for(".report", talk_id=talk_id), 303)


@bp.post("/<int:talk_id>/bevestigen", endpoint="confirm")
@access("school_leader")
def confirm_report(talk_id: int) -> Response:
    """This is what was said and agreed; the report is kept as it was read."""
    talk, leader, now = confirmed_by_her(talk_id), get_person(viewer().person_id), clock.now()
    content = report_content(queries.told_in(talk), status=confirmed_words(leader.name, now))
    document = pdf_of("document", content, at=now)
    try:
        actions.confirm_report(talk, content, document, seen=request.form.get("seen", ""), by=leader, now=now)
    except Refused as refusal:
        return _refused(talk_id, refusal)
    db.session.commit()
    flash(_("You have confirmed the report and its agreements. %(name)s gets a mail.", name=talk.advisor.name))
    return redirect(url_for(".report", talk_id=talk_id), 303)


@bp.route("/<int:talk_id>/wijziging-vragen", methods=["GET", "POST"])
@access("school_leader")
def ask_change(talk_id: int) -> Response | tuple[str, int]:
    """Say what is not right in the report; the advisor gets a mail and opens the talk again."""
    talk, form = confirmed_by_her(talk_id), AskChangeForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.ask_change(talk, form.remark.data or "", by=get_person(viewer().person_id), now=clock.now())
            db.session.commit()
            flash(_("%(name)s gets a mail that you want something changed.", name=talk.advisor.name))
            return redirect(url_for(".report", talk_id=talk_id), 303)
    return page("talks/ask_change.html", form=form, talk=talk)


def _content(talk: Talk) -> Content:
    """As it was confirmed, or else as it stands now."""
    kept = queries.confirmed_report(talk.id)
    return dict(kept.content) if kept is not None else report_content(queries.told_in(talk))


def _refused(talk_id: int, refusal: Refused) -> Response:
    db.session.rollback()
    flash(say(refusal), "warning")
    return redirect(url_for(".report", talk_id=talk_id), 303)


def _download(document: bytes, said: str) -> Response:
    """Under a name that says what it is: `verslag-ambitiegesprek-de-bron-2026-11-24.pdf`."""
    name = re.sub(r"[^a-z0-9]+", "-", text.fold(said)).strip("-")[:120]
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return FlaskResponse(document, content_type="application/pdf", headers=headers)
