"""The preparation of a talk on one screen: what to have at hand, ticked item by item; its papers, mail and links."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.agenda.mails.invitations import address_of
from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.agreements.queries import agreements_of, progress_of
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.forms import Form, page, say
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS
from coachtrack.talks.actions import preparation as actions
from coachtrack.talks.actions.questionnaires import make_questionnaire, withdraw_questionnaire
from coachtrack.talks.forms.preparation import PaperForAllForm, PaperForm, PreparationMailForm
from coachtrack.talks.mails import draft_of
from coachtrack.talks.models import Talk, TalkPaper, TalkResult
from coachtrack.talks.permissions import may_hold_talk, may_remove_paper, may_see_paper
from coachtrack.talks.queries import preparation as queries
from coachtrack.talks.queries.questionnaires import answered_of, get_questionnaire, link_state, questionnaires_of
from coachtrack.talks.queries.talks import guide_steps, steps_of
from coachtrack.talks.rules.papers import LARGEST, MEGABYTE, WrongPaper
from coachtrack.talks.rules.preparation import (
    ITEM_LABELS,
    LINK_PLACE,
    PAPER_ITEMS,
    PAPER_LABELS,
    PILLAR_LABELS,
    ChecklistItem,
    checklist_for,
)
from coachtrack.talks.rules.talks import TALK_LABELS, TalkKind
from coachtrack.talks.views.blueprint import bp, held_by_her
from coachtrack.viewer import Role

HOLDERS = (Role.ADVISOR, Role.COMMISSION)
Answer = Response | str | tuple[str, int]


@bp.get("/<int:talk_id>/voorbereiding")
@access(*HOLDERS)
def prepare(talk_id: int) -> str:
    """Everything that prepares a talk."""
    return _prepare_page(held_by_her(talk_id))


def _prepare_page(talk: Talk, link: str = "") -> str:
    """The page; with a link that was just made, which is told once."""
    return render_template(
        "talks/prepare.html", talk=talk, link=link, steps=steps_of(talk), items=checklist_for(talk.kind),
        labels=ITEM_LABELS, paper_labels=PAPER_LABELS, ticks=queries.ticks_of(talk.id),
        papers=queries.papers_of(talk.id), may_remove=lambda paper: may_remove_paper(viewer(), paper),
        **_earlier(talk), **_at_school(talk), **_asked(talk),
    )  # fmt: skip


def _by_part(talk: Talk | None, results: Sequence[TalkResult]) -> list[tuple[str, list[TalkResult]]]:
    """The results of a talk under the titles of the parts of its guide."""
    parts = [part for step in guide_steps(talk) for part in step.parts] if talk is not None else []
    found = [(part.title, [each for each in results if each.part == part.key]) for part in parts]
    return [(title, some) for title, some in found if some]


def _earlier(talk: Talk) -> dict[str, object]:
    """What came of earlier talks and agreements."""
    results_of, results = queries.earlier_results(talk)
    others = queries.other_talks(talk)
    agreements = agreements_of(talk.school_id, talk.first_year - 1)
    return {
        "results_of": results_of,
        "aimed": _by_part(results_of, results),
        "orientation": next((each for each in others if each.kind is TalkKind.ORIENTATION), None),
        "agreements": agreements,
        "progress": progress_of(agreements, now=clock.now()),
        "held_on": queries.held_on,
        "talk_labels": TALK_LABELS,
    }


def _at_school(talk: Talk) -> dict[str, object]:
    """What the school said of itself, and what is planned there."""
    return {
        "evi": queries.evi_of(talk.school_id),
        "pillars": PILLAR_LABELS,
        "activities": queries.activities_in(talk.school_id, talk.first_year),
        "kinds": KIND_LABELS,
        "disciplines": DISCIPLINE_LABELS,
    }


def _asked(talk: Talk) -> dict[str, object]:
    """What was mailed to the school, which links are out, and what came back."""
    now = clock.now()
    return {
        "mails": queries.mails_of(talk.id),
        "links": [(each, link_state(each, now=now).value) for each in questionnaires_of(talk.id)],
        "answered": answered_of(talk.id),
    }


@bp.post("/<int:talk_id>/voorbereiding/afvinken")
@access(*HOLDERS)
def tick(talk_id: int) -> Response:
    """This item is ready, or not after all."""
    talk = held_by_her(talk_id)
    said = request.form.get("item", "")
    item = ChecklistItem(said) if said in set(ChecklistItem) else abort(400)
    if "undo" in request.form:
        actions.untick(talk, item)
    else:
        actions.tick(talk, item, by=viewer().person_id, now=clock.now())
    db.session.commit()
    return redirect(url_for(".prepare", talk_id=talk.id, _anchor=item.value), 303)


@bp.route("/<int:talk_id>/voorbereiding/bestand", methods=["GET", "POST"])
@access(*HOLDERS)
def add_paper(talk_id: int) -> Answer:
    """A file that belongs to an item of the preparation."""
    talk = held_by_her(talk_id)
    asked = request.args.get("item", "")
    form = PaperForm(item=asked if asked in set(PAPER_ITEMS) else None)
    if form.validate_on_submit():
        item = form.item.data
        if _kept(form, talk, item):
            return redirect(url_for(".prepare", talk_id=talk.id, _anchor=item.value), 303)
    return page("talks/add_paper.html", form=form, talk=talk, largest=LARGEST // MEGABYTE)


@bp.route("/praatdocument", methods=["GET", "POST"])
@access(*HOLDERS)
def talking_aid() -> Answer:
    """The talking aid of the programme: the commission puts it in once, and each talk shows it."""
    form, may_add = PaperForAllForm(), viewer().has(Role.COMMISSION)
    if form.is_submitted() and not may_add:
        abort(403)
    if form.validate_on_submit() and _kept(form, None, ChecklistItem.TALKING_AID):
        return redirect(url_for(".talking_aid"), 303)
    papers = queries.papers_for_all()
    return page("talks/talking_aid.html", form=form, papers=papers, may_add=may_add, largest=LARGEST // MEGABYTE)


def _kept(form: Form, talk: Talk | None, item: ChecklistItem) -> TalkPaper | None:
    """The file that was handed in; None when it cannot be kept, with the reason beside its field."""
    file = form["file"].data
    try:
        paper = actions.add_paper(talk, item, file.filename or "", file.read(), by=viewer().person_id, now=clock.now())
    except WrongPaper as refusal:
        db.session.rollback()
        form["file"].errors = [say(refusal)]
        form.status = refusal.status
        return None
    db.session.commit()
    flash(_("“%(name)s” has been added.", name=paper.name))
    return paper


@bp.get("/stukken/<int:paper_id>")
@access(*HOLDERS)
def paper(paper_id: int) -> Response:
    """A file, to be saved and opened; never shown as a page of ours."""
    found = queries.get_paper(paper_id)
    allow_or_404(may_see_paper(viewer(), found))
    response = Response(found.body, content_type=found.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    return response


@bp.post("/stukken/<int:paper_id>/weghalen")
@access(*HOLDERS)
def remove_paper(paper_id: int) -> Response:
    """The file goes."""
    found = queries.get_paper(paper_id)
    allow_or_404(may_remove_paper(viewer(), found))
    back = _page_of(found)
    actions.remove_paper(found, by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The file has been removed."))
    return redirect(back, 303)


def _page_of(found: TalkPaper) -> str:
    if found.talk_id is None:
        return url_for(".talking_aid")
    return url_for(".prepare", talk_id=found.talk_id, _anchor=found.item.value)


@bp.route("/<int:talk_id>/voorbereiding/mail", methods=["GET", "POST"])
@access(*HOLDERS)
def mail_school(talk_id: int) -> Answer:
    """The mail to the school, as she wants it; the link is put in when it is sent."""
    talk, now = held_by_her(talk_id), clock.now()
    posts = queries.leaders_with_mail(talk.school_id, clock.today())
    draft = draft_of(talk, [post.person for post in posts], viewer().name)
    form = PreparationMailForm(recipients=[post.person_id for post in posts], subject=draft.subject, body=draft.body)
    form.offer(posts)
    route_talk = queries.last_report(queries.other_talks(talk), TalkKind.ROUTE)
    if form.validate_on_submit():
        with form.refusals():
            report = route_talk if form.with_report.data else None
            actions.send_preparation_mail(talk, form.letter, route_talk=report, by=viewer().person_id, now=now)
            db.session.commit()
            flash(_("The mail is on its way. Here you see when the school has answered."))
            return redirect(url_for(".prepare", talk_id=talk.id, _anchor=ChecklistItem.PREPARATION_MAIL.value), 303)
    return page("talks/mail_school.html", form=form, talk=talk, route_talk=route_talk, place=LINK_PLACE)


@bp.route("/<int:talk_id>/voorbereiding/vragenlijst", methods=["GET", "POST"])
@access(*HOLDERS)
def new_link(talk_id: int) -> Answer:
    """A new link to the questionnaire, told once, to give to the school in another way than by mail."""
    talk = held_by_her(talk_id)
    if request.method == "GET":
        return redirect(url_for(".prepare", talk_id=talk.id, _anchor=ChecklistItem.PREPARATION_MAIL.value))
    _questionnaire, token = make_questionnaire(talk, by=viewer().person_id, now=clock.now())
    db.session.commit()
    return _prepare_page(talk, link=address_of("talks.questionnaire", token=token))


@bp.post("/vragenlijsten/<int:questionnaire_id>/intrekken")
@access(*HOLDERS)
def withdraw_link(questionnaire_id: int) -> Response:
    """From now on this link leads nowhere."""
    found = get_questionnaire(questionnaire_id)
    allow_or_404(may_hold_talk(viewer(), found.talk))
    try:
        withdraw_questionnaire(found, by=viewer().person_id, now=clock.now())
        db.session.commit()
        flash(_("The link does not work any more."))
    except Refused as refusal:
        db.session.rollback()
        flash(say(refusal), "warning")
    return redirect(url_for(".prepare", talk_id=found.talk_id, _anchor=ChecklistItem.PREPARATION_MAIL.value), 303)
