"""Who is who: all people, and those who work at one school."""

from enum import StrEnum
from typing import TypeVar

from flask import render_template, request
from flask_babel import gettext as _

from coachtrack import clock
from coachtrack.access import access, allow_or_404, viewer
from coachtrack.people import permissions, queries
from coachtrack.people.rules.posts import FUNCTION_LABELS, PostFunction
from coachtrack.people.rules.roles import ROLE_LABELS
from coachtrack.people.views.blueprint import bp
from coachtrack.people.views.wording import days_of
from coachtrack.schools import queries as schools
from coachtrack.schools.models import School
from coachtrack.schools.permissions import may_see_reached
from coachtrack.viewer import Role

Choice = TypeVar("Choice", bound=StrEnum)
READERS = (Role.ADMINISTRATOR, Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR)


@bp.get("/")
@access(*READERS, limit="search")
def index() -> str:
    """The people that this person may see: searched, narrowed, sorted and paged by the server."""
    asked = request.args
    people = queries.people_page(
        viewer(),
        on=clock.today(),
        search=asked.get("q", ""),
        school_id=asked.get("school", type=int),
        function=_member(PostFunction, asked.get("function")),
        role=_member(Role, asked.get("role")),
        sort=asked.get("sort", "name"),
        page=asked.get("page", 1, type=int),
    )
    return render_template(
        "people/index.html",
        people=people,
        schools=[(school.id, school.name) for school in _schools_to_choose()],
        functions=[(value.value, _(label)) for value, label in FUNCTION_LABELS.items()],
        roles=[(value.value, _(label)) for value, label in ROLE_LABELS.items()],
        function_labels=FUNCTION_LABELS,
        role_labels=ROLE_LABELS,
        proposals=queries.open_proposals() if viewer().has(Role.ADMINISTRATOR) else (),
        may_change=permissions.may_change_people(viewer()),
        may_see_coaches=permissions.may_see_coaches(viewer()),
    )


def _schools_to_choose() -> list[School]:
    """The schools that have people here, as far as she sees them."""
    found = queries.schools_with_staff(clock.today())
    seen = permissions.school_ids_seen(viewer())
    return [school for school in found if permissions.sees_all_people(viewer()) or school.id in seen]


def _member(kind: type[Choice], value: str | None) -> Choice | None:
    return kind(value) if value in {member.value for member in kind} else None


@bp.get("/school/<int:school_id>")
@access(*READERS)
def staff(school_id: int) -> str:
    """Who works at a school today."""
    allow_or_404(permissions.may_see_staff(viewer(), school_id))
    return render_template(
        "people/staff.html",
        school=schools.get_school(school_id),
        posts=queries.staff_posts(school_id, clock.today()),
        function_labels=FUNCTION_LABELS,
        days_of=days_of,
        may_change=permissions.may_change_people(viewer()),
        can_invite=permissions.may_invite(viewer()),
        may_see_reached=may_see_reached(viewer(), school_id),
    )
