"""Roles, posts and coaches that come, go and change in any order: who sees what stays as the rules say (A11)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from coachtrack.database import db as database
from coachtrack.people.models import CoachAppointment, Post, RoleGrant
from coachtrack.people.queries import viewer_of
from coachtrack.people.rules.posts import PostFunction
from coachtrack.trajectories.models import CoachingTrajectory
from coachtrack.trajectories.permissions import may_see_content, may_see_trajectory
from coachtrack.trajectories.queries import visible_to
from coachtrack.viewer import Role
from tests.factories.people import RECORDED, make_coach, make_person
from tests.factories.schools import make_institution
from tests.factories.trajectories import make_open_school, make_trajectory

FIRST = date(2026, 11, 24)
GRANTED = (Role.COMMISSION, Role.ADMINISTRATOR, Role.ADVISOR)
BY_POST = {Role.SCHOOL_LEADER: PostFunction.SCHOOL_LEADER, Role.CULTURE_COORDINATOR: PostFunction.CULTURE_COORDINATOR}
EVERYWHERE = {Role.COMMISSION, Role.ADMINISTRATOR}
AT_A_SCHOOL = {Role.ADVISOR, *BY_POST}
FEW = st.integers(0, 2)


class Changing(RuleBasedStateMachine):
    """The programme beside a model of it: who holds what from when until when, and whose every trajectory is."""

    @initialize()
    def begin(self):
        self.people = [make_coach(), make_person(), make_person()]
        self.schools = [make_open_school() for _ in range(2)]
        self.institution = make_institution()
        self.day = FIRST
        self.held = [(0, Role.COACH, None, date(2020, 1, 1), None)]
        self.rows = [database.session.scalars(sa.select(CoachAppointment).order_by(CoachAppointment.id.desc())).first()]
        self.trajectories = [make_trajectory(coach=self.people[0], school=school) for school in self.schools]
        self.coach_of = [0, 0]

    @rule(
        who=FEW, role=st.sampled_from([*GRANTED, *BY_POST, Role.COACH]), place=st.integers(0, 1), days=st.integers(0, 4)
    )
    def give(self, who, role, place, days):
        """From today on, for some days or for good."""
        school = self.schools[place] if role in AT_A_SCHOOL else None
        ends_on = self.day + timedelta(days=days) if days else None
        row = self.row(role, self.people[who].id, school, ends_on)
        database.session.add(row)
        self.rows.append(row)
        self.held.append((who, role, place if school else None, self.day, ends_on))

    def row(self, role, person_id, school, ends_on):
        values = {"person_id": person_id, "starts_on": self.day, "ends_on": ends_on, "recorded_at": RECORDED}
        if role is Role.COACH:
            return CoachAppointment(institution_id=self.institution.id, weekly_minutes=60, **values)
        if role in BY_POST:
            return Post(school_id=school.id, function=BY_POST[role], **values)
        return RoleGrant(role=role, school_id=school.id if school else None, **values)

    @rule(which=st.integers(0, 20))
    def end(self, which):
        """With yesterday as its last day, or today where it began today."""
        number = which % len(self.held)
        who, role, place, starts_on, _ends_on = self.held[number]
        last = max(starts_on, self.day - timedelta(days=1))
        self.rows[number].ends_on = last
        self.held[number] = (who, role, place, starts_on, last)

    @rule(which=st.integers(0, 1), who=FEW)
    def hand_over(self, which, who):
        self.trajectories[which].coach_id = self.people[who].id
        self.coach_of[which] = who

    @rule(days=st.integers(1, 3))
    def wait(self, days):
        self.day += timedelta(days=days)

    def roles(self, who):
        """What the model says that she holds today: role and school."""
        return {
            (role, place)
            for holder, role, place, starts_on, ends_on in self.held
            if holder == who and starts_on <= self.day and (ends_on is None or self.day <= ends_on)
        }

    @invariant()
    def everyone_sees_what_the_model_says(self):
        database.session.flush()
        for who, person in enumerate(self.people):
            viewer, roles = viewer_of(person, self.day), self.roles(who)
            wide = {role for role, _place in roles}
            own = [self.coach_of[each] == who and Role.COACH in wide for each in (0, 1)]
            near = [bool(wide & EVERYWHERE) or any((role, each) in roles for role in AT_A_SCHOOL) for each in (0, 1)]
            seen = [may_see_trajectory(viewer, each) for each in self.trajectories]
            assert seen == [own[each] or near[each] for each in (0, 1)]
            assert [may_see_content(viewer, each) for each in self.trajectories] == own
            listed = set(database.session.scalars(sa.select(CoachingTrajectory.id).where(visible_to(viewer))))
            ours = {each.id for each in self.trajectories}
            assert listed & ours == {each.id for each, is_seen in zip(self.trajectories, seen, strict=True) if is_seen}

    def teardown(self):
        database.session.rollback()


@pytest.mark.usefixtures("db")
def test_in_whatever_order_roles_change_everyone_sees_what_is_hers():
    run_state_machine_as_test(Changing, settings=settings(settings.default, stateful_step_count=10))
