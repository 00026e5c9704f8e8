"""What may be kept with a talk, what its mail needs, and when the link to its questionnaire still works."""

import tracemalloc
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack.errors import Refused
from coachtrack.talks.rules import papers, questionnaire
from coachtrack.talks.rules.papers import LARGEST, TooLargePaper, WrongPaper
from coachtrack.talks.rules.preparation import (
    ITEM_LABELS,
    LINK_PLACE,
    ChecklistItem,
    check_mail,
    check_measured,
    checklist_for,
    with_link,
)
from coachtrack.talks.rules.questionnaire import LASTS, LinkState, check_answers, state_of
from coachtrack.talks.rules.talks import TalkKind
from tests.support.moments import NOW


def of_office(*names):
    """A Word or Excel file, as far as its table of contents goes."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        for name in ("[Content_Types].xml", *names):
            package.writestr(name, "<x/>")
    return body.getvalue()


def of_opendocument(kind):
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        package.writestr("content.xml", "<x/>")
    return body.getvalue()


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0...", "jpg"),
        (of_office("word/document.xml"), "docx"),
        (of_office("xl/workbook.xml"), "xlsx"),
        (of_opendocument("text"), "odt"),
    ],
)
def test_a_file_is_known_by_what_is_in_it(body, ending):
    assert papers.kind_of(body).ending == ending


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 415),
        (b"<html><script>alert(1)</script>", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (b"MZ\x90\x00", 415),
        (b"PK\x03\x04 and then nothing that a zip has", 415),
        (of_office("ppt/presentation.xml"), 415),
        (of_office("word/document.xml", "word/vbaProject.bin"), 415),
        (of_opendocument("presentation"), 415),
        (b"%PDF-" + bytes(LARGEST), 413),
    ],
)
def test_what_is_of_another_kind_or_too_large_is_refused_at_its_field(body, status):
    with pytest.raises(WrongPaper) as refused:
        papers.kind_of(body)
    assert (refused.value.field, refused.value.status) == ("file", status)


def test_a_file_of_exactly_the_largest_size_is_kept():
    assert papers.kind_of(b"%PDF-".ljust(LARGEST)) is papers.PDF
    with pytest.raises(TooLargePaper):
        papers.kind_of(b"%PDF-".ljust(LARGEST + 1))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("jaarplan.pdf", "jaarplan.pdf"),
        ("C:\\Mijn stukken\\jaarplan 2027.docx", "jaarplan 2027.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("plan v1.2 definitief", "plan v1.2 definitief.pdf"),
        ("virus.exe", "virus.pdf"),
        ("", "stuk.pdf"),
        ("...", "stuk.pdf"),
        ("regel\r\nSet-Cookie: x", "regel Set-Cookie: x.pdf"),
    ],
)
def test_the_name_loses_its_folders_and_gets_the_ending_of_what_it_is(name, kept):
    assert papers.name_of(name, papers.PDF) == kept


@given(st.text(max_size=400))
def test_whatever_a_file_was_called_its_name_fits_one_line_and_one_folder(name):
    kept = papers.name_of(name, papers.PNG)
    assert kept.endswith(".png")
    assert len(kept) <= 200
    assert not set(kept) & set("/\\\r\n\0")


def test_an_orientation_talk_is_not_prepared_with_its_own_report():
    assert list(checklist_for(TalkKind.AMBITION)) == list(ChecklistItem)
    assert set(ChecklistItem) - set(checklist_for(TalkKind.ORIENTATION)) == {ChecklistItem.ORIENTATION_REPORT}
    assert set(ITEM_LABELS) == set(ChecklistItem)


def test_a_mail_needs_someone_to_go_to_and_the_place_of_the_link():
    check_mail(f"Dag! {LINK_PLACE}", ["d@school.example"])
    with pytest.raises(Refused) as nobody:
        check_mail(LINK_PLACE, [])
    with pytest.raises(Refused) as no_place:
        check_mail("Dag! [vragen]", ["d@school.example"])
    assert (nobody.value.field, no_place.value.field) == ("recipients", "body")


@given(st.text(), st.text())
def test_the_link_comes_wherever_its_place_is(before, after):
    assert with_link(f"{before}{LINK_PLACE}{after}", "LINK") == f"{before}LINK{after}".replace(LINK_PLACE, "LINK")


def test_evi_was_filled_in_today_or_before():
    today = date(2026, 11, 24)
    check_measured(today, today=today)
    with pytest.raises(Refused):
        check_measured(today + timedelta(days=1), today=today)


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, LinkState.OPEN),
        ({"expires_at": NOW}, LinkState.EXPIRED),
        ({"expires_at": NOW + timedelta(seconds=1)}, LinkState.OPEN),
        ({"withdrawn_at": NOW}, LinkState.WITHDRAWN),
        ({"answered_at": NOW, "expires_at": NOW - LASTS}, LinkState.ANSWERED),
        ({"answered_at": NOW, "withdrawn_at": NOW}, LinkState.ANSWERED),
        ({"withdrawn_at": NOW, "expires_at": NOW}, LinkState.WITHDRAWN),
    ],
)
def test_what_was_done_with_a_link_goes_before_how_long_it_lasts(given, state):
    stands = {"expires_at": NOW + LASTS, "answered_at": None, "withdrawn_at": None}
    assert state_of(**(stands | given), now=NOW) is state


def test_one_answer_is_enough_and_none_is_not():
    check_answers({"themes": "Water"})
    for nothing in ({}, {"themes": ""}, {"answered_by": "Dirk"}):
        with pytest.raises(Refused):
            check_answers(nothing)


def test_every_question_has_a_key_of_its_own_and_says_its_choices_in_words():
    by_key = {question.key: question for question in questionnaire.QUESTIONS}
    assert len(by_key) == len(questionnaire.QUESTIONS)
    assert by_key["year_plan"].in_words("partly") == "partly"
    assert by_key["year_plan"].in_words("no") == "not yet"
    assert by_key["themes"].in_words("Water") == "Water"


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_small_file_that_unpacks_to_very_much_is_never_unpacked(packed):
    made = BytesIO()
    with zipfile.ZipFile(made, "w", packed) as package:
        package.writestr("mimetype", bytes(50_000_000))
    body = made.getvalue()
    size = (50_000_000).to_bytes(4, "little")
    tracemalloc.start()
    with pytest.raises(WrongPaper):
        papers.kind_of(body.replace(size, (10).to_bytes(4, "little")))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000
