from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from coachtrack.agreements import queries
from coachtrack.agreements.models import Agreement
from coachtrack.agreements.permissions import may_amend_agreement, may_make_agreements, may_see_agreement
from coachtrack.viewer import Role, RoleHeld, Viewer
from tests.factories.agreements import make_agreement
from tests.factories.schools import make_school

READERS = {Role.COMMISSION, Role.ADVISOR, Role.SCHOOL_LEADER, Role.CULTURE_COORDINATOR}
MAKERS = {Role.COMMISSION, Role.ADVISOR}


def holder(role, school_id=1):
    return Viewer(1, "Robin", frozenset({RoleHeld(role, None if role is Role.COMMISSION else school_id)}))


@pytest.mark.parametrize("role", Role)
def test_who_reads_and_amends_the_agreement_of_her_school(role):
    agreement = SimpleNamespace(school_id=1)
    assert may_see_agreement(holder(role), agreement) is (role in READERS)
    assert may_amend_agreement(holder(role), agreement) is (role in MAKERS)
    assert may_make_agreements(holder(role)) is (role in MAKERS)


@pytest.mark.parametrize("role", Role)
def test_the_agreement_of_another_school_is_for_the_commission_only(role):
    agreement = SimpleNamespace(school_id=2)
    assert may_see_agreement(holder(role), agreement) is (role is Role.COMMISSION)
    assert may_amend_agreement(holder(role), agreement) is (role is Role.COMMISSION)


@pytest.mark.parametrize("role", Role)
def test_the_list_shows_what_may_be_read_and_nothing_else(db, role):
    agreements = [make_agreement(make_school()), make_agreement(make_school())]
    viewer = holder(role, agreements[0].school_id)
    listed = set(db.scalars(sa.select(Agreement).where(queries.visible_to(viewer))))
    assert listed == {agreement for agreement in agreements if may_see_agreement(viewer, agreement)}
