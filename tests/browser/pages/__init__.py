"""Page objects: what people do on the screens, in the words that they read there."""

from tests.browser.pages.accounts import PASSWORD, ChoosePassword, SignIn
from tests.browser.pages.administration import People, PersonPage, SheetImport
from tests.browser.pages.coaching import DebriefPage, SessionForm, Today, Trajectories, TrajectoryPage
from tests.browser.pages.planning import AppointmentPage, FindMoment, SeriesPage, WarnedPage
from tests.browser.pages.programme import Coverage, FeedAddresses, PeriodPage, Schemes, Trainings
from tests.browser.pages.screen import Screen, t
from tests.browser.pages.talks import AgreeStep, OpenTalk, TalkPage

__all__ = [
    "PASSWORD",
    "AgreeStep",
    "AppointmentPage",
    "ChoosePassword",
    "Coverage",
    "DebriefPage",
    "FeedAddresses",
    "FindMoment",
    "OpenTalk",
    "People",
    "PeriodPage",
    "PersonPage",
    "Schemes",
    "Screen",
    "SeriesPage",
    "SessionForm",
    "SheetImport",
    "SignIn",
    "TalkPage",
    "Today",
    "Trainings",
    "Trajectories",
    "TrajectoryPage",
    "WarnedPage",
    "t",
]
