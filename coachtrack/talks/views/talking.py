"""The talk itself: step by step, kept while it is typed; and what was said, to read."""

from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.database import db
from coachtrack.errors import NotFound, Refused
from coachtrack.forms import page
from coachtrack.talks.actions import answers as actions
from coachtrack.talks.forms.talking import StepForm
from coachtrack.talks.models import Talk
from coachtrack.talks.permissions import may_hold_talk, may_see_talk
from coachtrack.talks.queries import answers as queries
from coachtrack.talks.queries.beside import beside_of
from coachtrack.talks.queries.questionnaires import questionnaire_answers_of
from coachtrack.talks.queries.talks import get_talk, guide_steps, participants_of, steps_of
from coachtrack.talks.rules.answers import options_of
from coachtrack.talks.rules.guides import Step
from coachtrack.talks.rules.preparation import PILLAR_LABELS
from coachtrack.talks.rules.talks import PARTICIPANT_LABELS, TalkStatus
from coachtrack.talks.views.blueprint import bp, held_by_her
from coachtrack.talks.views.entries import Entries, as_sent
from coachtrack.talks.views.talks import READERS, Answer

CLASHED = 409
REFUSED = 422
MOVES = {"up": -1, "down": 1}


@bp.get("/<int:talk_id>")
@access(*READERS)
def show(talk_id: int) -> Answer:
    """Where she left off, for who holds it while it goes on; otherwise the report, as both sides read it."""
    talk = get_talk(talk_id)
    allow_or_404(may_see_talk(viewer(), talk))
    if may_hold_talk(viewer(), talk) and talk.status is TalkStatus.OPEN:
        return redirect(_where_she_left_off(talk))
    return redirect(url_for(".report", talk_id=talk_id))


def _where_she_left_off(talk: Talk) -> str:
    """The step in which something was said last, or the preparation while nothing was."""
    last = queries.last_answered(talk.id)
    for step in guide_steps(talk):
        if any(question.key == last for question in step.questions):
            return url_for(".step", talk_id=talk.id, key=step.key)
    first = steps_of(talk)[0]
    return url_for(first.endpoint, talk_id=talk.id, key=first.key)


def _step(talk: Talk, key: str) -> Step:
    step = next((step for step in guide_steps(talk) if step.key == key), None)
    if step is None:
        raise NotFound
    return step


@bp.route("/<int:talk_id>/stap/<key>", methods=["GET", "POST"])
@access("advisor", "commission")
def step(talk_id: int, key: str) -> Answer:
    """The questions of a step. What can be kept is kept, also where something else cannot."""
    talk = held_by_her(talk_id)
    here, form = _step(talk, key), StepForm()
    if request.method == "GET" and talk.status is not TalkStatus.OPEN:
        return redirect(url_for(".show", talk_id=talk_id))
    outcome = actions.Outcome()
    if form.validate_on_submit():
        outcome = _save(talk, here, form)
        _add(talk, here, form, outcome)
        if outcome.is_whole:
            with form.refusals():
                there = _act(talk, here, request.form.get("act", ""))
                db.session.commit()
                return redirect(there, 303)
        db.session.commit()
        form.begin_anew()
    return _page_of(talk, here, form, outcome)


def _page_of(talk: Talk, step: Step, form: StepForm, outcome: actions.Outcome) -> Answer:
    form.status = CLASHED if outcome.clashed else REFUSED if outcome.refused else form.status
    return page(
        "talks/step.html",
        form=form,
        talk=talk,
        step=step,
        steps=steps_of(talk),
        entries=Entries.of(talk, step, form, outcome),
        beside=beside_of(talk, step, clock.today()),
        participants=participants_of(talk.id),
        role_labels=PARTICIPANT_LABELS,
        pillar_labels=PILLAR_LABELS,
        options_of=options_of,
        others=queries.others_in(talk.id, except_id=viewer().person_id, now=clock.now()),
        from_school=questionnaire_answers_of(talk.id),
    )


def _save(talk: Talk, step: Step, form: StepForm) -> actions.Outcome:
    here = [each for each in queries.results_of(talk.id) if each.part in {part.key for part in step.parts}]
    said = [*form.said(step.questions), *form.said_of(here)]
    return actions.save_said(talk, said, by=viewer().person_id, now=clock.now())


def _add(talk: Talk, step: Step, form: StepForm, outcome: actions.Outcome) -> None:
    """New results, of every part at which some were typed."""
    for part in step.parts:
        added = form.added(part.key) if part.has_results else []
        if not added:
            continue
        try:
            actions.add_results(talk, part.key, added)
            form.more.data.pop(part.key)
        except Refused as refusal:
            outcome.refused[f"more-{part.key}"] = refusal


def _act(talk: Talk, step: Step, act: str) -> str:
    """Carry out the button that was pressed, and say where that leads."""
    verb, _dash, rest = act.partition("-")
    here = url_for(".step", talk_id=talk.id, key=step.key)
    if verb in {*MOVES, "remove"} and rest.isdecimal():
        result = queries.get_result(talk.id, int(rest))
        if verb == "remove":
            actions.remove_result(talk, result)
            return f"{here}#results-{result.part}"
        actions.move_result(talk, result, MOVES[verb])
        return f"{here}#r-{rest}"
    if verb == "add":
        return f"{here}#results-{rest}" if step.has_part(rest) else here
    if verb == "next":
        return _after(talk, step)
    flash(_("Everything has been kept."))
    return here


def _after(talk: Talk, step: Step) -> str:
    """The page that comes after a step."""
    links = steps_of(talk)
    place = next((number for number, link in enumerate(links) if link.key == step.key), -1)
    following = links[min(place + 1, len(links) - 1)]
    return url_for(following.endpoint, talk_id=talk.id, key=following.key)


@bp.post("/<int:talk_id>/stap/<key>/concept")
@access("advisor", "commission")
def save_step(talk_id: int, key: str) -> tuple[Response, int]:
    """Keep what was typed so far, question by question, and tell what others typed meanwhile."""
    talk = held_by_her(talk_id)
    here, form = _step(talk, key), StepForm()
    if not form.validate_on_submit():
        return jsonify({"why": _("This page has been open for very long. Load it again; your text stays here.")}), 400
    outcome = _save(talk, here, form)
    db.session.commit()
    entries = Entries.of(talk, here, form, outcome)
    told: dict[str, Any] = as_sent(entries, outcome, form)
    told["others"] = list(queries.others_in(talk_id, except_id=viewer().person_id, now=clock.now()))
    return jsonify(told), CLASHED if outcome.clashed else REFUSED if outcome.refused else 200
