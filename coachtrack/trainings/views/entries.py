"""The catalogue of trainings that can be had, and how the commission keeps it."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import SIGNED_IN, access, allow_or_404, viewer
from coachtrack.agenda.rules.appointments import KIND_LABELS
from coachtrack.database import check_version, db
from coachtrack.forms import choices, page
from coachtrack.schools.rules.subjects import DISCIPLINE_LABELS, Discipline
from coachtrack.trainings import actions, queries
from coachtrack.trainings.actions import Offer
from coachtrack.trainings.forms.entries import EntryForm
from coachtrack.trainings.models import CatalogueEntry
from coachtrack.trainings.permissions import may_keep_catalogue
from coachtrack.trainings.rules import TARGET_GROUP_LABELS, TargetGroup
from coachtrack.trainings.views.blueprint import MAY_PLAN, MAY_READ_REPORT, Answer, bp
from coachtrack.viewer import Role


@bp.app_template_filter("entry_words")
def entry_words(entry: CatalogueEntry) -> dict[str, str]:
    """What a training of the catalogue is, in the language of the reader."""
    disciplines = [str(_(DISCIPLINE_LABELS[Discipline(each)])) for each in entry.disciplines]
    return {
        "kind": str(_(KIND_LABELS[entry.kind])),
        "disciplines": ", ".join(disciplines) or str(_("several, or in general")),
        "target_groups": ", ".join(str(_(TARGET_GROUP_LABELS[TargetGroup(each)])) for each in entry.target_groups),
    }


@bp.get("/catalogus")
@access(SIGNED_IN)
def catalogue() -> str:
    """The trainings that can be had, narrowed to a discipline and a target group; the commission keeps them here."""
    keeps = may_keep_catalogue(viewer())
    entries = queries.catalogue(
        clock.today(),
        discipline=request.args.get("discipline", type=Discipline),
        target_group=request.args.get("doelgroep", type=TargetGroup),
        with_ended=keeps and "alle" in request.args,
    )
    return render_template(
        "trainings/catalogue.html",
        entries=entries,
        disciplines=[(each, _(words)) for each, words in DISCIPLINE_LABELS.items()],
        target_groups=[(each, _(words)) for each, words in TARGET_GROUP_LABELS.items()],
        keeps=keeps,
        may_plan=viewer().has(*MAY_PLAN),
        may_read_report=viewer().has(*MAY_READ_REPORT),
    )


@bp.route("/catalogus/nieuw", methods=["GET", "POST"])
@access(Role.COMMISSION)
def add_entry() -> Answer:
    """A training more that can be had."""
    form = _form()
    if form.validate_on_submit():
        with form.refusals():
            actions.add_entry(_offer(form), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The training stands in the catalogue."))
            return redirect(url_for(".catalogue"), 303)
    return page("trainings/add_entry.html", form=form)


@bp.route("/catalogus/<int:entry_id>", methods=["GET", "POST"])
@access(Role.COMMISSION)
def change_entry(entry_id: int) -> Answer:
    """What the catalogue says of a training; what was planned from it stays as it is."""
    entry = _mine_to_keep(entry_id)
    form = _form(entry)
    if form.validate_on_submit():
        with form.refusals():
            check_version(entry, form.opened_version, _as_it_stands(entry))
            actions.change_entry(entry, _offer(form), by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The catalogue has been changed."))
            return redirect(url_for(".catalogue"), 303)
    return page("trainings/change_entry.html", form=form, entry=entry)


@bp.post("/catalogus/<int:entry_id>/beeindigen")
@access(Role.COMMISSION)
def end_entry(entry_id: int) -> Response:
    """It can be had no longer."""
    actions.end_entry(_mine_to_keep(entry_id), on=clock.today(), by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The training is out of the catalogue. What was planned from it goes on."))
    return redirect(url_for(".catalogue"), 303)


@bp.post("/catalogus/<int:entry_id>/terugzetten")
@access(Role.COMMISSION)
def restore_entry(entry_id: int) -> Response:
    """It can be had again."""
    actions.restore_entry(_mine_to_keep(entry_id), by=viewer().person_id, now=clock.now())
    db.session.commit()
    flash(_("The training stands in the catalogue again."))
    return redirect(url_for(".catalogue"), 303)


def _mine_to_keep(entry_id: int) -> CatalogueEntry:
    allow_or_404(may_keep_catalogue(viewer()))
    return queries.get_entry(entry_id)


def _form(entry: CatalogueEntry | None = None) -> EntryForm:
    if entry is None:
        form = EntryForm(target_groups=[TargetGroup.CLASSROOM_STAFF])
    else:
        form = EntryForm(
            title=entry.title,
            kind=entry.kind,
            target_groups=[TargetGroup(each) for each in entry.target_groups],
            disciplines=[Discipline(each) for each in entry.disciplines],
            meetings=entry.meetings,
            minutes=entry.minutes,
            provider=entry.provider_id,
            gives_qualification=entry.gives_qualification,
            version=entry.version,
        )
    providers = [(each.id, each.name) for each in queries.providers_on(clock.today())]
    form.provider.choices = choices(providers, none=_("Nobody else"))
    return form


def _offer(form: EntryForm) -> Offer:
    return Offer(
        title=form.title.data or "",
        kind=form.kind.data,
        target_groups=form.target_groups.data or (),
        minutes=form.minutes.data or 0,
        meetings=form.meetings.data or 0,
        disciplines=form.disciplines.data or (),
        provider_id=form.provider.data,
        gives_qualification=form.gives_qualification.data,
    )


def _as_it_stands(entry: CatalogueEntry) -> dict[str, str]:
    words = entry_words(entry)
    return {
        "title": entry.title,
        "kind": words["kind"],
        "disciplines": words["disciplines"],
        "target_groups": words["target_groups"],
        "meetings": str(entry.meetings),
        "minutes": str(entry.minutes),
        "provider": entry.provider.name if entry.provider else "",
    }
