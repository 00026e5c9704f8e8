"""What the commission and schools said and signed in the demo: contacts, opinions, ceilings, agreements, frameworks."""

from datetime import date, datetime, timedelta

from coachtrack.clock import day_of
from coachtrack.database import db
from coachtrack.demo.days import Diary
from coachtrack.demo.frame import Frame
from coachtrack.funding import actions as funding
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.queries import curriculum_frameworks
from coachtrack.schools.models import School
from coachtrack.talks.actions.contacts import add_contact, record_opinion
from coachtrack.talks.rules.contacts import Contact, ContactLevel, Opinion
from coachtrack.trainings.actions.ceilings import set_ceiling
from coachtrack.trainings.queries import meeting_loads

SPOKEN = (
    "De coaching loopt. De school wil volgend jaar met twee groepen meer meedoen.",
    "Het team vindt de voorbereiding samen met de coach prettig. Er is weinig ruimte voor teambijeenkomsten.",
    "De directeur vraagt om coaching op andere dagen dan woensdag. Wij vragen de coaches ernaar.",
    "Gesproken over de wisseling van ICC'er. De nieuwe ICC'er komt naar de volgende bijeenkomst.",
)
WITH_WHOM = "de directeur en twee leden van de commissie"
DIRECTORS_MEETING = (
    "Directeuren van pilotscholen en wijkscholen vertelden over de coaching. De meesten zijn positief.\n"
    "Afspraak: coaching blijft open voor wijkscholen; teambijeenkomsten blijven beperkt."
)
BOARD = "Het bestuur wil in het voorjaar weten welke scholen meedoen. Wij sturen dan de cijfers."
LAST_YEAR = (Opinion.POSITIVE, Opinion.MIXED, Opinion.POSITIVE, Opinion.MIXED, Opinion.NEGATIVE, Opinion.POSITIVE)
THIS_YEAR = (Opinion.POSITIVE, Opinion.POSITIVE, Opinion.POSITIVE, Opinion.MIXED, Opinion.POSITIVE, Opinion.POSITIVE)
ROOM = (2, 1, -1)
"""How many more team meetings the schools with most of them want."""


def keep_in_touch(frame: Frame, diary: Diary, now: datetime) -> None:
    """A third of the schools was not spoken with this school year; of the others something was written down."""
    _write_down(frame, diary, now)
    _ask_directors(frame, diary, now)
    _sign_and_choose(frame, diary, now)
    _limit_meetings(frame, diary, now)


def _limit_meetings(frame: Frame, diary: Diary, now: datetime) -> None:
    """The schools with most team meetings said how many they want; the last of them has one too many."""
    year = diary.this_year.first
    loads = meeting_loads((*frame.pilots, *frame.district_schools), year)
    busiest = sorted(loads, key=lambda school_id: (-loads[school_id].meetings, school_id))
    for school_id, more in zip(busiest, ROOM, strict=False):
        most = max(1, loads[school_id].meetings + more)
        minutes = loads[school_id].minutes + 240
        set_ceiling(school_id, year, meetings=most, minutes=minutes, version=None, by=frame.advisor_id, now=now)


def _write_down(frame: Frame, diary: Diary, now: datetime) -> None:
    schools = (*frame.pilots, *frame.district_schools)
    for number, school_id in enumerate(schools):
        spoken = SPOKEN[number % len(SPOKEN)]
        days = [diary.last_year.starts_on + timedelta(days=90 + 7 * number)]
        if number % 3:
            days.append(max(diary.this_year.starts_on, diary.today - timedelta(days=60 - 3 * number)))
        for day in days:
            contact = Contact(
                ContactLevel.SCHOOL, _until(diary.first_school_day(day), now), WITH_WHOM, spoken, school_id=school_id
            )
            add_contact(contact, by=frame.commission_id, now=now)
    met_on = _until(diary.first_school_day(diary.last_year.starts_on + timedelta(days=250)), now)
    together = Contact(ContactLevel.DIRECTORS_MEETING, met_on, "alle directeuren en de commissie", DIRECTORS_MEETING)
    add_contact(together, by=frame.commission_id, now=now)
    board_id = db.session.get_one(School, frame.pilots[0]).board_id
    if board_id is not None:
        day = _until(diary.first_school_day(diary.today - timedelta(days=20)), now)
        with_board = Contact(ContactLevel.BOARD, day, "de bestuurder en de voorzitter", BOARD, board_id=board_id)
        add_contact(with_board, by=frame.commission_id, now=now)


def _ask_directors(frame: Frame, diary: Diary, now: datetime) -> None:
    asked = (*frame.pilots, *frame.district_schools[:8])
    for year, opinions in ((diary.last_year, LAST_YEAR), (diary.this_year, THIS_YEAR)):
        for number, school_id in enumerate(asked):
            said = opinions[number % len(opinions)]
            said_on = _until(year.starts_on + timedelta(days=45 + number), now)
            record_opinion(school_id, year.first, said, said_on=said_on, by=frame.commission_id, now=now)


def _sign_and_choose(frame: Frame, diary: Diary, now: datetime) -> None:
    period = db.session.get_one(FundingPeriod, frame.periods[-1])
    frameworks = {framework.code: framework for framework in curriculum_frameworks()}
    by = frame.commission_id
    for number, school_id in enumerate((*frame.pilots, *frame.district_schools)):
        if number % 5:
            day = _until(period.starts_on + timedelta(days=30 + number), now)
            funding.record_signing(
                school_id, period, signed_on=day, signed_by="de directeur", version=None, by=by, now=now
            )
        chosen = frameworks["leerplankader_ko" if number % 3 == 0 else "tule_2008"]
        funding.choose_framework(school_id, chosen, starts_on=diary.last_year.starts_on, by=by, now=now)


def _until(day: date, now: datetime) -> date:
    return min(day, day_of(now))
