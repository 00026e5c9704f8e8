"""Who is who: people, their posts on a day, the roles they hold, coaches of a discipline."""

from coachtrack.people.queries.coaches import coach_disciplines, coaches_of, is_coach
from coachtrack.people.queries.persons import find_person_by_email, get_person
from coachtrack.people.queries.posts import left_on, posts_on, staff_posts, teachers_of
from coachtrack.people.queries.roles import administrators_on, roles_held, viewer_of

__all__ = [
    "administrators_on",
    "coach_disciplines",
    "coaches_of",
    "find_person_by_email",
    "get_person",
    "is_coach",
    "left_on",
    "posts_on",
    "roles_held",
    "staff_posts",
    "teachers_of",
    "viewer_of",
]
