"""The debrief of a session: the coach writes and shares, the teacher reads, reacts and confirms."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.accounts.views.older import ask_proof_for
from coachtrack.audit import note_reading
from coachtrack.database import db
from coachtrack.errors import NotFound
from coachtrack.forms import page
from coachtrack.people.queries import get_person
from coachtrack.reflections.actions import texts_of
from coachtrack.reflections.models import Debrief
from coachtrack.reflections.queries import debrief_of
from coachtrack.reflections.rules import is_locked, locks_at
from coachtrack.trajectories import actions, permissions, queries
from coachtrack.trajectories.forms import DebriefForm, ReactionForm
from coachtrack.trajectories.models import CoachingSession
from coachtrack.trajectories.views.blueprint import bp
from coachtrack.trajectories.views.confirming import waits_for_teacher

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
VERSION = "X-Version"
"""The header by which a page learns the version of the draft it just saved."""


@bp.route("/sessies/<int:session_id>/nabespreking", methods=["GET", "POST"])
@access("coach")
def write_debrief(session_id: int) -> Response | str | tuple[str, int]:
    """The coach writes, and shares when she is ready."""
    session = queries.get_session(session_id)
    allow_or_404(permissions.may_write_debrief(viewer(), session))
    debrief = debrief_of(session.appointment_id)
    if debrief is not None and is_locked(debrief.shared_at, clock.now()):
        return redirect(url_for(".show_debrief", session_id=session_id))
    form = _form_of(debrief)
    if form.validate_on_submit():
        with form.refusals():
            shared_before = debrief is not None and debrief.shared_at is not None
            _save(session, form)
            if request.form.get("act") == "share" and not shared_before:
                actions.share_debrief(session, by=viewer().person_id, now=clock.now())
            db.session.commit()
            return _kept(session)
    return page("trajectories/write_debrief.html", form=form, session=session, debrief=debrief)


def _form_of(debrief: Debrief | None) -> DebriefForm:
    stands = texts_of(debrief) if debrief is not None else {}
    return DebriefForm(version=debrief.version if debrief is not None else 0, **stands)


def _save(session: CoachingSession, form: DebriefForm) -> Debrief:
    return actions.save_draft(
        session,
        went_well=form.went_well.data or "",
        learnt=form.learnt.data or "",
        next_step=form.next_step.data or "",
        version=form.opened_version,
        by=viewer().person_id,
        now=clock.now(),
    )


def _kept(session: CoachingSession) -> Response:
    debrief = debrief_of(session.appointment_id)
    if debrief is None or debrief.shared_at is None:
        flash(_("The draft has been kept. Only you see it."))
        return redirect(url_for(".today"))
    flash(_("%(name)s can read the debrief now.", name=session.trajectory.teacher.first_name))
    return redirect(url_for(".show_debrief", session_id=session.id))


@bp.post("/sessies/<int:session_id>/nabespreking/concept")
@access("coach")
def save_draft(session_id: int) -> tuple[str, int, dict[str, str]]:
    """Keep a draft while it is being written; the answer says its version, so that no older one can overwrite it."""
    session = queries.get_session(session_id)
    allow_or_404(permissions.may_write_debrief(viewer(), session))
    debrief = debrief_of(session.appointment_id)
    allow_or_404(debrief is None or debrief.shared_at is None)
    form = DebriefForm()
    if form.validate_on_submit():
        with form.refusals():
            saved = _save(session, form)
            db.session.commit()
            return "", 204, PLAIN | {VERSION: str(saved.version)}
    return "", form.status if form.status != 200 else 422, PLAIN


@bp.get("/sessies/<int:session_id>/nabespreking/lezen")
@access(SIGNED_IN)
def show_debrief(session_id: int) -> str:
    """A shared debrief with what was said to it."""
    session = queries.get_session(session_id)
    debrief = _readable(session)
    if viewer().person_id != debrief.writer_id:
        teacher_id = session.trajectory.teacher_id
        note_reading(
            reader_id=viewer().person_id,
            about_id=teacher_id,
            thing=session.debrief_subject,
            now=clock.now(),
            role=permissions.reads_as(viewer(), session.trajectory),
        )
    return _debrief_page(session, debrief, ReactionForm())[0]


@bp.post("/sessies/<int:session_id>/nabespreking/reactie")
@access(SIGNED_IN)
def react(session_id: int) -> Response | tuple[str, int]:
    """Say something to a shared debrief."""
    session = queries.get_session(session_id)
    debrief = _readable(session)
    allow_or_404(_may_react(session, debrief))
    form = ReactionForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.react(session, words=form.words.data or "", by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("Your words have been added."))
            return redirect(url_for(".show_debrief", session_id=session_id))
    return _debrief_page(session, debrief, form)


def _readable(session: CoachingSession) -> Debrief:
    """The shared debrief of a session, for who may read it; for others it does not exist."""
    debrief = queries.find_readable_debrief(viewer(), session)
    if debrief is None or debrief.shared_at is None:
        raise NotFound
    ask_proof_for(debrief.shared_at)
    return debrief


def _is_party(session: CoachingSession, debrief: Debrief) -> bool:
    """Whether she is one of the two whose debrief it is; others only read the text."""
    return viewer().person_id in (debrief.writer_id, session.trajectory.teacher_id)


def _may_react(session: CoachingSession, debrief: Debrief) -> bool:
    """One of the two, while she takes part: who left reads her file, and adds nothing to it."""
    return _is_party(session, debrief) and not viewer().only_reads


def _debrief_page(session: CoachingSession, debrief: Debrief, form: ReactionForm) -> tuple[str, int]:
    trajectory = session.trajectory
    writer = get_person(debrief.writer_id)
    facts = queries.evidence_of([trajectory.id])
    return page(
        "trajectories/show_debrief.html",
        form=form,
        session=session,
        debrief=debrief,
        writer=writer,
        people={writer.id: writer, trajectory.coach_id: trajectory.coach, trajectory.teacher_id: trajectory.teacher},
        is_party=_is_party(session, debrief),
        may_react=_may_react(session, debrief),
        is_teacher=permissions.is_its_teacher(viewer(), trajectory),
        locked=is_locked(debrief.shared_at, clock.now()),
        locks_at=locks_at(debrief.shared_at) if debrief.shared_at else None,
        to_confirm=waits_for_teacher(session, facts),
        reacted=bool(debrief.reactions),
    )
