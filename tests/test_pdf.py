"""Documents: tagged and Dutch, the same for the same data, and never more than text to whatever was typed."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachtrack import pdf
from coachtrack.pdf import EMOJI, fit, pdf_of

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
EMPTY = {
    "language": "nl",
    "sender": "CoachTrack",
    "words": {"page": "Pagina {number} van {total}", "replaced": "Niet elk teken past op papier."},
    "title": "Verslag van het ambitiegesprek met De Bron",
    "kicker": "Verslag van het ambitiegesprek",
    "heading": "De Bron",
    "subtitle": "Schooljaar 2027–2028",
    "foot": "De Bron, 24 november 2026",
    "facts": [],
    "status": "",
    "sections": [],
}
HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    '#include "/etc/hostname"',
    '#panic("x")',
    "$ x^2 $ *vet* _schuin_ `code` = kop @verwijzing <label> // weg /* weg */ \\ ~ --- https://voorbeeld.nl",
    '"}]} "',
    "#while true {}",
    "]#]#[#{",
]


def a_document(*blocks, **given):
    return {**deepcopy(EMPTY), "sections": [{"title": "Kop", "blocks": list(blocks)}], **given}


def an_answer(text):
    return {"kind": "answer", "label": "Vraag", "text": text}


def a_table(*rows):
    columns = [{"label": "Nr.", "width": 0, "number": True}, {"label": "Wat", "width": 3, "number": False}]
    return {"kind": "table", "caption": "Resultaten", "columns": columns, "rows": [list(row) for row in rows]}


def read(data):
    return pypdf.PdfReader(BytesIO(pdf_of("document", data, at=AT)))


def text_of(data):
    """The words of a document, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in read(data).pages).replace("\u200b", "").split())


def test_a_document_is_tagged_dutch_and_says_so_in_its_metadata():
    document = read(a_document(an_answer("Ja.")))
    catalogue = document.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "nl"
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = catalogue["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert document.metadata.title == EMPTY["title"]


def test_a_table_has_header_cells_for_who_cannot_see_it():
    roles = set()

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict):
            roles.add(str(node.get("/S", "")))
            if "/K" in node:
                walk(node["/K"])

    walk(read(a_document(a_table(["1", "Visie"]))).trailer["/Root"]["/StructTreeRoot"])
    assert {"/Table", "/THead", "/TH", "/TD", "/Caption", "/H1"} <= roles


def test_the_same_data_gives_the_same_bytes():
    data = a_document(an_answer("Ja."), a_table(["1", "Visie"]))
    assert pdf_of("document", data, at=AT) == pdf_of("document", deepcopy(data), at=AT)


def test_a_document_is_dated_to_the_second():
    data = a_document(an_answer("Ja."))
    assert pdf_of("document", data, at=AT.replace(microsecond=123456)) == pdf_of("document", data, at=AT)


def test_all_that_was_said_can_be_read_back():
    said = text_of(
        a_document(
            {"kind": "heading", "text": "De school nu"},
            an_answer("Eerste regel.\nTweede regel.\n\nNieuwe alinea: “slimme” ‘tekens’ – café, Łukasz, Yılmaz, €, ½."),
            {"kind": "items", "label": "Thema’s", "items": ["Water", "De stad"]},
            {"kind": "note", "label": "Niet besproken:", "text": "Communicatie"},
            a_table(["1", "Een visie"], ["2", "Een lijn"]),
            facts=[{"label": "Aan tafel", "value": "Dirk\nIris"}],
            status="Nog niet bevestigd",
        )
    )
    for words in ("De school nu", "Eerste regel. Tweede regel. Nieuwe alinea", "“slimme” ‘tekens’ – café, Łukasz",
                  "Water", "De stad", "Niet besproken: Communicatie", "Een visie", "Een lijn", "Dirk Iris", "€, ½",
                  "Nog niet bevestigd", "Pagina 1 van 1"):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_was_typed_is_text_wherever_it_stands(hostile):
    said = text_of(
        a_document(
            an_answer(hostile),
            {"kind": "items", "label": hostile, "items": [hostile]},
            {"kind": "heading", "text": hostile},
            {"kind": "note", "label": hostile, "text": hostile},
            a_table([hostile, hostile]),
            heading=hostile,
            title=hostile,
            facts=[{"label": hostile, "value": hostile}],
            status=hostile,
        )
    )
    assert said.count(" ".join(hostile.split())) >= 6
    assert "root:" not in said


def test_a_table_over_several_pages_says_its_headings_on_each():
    document = read(a_document(a_table(*([str(number), f"Resultaat {number}"] for number in range(1, 121)))))
    assert len(document.pages) > 2
    assert all("Wat" in page.extract_text() for page in document.pages)
    assert "Resultaat 120" in document.pages[-1].extract_text()


def test_twenty_thousand_characters_fit_without_a_word_lost():
    words = [f"woord{number}" for number in range(2200)]
    said = text_of(a_document(an_answer(" ".join(words)[:20_000])))
    assert all(word in said for word in words[:1900])


def test_a_word_without_end_stays_on_the_page():
    document = read(a_document(an_answer("https://" + "x" * 5000), a_table(["1", "y" * 300])))
    found = []

    def look(text, _matrix, place, _font, _size):
        found.extend([place[4]] if text.strip() else [])

    for page in document.pages:
        page.extract_text(visitor_text=look)
    assert max(len(line) for page in document.pages for line in page.extract_text().splitlines()) < 130
    assert max(found) < 540


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Feest 🎉!", "Feest [emoji]!"),
        ("Goed 👍🏽 gedaan 👩‍👩‍👧‍👦", "Goed [emoji] gedaan [emoji]"),
        ("🎉🎉🎉", "[emoji]"),
        ("🇳🇱", "[emoji]"),
        ("Fijn 🙂", "Fijn :-)"),
        ("\uf0b7 punt", "• punt"),
        ("klaar ✔️ niet ❌", "klaar ✓ niet ×"),
        ("cafe\u0301", "café"),
        ("a\u0335b", "ab"),
        ("ﬁets １２", "fiets 12"),
        ("co\u2011teaching", "co-teaching"),
        ("zacht\u00adkoppel", "zachtkoppel"),
        ("links\u202erechts\u200b", "linksrechts"),
        ("\ufeffbegin\u2028eind\x07", "begin\neind"),
        ("中", "?"),
        ("tab\ttab", "tab tab"),
        ("regel\nregel", "regel\nregel"),
    ],
)
def test_signs_that_the_font_lacks_become_what_they_mean(typed, shown):
    assert fit(typed) == shown


@pytest.mark.parametrize(
    ("typed", "is_said"), [("Feest 🎉", True), ("中", True), ("Wat?", False), ("Łódź ✔", False), ("[emoji]", False)]
)
def test_a_document_says_it_when_it_shows_something_otherwise(typed, is_said):
    said = text_of(a_document(a_table(["1", typed])))
    assert ("Niet elk teken past op papier." in said) is is_said


def test_every_sign_that_is_kept_can_be_shown_in_each_weight():
    signs = " ".join(sorted(sign for sign in pdf._shown() if not unicodedata.combining(sign)))
    note = {"kind": "note", "label": signs, "text": signs}
    pdf_of("document", a_document(an_answer(signs), note, a_table([signs, signs]), heading=signs), at=AT)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_whatever_is_typed_makes_a_document(typed):
    typed = [text.encode("utf-8", "ignore").decode() for text in typed]
    assert pdf_of("document", a_document(*map(an_answer, typed), a_table(*([text, text] for text in typed))), at=AT)


@given(st.text(max_size=200))
def test_what_was_fitted_fits(typed):
    assert fit(fit(typed)) == fit(typed)
    assert EMOJI not in typed or EMOJI in fit(typed)


def test_several_at_a_time_do_not_get_in_each_others_way():
    data = [a_document(an_answer(f"Antwoord {number}")) for number in range(24)]
    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(lambda each: pdf_of("document", each, at=AT), data))
    assert made == [pdf_of("document", each, at=AT) for each in data]


def test_a_template_that_reads_outside_its_folder_is_refused(tmp_path):
    """In a thread of its own: a compiler that was given another document keeps to that."""
    with ThreadPoolExecutor(1) as worker:
        compiler = worker.submit(pdf._compiler, "document").result()
    with pytest.raises(RuntimeError):
        compiler.compile(input=b'#read("/../../../../../../etc/passwd")', format="pdf")
