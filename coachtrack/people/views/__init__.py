"""The pages of people: lists, one person, posts, absences, roles, coaches, and the import of the staff file."""

from coachtrack.people.views import absences, coaches, coaching, directory, importing, persons, posts, roles
from coachtrack.people.views.blueprint import bp

__all__ = ["absences", "bp", "coaches", "coaching", "directory", "importing", "persons", "posts", "roles"]
