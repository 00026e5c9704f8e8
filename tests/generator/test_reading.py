"""What the commission looks at in a programme: in as many statements for few as for more, each led by an index."""

import pytest
import sqlalchemy as sa

from coachtrack.clock import day_of
from coachtrack.coverage.actions.refresh import refresh
from coachtrack.coverage.models import PersonStatus
from coachtrack.database import db as database
from coachtrack.generator import generate
from coachtrack.generator.build import COMMISSION
from coachtrack.people.queries import find_person_by_email
from coachtrack.schools.models import School
from tests.drills.watching import asked, scanned_whole


@pytest.mark.postgres
def test_no_page_of_the_commission_reads_all_that_took_place(db, now, sign_in):
    generate(3, seed=1, on=day_of(now))
    refresh(now, everyone=True)
    school = db.scalars(sa.select(School).order_by(School.id)).first()
    person_id = db.scalar(sa.select(sa.func.min(PersonStatus.person_id)).where(PersonStatus.school_id == school.id))
    addresses = ("/bereik/", f"/bereik/besturen/{school.board_id}", f"/bereik/mensen/{person_id}")
    browser = sign_in(find_person_by_email(COMMISSION))
    browser.judging = False
    for address in addresses:
        with asked(database.engine) as told:
            assert browser.get(address).status_code == 200
        assert scanned_whole(database.engine, told, only_where_it_must=True) == set(), address
        assert len(told.reads) > 3
