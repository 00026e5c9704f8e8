"""A package of somebody with ten busy years behind her is ready well within a minute (G1)."""

import io
import time
import zipfile
from datetime import timedelta

import sqlalchemy as sa

from coachtrack.audit import AuditEntry, Reading
from coachtrack.outbox import OutboxMail
from coachtrack.privacy.queries.touched import Breach, find_touched
from coachtrack.privacy.rules.inventory import BY_TABLE, SHEETS
from coachtrack.privacy.views.package_paper import packing
from tests.factories.people import make_coach, make_person, make_teacher
from tests.factories.schools import make_school
from tests.support.filling import Planter
from tests.support.moments import NOW

ACTS, READINGS, MAILS = 50_000, 50_000, 5_000
SECONDS = 60


def test_everything_about_somebody_is_packed_within_a_minute(app, db):
    _other, teacher, coach = make_person(), make_teacher(make_school()), make_coach()
    planter = Planter(teacher, "canary")
    for sheet in SHEETS:
        for path in sheet.about:
            planter.plant(BY_TABLE[sheet.table], path)
    ago = [NOW - timedelta(minutes=number) for number in range(max(ACTS, READINGS))]
    acts = [{"at": at, "person_id": teacher.id, "act": "react", "thing": "debrief:1"} for at in ago[:ACTS]]
    read = [{"at": at, "reader_id": coach.id, "about_id": teacher.id, "thing": "debrief:1"} for at in ago[:READINGS]]
    mails = [
        {
            "key": f"drill:{number}",
            "recipient_id": teacher.id,
            "to": "a@school.example",
            "subject": "Afspraak",
            "body": "Tot dan. " * 50,
            "posted_at": NOW,
            "due_at": NOW,
        }
        for number in range(MAILS)
    ]
    for table, rows in ((AuditEntry, acts), (Reading, read), (OutboxMail, mails)):
        db.execute(sa.insert(table), rows)
    db.commit()
    began = time.perf_counter()
    with app.test_request_context():
        made = packing(teacher.id, NOW)(lambda _done, _total: None)
    took = time.perf_counter() - began
    files = zipfile.ZipFile(io.BytesIO(made.body)).namelist()
    print(f"\n{ACTS + READINGS + MAILS} rows in {took:.1f} s, {len(made.body) / 1e6:.1f} MB, {len(files)} files")
    assert took < SECONDS

    began = time.perf_counter()
    found = find_touched(Breach(since=NOW - timedelta(days=60), until=NOW, by=coach.id))
    print(f"who was touched, from {ACTS + READINGS} lines of the logs: {time.perf_counter() - began:.1f} s")
    assert [each.times for each in found.people] == [READINGS]
