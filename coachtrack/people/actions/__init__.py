"""What is done with people: add and change persons, posts, absences, roles and coaches; raise feed revisions."""

from coachtrack.people.actions.absences import AwayAlready, add_absence, change_absence, end_absence
from coachtrack.people.actions.coaches import (
    IsCoachAlready,
    NoDiscipline,
    appoint_coach,
    change_appointment,
    end_appointment,
    record_qualification,
    set_coach_discipline,
)
from coachtrack.people.actions.feeds import touch_all_feeds, touch_feeds
from coachtrack.people.actions.persons import AddressTaken, add_person, address_changed, change_person
from coachtrack.people.actions.posts import HasThisPost, OutsidePost, add_post, change_post, end_post
from coachtrack.people.actions.roles import (
    ConfirmedByTheSame,
    HasThisRole,
    LastAdministrator,
    confirm_administrator,
    decline_administrator,
    end_role,
    grant_role,
)
from coachtrack.people.actions.roster import RosterImport, StalePreview, import_roster, plan_roster_import
from coachtrack.people.actions.roster_preview import preview_roster

__all__ = [
    "AddressTaken",
    "AwayAlready",
    "ConfirmedByTheSame",
    "HasThisPost",
    "HasThisRole",
    "IsCoachAlready",
    "LastAdministrator",
    "NoDiscipline",
    "OutsidePost",
    "RosterImport",
    "StalePreview",
    "add_absence",
    "add_person",
    "add_post",
    "address_changed",
    "appoint_coach",
    "change_absence",
    "change_appointment",
    "change_person",
    "change_post",
    "confirm_administrator",
    "decline_administrator",
    "end_absence",
    "end_appointment",
    "end_post",
    "end_role",
    "grant_role",
    "import_roster",
    "plan_roster_import",
    "preview_roster",
    "record_qualification",
    "set_coach_discipline",
    "touch_all_feeds",
    "touch_feeds",
]
