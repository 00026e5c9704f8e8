"""Posts: begin one, change it, end it."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from coachtrack import clock
from coachtrack.access import access, viewer
from coachtrack.database import db
from coachtrack.forms import choices, page
from coachtrack.people import actions, queries
from coachtrack.people.forms import EndForm, PostForm
from coachtrack.people.models import Post
from coachtrack.people.rules.posts import DAY_LABELS, FUNCTION_LABELS, PostFunction, WorkingDays
from coachtrack.people.views.blueprint import bp
from coachtrack.people.views.wording import day_numbers
from coachtrack.schools import queries as schools
from coachtrack.viewer import Role


@bp.route("/<int:person_id>/aanstelling/nieuw", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def add_post(person_id: int) -> tuple[str, int] | Response:
    """A person begins at a school."""
    person = queries.get_person(person_id)
    form = _post_form(None)
    del form.from_day
    if form.validate_on_submit():
        with form.refusals():
            actions.add_post(
                person,
                schools.get_school(form.school.data),
                **_given(form),
                by=viewer().person_id,
                now=clock.now(),
            )
            db.session.commit()
            flash(_("The post has been added."))
            return redirect(url_for(".show", person_id=person.id))
    return page("people/add_post.html", form=form, person=person)


@bp.route("/aanstelling/<int:post_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def change_post(post_id: int) -> tuple[str, int] | Response:
    """Another function, groups, days or period: from a day on, or as it always was."""
    post = queries.get_post(post_id)
    form = _post_form(post)
    del form.school
    if form.validate_on_submit():
        with form.refusals():
            changed = actions.change_post(
                post, **_given(form), from_day=form.from_day.data, by=viewer().person_id, now=clock.now()
            )
            db.session.commit()
            flash(_("The post has been changed."))
            return redirect(url_for(".show", person_id=changed.person_id))
    return page("people/change_post.html", form=form, post=post)


@bp.route("/aanstelling/<int:post_id>/beeindigen", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def end_post(post_id: int) -> tuple[str, int] | Response:
    """The last day of a post."""
    post = queries.get_post(post_id)
    form = EndForm(ends_on=clock.today())
    if form.validate_on_submit():
        with form.refusals():
            ended = actions.end_post(post, ends_on=form.ends_on.data, by=viewer().person_id, now=clock.now())
            db.session.commit()
            flash(_("The post ends then. Everything that took place stays."))
            return redirect(url_for(".show", person_id=ended.person_id))
    return page("people/end_post.html", form=form, post=post, function_labels=FUNCTION_LABELS)


def _post_form(post: Post | None) -> PostForm:
    given = (
        {
            "function": post.function.value,
            "groups": post.groups,
            "working_days": day_numbers(post.working_days),
            "starts_on": post.starts_on,
            "ends_on": post.ends_on,
        }
        if post
        else {"working_days": day_numbers(WorkingDays.ALL), "school": request.args.get("school", type=int)}
    )
    form = PostForm(**given)
    form.function.choices = choices((value.value, _(label)) for value, label in FUNCTION_LABELS.items())
    form.working_days.choices = choices((int(day), _(label)) for day, label in DAY_LABELS.items())
    if post is None:
        named = ((school.id, f"{school.name}, {school.place}") for school in schools.open_schools())
        form.school.choices = choices(named, none=_("Choose a school"))
    return form


def _given(form: PostForm) -> dict[str, Any]:
    return {
        "function": PostFunction(form.function.data),
        "groups": form.named_groups,
        "working_days": sum(form.working_days.data or ()),
        "starts_on": form.starts_on.data,
        "ends_on": form.ends_on.data,
    }
