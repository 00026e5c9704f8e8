"""Make a programme: its schools and frame first, then district by district, and in the end the chain of evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import sqlalchemy as sa

from coachtrack import clock
from coachtrack.agenda.models import AgendaPreference, Appointment, Booking, Participant, SchoolHoliday
from coachtrack.agenda.rules.days import Days, SchoolYear
from coachtrack.coverage.actions import set_requirement
from coachtrack.coverage.models import Exemption
from coachtrack.coverage.rules.requirement import Combination, Demand, Group, Measure, Requirement
from coachtrack.database import db
from coachtrack.errors import N_, Refused
from coachtrack.evidence.models import EvidenceRecord, StandingRow
from coachtrack.funding import actions as funding
from coachtrack.funding.models import FundingPeriod, FundingScheme, SchoolParticipation
from coachtrack.funding.rules import Track
from coachtrack.generator.coaches import Coaches
from coachtrack.generator.coaching import Coaching
from coachtrack.generator.days import OpenDays, at, iso, usual_holidays
from coachtrack.generator.links import Chain
from coachtrack.generator.loading import Loader
from coachtrack.generator.places import board_names, chosen_schools, invented_schools
from coachtrack.generator.spool import Spool
from coachtrack.generator.staff import Staff, commission_role
from coachtrack.generator.teams import Teams
from coachtrack.generator.world import Period, School, World, Year
from coachtrack.people import models as people
from coachtrack.schools import models as schools
from coachtrack.schools.actions import import_register
from coachtrack.schools.rules.register import RegisterFile, SchoolRow
from coachtrack.schools.rules.subjects import HolidayRegion, InstitutionKind
from coachtrack.trainings.models import Attendance, Training, TrainingMeeting
from coachtrack.trajectories.models import CoachingSession, CoachingTrajectory, StatusChange

YEARS, A_DISTRICT = 4, 20
COMMISSION = "commissie@demo.example"
TABLES = (
    people.Person, AgendaPreference, people.Post, people.Absence, people.RoleGrant, people.CoachAppointment,
    people.CoachDiscipline, SchoolParticipation, Exemption, Appointment, Participant, Booking, CoachingTrajectory,
    StatusChange, Training, TrainingMeeting, EvidenceRecord, StandingRow, CoachingSession, Attendance,
)  # fmt: skip
"""What is written in bulk, what others point at first."""
TRACKS = (Track.PILOT_SCHOOL, *(Track.DISTRICT_SCHOOL,) * 6, *(Track.OTHER,) * 3)
PERIOD_YEARS, FIRST_PERIOD = 4, 2021
ASKED = Requirement(
    (
        Group((Demand(Measure.CONFIRMED_DEBRIEFS, 4),)),
        Group((Demand(Measure.ALL_MINUTES, 600, training_cap_minutes=240),)),
    ),
    combination=Combination.ANY,
)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Generated:
    """What was made: how many rows in which table, and the funding period that holds now."""

    rows: dict[str, int]
    period_id: int


def generate(
    count: int, *, seed: int, register: Sequence[SchoolRow] = (), on: date, progress: Progress = lambda *_: None
) -> Generated:
    """A programme of so many schools, in the transaction of the caller; the same for the same arguments.

    Nothing happened after ten in the evening of `on`. Raises `Refused` where people are already, or the register has
    too few schools.
    """
    if db.session.scalar(sa.select(people.Person.id).limit(1)) is not None:
        raise Refused(N_("This database has people in it. Generate into an empty one."))
    if register and len(register) < count:
        raise Refused(N_("The register has %(count)s schools. Ask for so many, or fewer."), count=len(register))
    now = datetime.combine(on, time(22), clock.AMSTERDAM)
    random = Random(f"{seed}:schools")
    chosen = chosen_schools(register, count, random) if register else invented_schools(count, random)
    builder = Builder(seed, on, now)
    with Spool() as spool:
        return builder.build(chosen.rows, spool, progress)


class Builder:
    """What is known while a programme is made."""

    def __init__(self, seed: int, on: date, now: datetime) -> None:
        self.seed, self.on, self.now = seed, on, now
        last = SchoolYear.of(on)
        self.years = [SchoolYear(last.first - back) for back in reversed(range(YEARS))]
        self.loader = Loader(TABLES)

    def build(self, rows: Sequence[SchoolRow], spool: Spool, progress: Progress) -> Generated:
        """All of it."""
        institutions = self._schools(rows)
        self.loader.begin()
        commission_id, loader = self.loader.number("person"), self.loader
        since = datetime.combine(self.years[0].starts_on, time(8), clock.AMSTERDAM)
        opening = f"{since.astimezone(UTC):%Y-%m-%d %H:%M:%S}.000000"
        loader.add(
            "person", (commission_id, "Cor", "", "Commissie", "commissie cor", *(COMMISSION,) * 2, opening, None, 1)
        )
        loader.add("agenda_preference", (commission_id, "feed", 0, 0, 1))
        loader.flush()
        periods = self._periods(commission_id)
        world = World(
            loader=loader,
            spool=spool,
            on=self.on.toordinal(),
            now=int(self.now.timestamp()),
            years=tuple(Year.of(year) for year in self.years),
            periods=periods,
            commission_id=commission_id,
            institution_ids=institutions,
        )
        commission_role(world, commission_id)
        self._districts(world, rows, progress)
        chain = Chain(loader)
        chain.write(spool, lambda done, total: progress("evidence", done, total))
        progress("indexes", 0, 1)
        loader.end()
        progress("indexes", 1, 1)
        return Generated(dict(loader.rows), periods[-1].id)

    # --- the frame ----------------------------------------------------------------------------------------------

    def _schools(self, rows: Sequence[SchoolRow]) -> tuple[int, ...]:
        """The schools with their boards and districts, the holidays that are not known, and who employs coaches."""
        import_register(RegisterFile(tuple(rows), ()), by=None, now=self.now)
        for number, name in board_names(rows).items():
            found = sa.update(schools.SchoolBoard).where(schools.SchoolBoard.number == number)
            db.session.execute(found.values(name=name))
        self._holidays()
        made = []
        for place in list(dict.fromkeys(row.place for row in rows))[::10]:
            name = f"Kunstpunt {place}"
            institution = schools.Institution(name=name, kind=InstitutionKind.CULTURAL, place=place, version=1)
            db.session.add(institution)
            made.append(institution)
        db.session.flush()
        self._wijken(rows)
        return tuple(each.id for each in made)

    def _wijken(self, rows: Sequence[SchoolRow]) -> None:
        """The schools of a place with many lie in two parts of town."""
        by_place: dict[str, list[str]] = {}
        for row in rows:
            by_place.setdefault(row.place, []).append(row.code)
        for place, codes in by_place.items():
            parts = ("Noord", "Zuid") if len(codes) > A_DISTRICT // 3 else ("",)
            for turn, part in enumerate(parts):
                district = schools.District(name=f"{place} {part}".strip(), version=1)
                db.session.add(district)
                db.session.flush()
                mine = sa.update(schools.School).where(schools.School.code.in_(codes[turn :: len(parts)]))
                db.session.execute(mine.values(district_id=district.id).execution_options(synchronize_session=False))

    def _holidays(self) -> None:
        """Where nothing is known of a school year, its holidays lie where they usually do."""
        known = db.session.execute(sa.select(SchoolHoliday.region, SchoolHoliday.starts_on)).all()
        there = {(region, SchoolYear.of(day)) for region, day in known}
        for year in (*self.years, SchoolYear(self.years[-1].first + 1)):
            for region in HolidayRegion:
                if (region, year) not in there:
                    for name, first, last in usual_holidays(year.first):
                        db.session.add(SchoolHoliday(region=region, name=name, starts_on=first, ends_on=last))
        db.session.flush()

    def _periods(self, by: int) -> tuple[Period, ...]:
        """The funding periods of these years, with what they ask and for whom coaching is open."""
        scheme = db.session.scalar(sa.select(FundingScheme).where(FundingScheme.code == "cmk"))
        if scheme is None:
            scheme = funding.add_scheme(code="cmk", name="Cultuureducatie met Kwaliteit", by=by, now=self.now)
        firsts = {
            FIRST_PERIOD + (day.year - FIRST_PERIOD) // PERIOD_YEARS * PERIOD_YEARS
            for day in (self.years[0].starts_on, self.on)
        }
        return tuple(self._period(scheme, first, by) for first in sorted(firsts))

    def _period(self, scheme: FundingScheme, first: int, by: int) -> Period:
        starts, ends = date(first, 1, 1), date(first + PERIOD_YEARS - 1, 12, 31)
        wanted = sa.select(FundingPeriod).where(FundingPeriod.scheme_id == scheme.id, FundingPeriod.starts_on == starts)
        period = db.session.scalar(wanted)
        if period is None:
            name = f"CmK {first}-{first + PERIOD_YEARS - 1}"
            period = funding.add_period(scheme, name=name, starts_on=starts, ends_on=ends, by=by, now=self.now)
        opened = datetime.combine(starts, time(8), clock.AMSTERDAM)
        set_requirement(period, ASKED, starts_on=starts, by=by, now=opened)
        for track in Track:
            funding.open_coaching(period, track=track, starts_on=starts, by=by, now=opened)
        return Period(period.id, starts.toordinal(), ends.toordinal())

    # --- the districts ------------------------------------------------------------------------------------------

    def _districts(self, world: World, rows: Sequence[SchoolRow], progress: Progress) -> None:
        days = self._open_days()
        ids = {row.code: row.id for row in db.session.execute(sa.select(schools.School.code, schools.School.id))}
        for begin in range(0, len(rows), A_DISTRICT):
            some = rows[begin : begin + A_DISTRICT]
            random = Random(f"{self.seed}:{begin}")
            mine = [self._school(world, row, ids[row.code], days, random) for row in some]
            coaches = Coaches(world, random, len(mine))
            staff = Staff(world, random, mine)
            posts = staff.fill()
            Coaching(world, random, coaches).begin_all(posts)
            Teams(world, random, coaches).meet_all(mine, posts)
            staff.exempt()
            world.spool.flush()
            self.loader.flush_when_many()
            progress("schools", begin + len(some), len(rows))

    def _open_days(self) -> dict[HolidayRegion, OpenDays]:
        first, last = self.years[0].starts_on, self.years[-1].ends_on + timedelta(days=366)
        found: dict[HolidayRegion, list[Days]] = {region: [] for region in HolidayRegion}
        for row in db.session.scalars(sa.select(SchoolHoliday).order_by(SchoolHoliday.id)):
            found[row.region].append(Days(row.starts_on, row.ends_on))
        return {region: OpenDays(first.toordinal(), last.toordinal(), found[region]) for region in found}

    def _school(
        self, world: World, row: SchoolRow, number: int, days: dict[HolidayRegion, OpenDays], random: Random
    ) -> School:
        """A school takes part from the beginning, or from a later year on; the track stays."""
        first = random.choice((0, 0, 0, 0, 1, 1, 2))
        begins, track = world.years[first].first, random.choice(TRACKS)
        for period in world.periods:
            starts = max(begins, period.first)
            if starts > period.last:
                continue
            cells = (world.loader.number("school_participation"), number, period.id, track.value, iso(starts))
            recorded = world.recorded(at(starts, 500))
            name = "Cor Commissie"
            world.loader.add("school_participation", (*cells, name, iso(starts), None, *recorded))
        return School(number, row.name, row.place, days[row.holiday_region], random.triangular(0.2, 1.7, 1.0), begins)
