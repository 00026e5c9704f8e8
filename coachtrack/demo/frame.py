"""Build the frame of the demo, before anything happens in it: people with roles, schools, staff, funding, coaches."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.resources import files
from random import Random

from coachtrack.coverage.actions import set_requirement
from coachtrack.coverage.rules.requirement import Demand, Group, Measure, Requirement
from coachtrack.database import db
from coachtrack.demo import logins
from coachtrack.demo.days import Diary, moment
from coachtrack.demo.names import invented
from coachtrack.demo.programme import COACHES, DISTRICTS, GOALS, INSTITUTIONS
from coachtrack.demo.sentences import MATERIALS
from coachtrack.demo.staff import StaffFile, Year
from coachtrack.funding import actions as funding
from coachtrack.funding.models import FundingPeriod
from coachtrack.funding.rules import Track
from coachtrack.people import actions as people
from coachtrack.people.models import Person
from coachtrack.people.rules.coaches import QualificationStatus
from coachtrack.people.rules.posts import PostFunction
from coachtrack.schools import actions as schools
from coachtrack.schools.models import Institution, School
from coachtrack.schools.queries import open_schools
from coachtrack.viewer import Role

GROUPS = ("1/2", "3", "4", "5", "6", "7", "8")
LARGE_GROUPS = ("1/2a", "1/2b", "3", "4", "5", "6", "7", "8a", "8b")
PILOTS, TAKING_PART = 4, 18
COUNTING = frozenset(
    {
        PostFunction.CLASS_TEACHER,
        PostFunction.SUBJECT_TEACHER,
        PostFunction.CAREER_SWITCHER,
        PostFunction.SUBSTITUTE_TEACHER,
    }
)


@dataclass(frozen=True)
class Frame:
    """What stands when the stories begin, by number."""

    administrator_id: int
    commission_id: int
    advisor_id: int
    began_at: datetime
    periods: tuple[int, ...]
    pilots: tuple[int, ...]
    district_schools: tuple[int, ...]


class FrameBuilder:
    """Everything is recorded at the beginning of last school year, as if the programme had started then."""

    def __init__(self, diary: Diary, random: Random) -> None:
        self.diary, self.random = diary, random
        self.names = invented(random)
        self.began_on = diary.last_year.starts_on + timedelta(days=20)
        self.at = moment(self.began_on, datetime.min.time().replace(hour=9))
        self.admin = self._with_role(logins.ADMINISTRATOR, Role.ADMINISTRATOR, by=None)
        self.commission = self._with_role(logins.COMMISSION, Role.COMMISSION, by=self.admin.id)

    def build(self) -> Frame:
        """The whole frame; the caller commits."""
        found = self._schools()
        institutions = {
            name: schools.add_institution(name=name, kind=kind, place="Hengelo", by=self.admin.id, now=self.at)
            for name, kind in INSTITUTIONS
        }
        self._staff(found)
        pilots, others = found[:PILOTS], found[PILOTS:TAKING_PART]
        periods = self._funding(pilots, others)
        self._coaches(institutions)
        advisor = self._advisor(found[:6])
        return Frame(
            administrator_id=self.admin.id,
            commission_id=self.commission.id,
            advisor_id=advisor.id,
            began_at=self.at,
            periods=tuple(period.id for period in periods),
            pilots=tuple(school.id for school in pilots),
            district_schools=tuple(school.id for school in others),
        )

    def _person(self, email: str) -> Person:
        first, infix, last = next(self.names)
        return people.add_person(first_name=first, infix=infix, last_name=last, email=email, by=None, now=self.at)

    def _with_role(self, email: str, role: Role, *, by: int | None, school: School | None = None) -> Person:
        person = self._person(email)
        people.grant_role(
            person, role, school_id=school.id if school else None, starts_on=self.began_on, by=by, now=self.at
        )
        return person

    def _advisor(self, found: list[School]) -> Person:
        advisor = self._person(logins.ADVISOR)
        for school in found:
            people.grant_role(
                advisor, Role.ADVISOR, school_id=school.id, starts_on=self.began_on, by=self.commission.id, now=self.at
            )
        return advisor

    def _schools(self) -> list[School]:
        register = files("coachtrack.demo").joinpath("register.csv").read_bytes()
        schools.import_register(register, municipality="Hengelo", by=self.admin.id, now=self.at)
        found = sorted(open_schools(), key=lambda school: school.code or "")
        districts = [schools.add_district(name=name, by=self.admin.id, now=self.at) for name in DISTRICTS]
        for place, school in enumerate(found):
            schools.set_district(school, districts[place % len(districts)], by=self.admin.id, now=self.at)
            for title, discipline in self.random.sample(MATERIALS, 5):
                schools.add_material(school, title=title, discipline=discipline, by=self.admin.id, now=self.at)
        self.random.shuffle(found)
        return found

    def _staff(self, found: list[School]) -> None:
        year = Year(self.began_on, self.diary.this_year.starts_on + timedelta(days=16), self.diary.last_year.ends_on)
        file = StaffFile(self.names, self.random, year)
        for place, school in enumerate(found):
            groups = self.random.choice((GROUPS, LARGE_GROUPS))
            file.add_school(school.code or "", groups, is_demo_school=place == 0)
        for first, second in zip(found[1:9:2], found[2:10:2], strict=True):
            file.add_subject_teacher(first.code or "", second.code or "")
        people.import_roster(file.as_csv(), "personeel.csv", by=self.admin.id, now=self.at)

    def _funding(self, pilots: list[School], others: list[School]) -> list[FundingPeriod]:
        by, at = self.commission.id, self.at
        scheme = funding.add_scheme(code="cmk", name="Cultuureducatie met Kwaliteit", by=by, now=at)
        music = funding.add_scheme(code="muziekimpuls", name="Impuls muziekonderwijs", by=by, now=at)
        funding.add_period(
            music,
            name="Muziekimpuls 2015-2020",
            starts_on=date(2015, 8, 1),
            ends_on=date(2020, 12, 31),
            by=by,
            now=at,
        )
        first_years = range(2017, self.diary.this_year.first + 2, 4)
        periods = [
            funding.add_period(
                scheme,
                name=f"CmK {year}-{year + 3}",
                starts_on=date(year, 1, 1),
                ends_on=date(year + 3, 12, 31),
                by=by,
                now=at,
            )
            for year in first_years
        ]
        under_way = [period for period in periods if period.ends_on >= self.began_on]
        for period in under_way:
            self._open(period, pilots, others)
        return under_way

    def _open(self, period: FundingPeriod, pilots: list[School], others: list[School]) -> None:
        by, at = self.commission.id, self.at
        for name in GOALS:
            funding.add_goal(period, name=name, by=by, now=at)
        for track, taking_part in ((Track.PILOT_SCHOOL, pilots), (Track.DISTRICT_SCHOOL, others)):
            terms = funding.Terms(
                track, starts_on=period.starts_on, informed_on=period.starts_on, informed_by="brief aan de directie"
            )
            funding.add_participations(period, taking_part, terms, by=by, now=at)
            funding.open_coaching(period, track=track, starts_on=period.starts_on, by=by, now=at)
        requirement = Requirement(
            (Group((Demand(Measure.COMPLETED_TRAJECTORIES, 1), Demand(Measure.TRAINING_MINUTES, 8 * 60))),),
            functions=COUNTING,
        )
        set_requirement(period, requirement, starts_on=period.starts_on, by=by, now=at)

    def _coaches(self, institutions: dict[str, Institution]) -> None:
        for place, facts in enumerate(COACHES):
            first, infix, last = next(self.names)
            email = facts.email or f"coach.{place}@instelling.example"
            person = people.add_person(
                first_name=first, infix=infix, last_name=last, email=email, by=self.commission.id, now=self.at
            )
            people.appoint_coach(
                person,
                institutions[facts.employer],
                weekly_minutes=facts.weekly_hours * 60,
                disciplines=dict.fromkeys(facts.disciplines, (self.began_on, None)),
                starts_on=self.began_on,
                by=self.commission.id,
                now=self.at,
            )
            if place != len(COACHES) - 1:
                people.record_qualification(
                    person,
                    course="Coachen op de werkvloer",
                    provider=institutions["Saxion"],
                    status=QualificationStatus.OBTAINED,
                    obtained_on=self.began_on - timedelta(days=60),
                    by=self.commission.id,
                    now=self.at,
                )
        db.session.flush()
