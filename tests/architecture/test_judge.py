"""The judge of pages sees what it should: every fault is found, and a good page has none."""

import pytest

from tests.support.pages import faults_of

GOOD = (
    '<!doctype html><html lang="nl"><head><title>Een blad</title></head><body><main id="main"><h1>Een blad</h1>'
    '<form method="post" action="/er"><input type="hidden" name="csrf_token" value="1">'
    '<label for="naam">Naam</label><input id="naam" name="naam" aria-describedby="hulp"><p id="hulp">Hulp</p>'
    "<fieldset><legend>Keuze</legend><label><input type=radio name=k value=1> Een</label></fieldset>"
    '<button>Bewaren</button></form><a href="/er?a=1&amp;b=2">Verder</a><img src="/er" alt=""></main></body></html>'
)


def judged(page):
    return faults_of(page, answers=lambda method, path: path == "/er", address="/er")


def test_a_good_page_has_no_faults():
    assert judged(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ("<!doctype html>", "", "DOCTYPE"),
        (' lang="nl"', "", "html has no lang"),
        ("<title>Een blad</title>", "<title></title>", "the title is empty"),
        ("<h1>Een blad</h1>", "<h2>Een blad</h2>", "there must be one h1"),
        ("<h1>Een blad</h1>", "<h1>Een</h1><h1>blad</h1>", "there must be one h1"),
        ('<p id="hulp">', '<p id="naam">', "the id 'naam' is used 2 times"),
        ('<p id="hulp">', "<p>", "aria-describedby='hulp' points at nothing"),
        ('<label for="naam">Naam</label>', "", "input 'naam' has no label"),
        ("<legend>Keuze</legend>", "", "a fieldset has no legend"),
        ('<input type="hidden" name="csrf_token" value="1">', "", "must have one csrf_token"),
        ("<button>Bewaren</button>", "<button></button>", "button  has no text"),
        ("Verder</a>", "</a>", "has no text"),
        (' alt=""', "", "has no alt"),
        ("<p id", "<p style='color:red' id", "p has style="),
        ("<p id", "<p onclick='x()' id", "p has onclick="),
        ("<p id", "<script>1</script><p id", "script inside the page"),
        ("Hulp</p>", "Hulp None</p>", "shows something of the machinery: 'None'"),
        ("Hulp</p>", "Hulp %(name)s</p>", "shows something of the machinery: '%(name)s'"),
        ("/er?a", "/weg?a", "a leads to '/weg?a=1&b=2', which answers no GET"),
        ('action="/er"', 'action="/weg"', "form leads to '/weg', which answers no POST"),
        ("Hulp</p>", "Hulp</div></p>", "line 1"),
    ],
)
def test_a_fault_is_found(good, bad, fault):
    found = judged(GOOD.replace(good, bad, 1))
    assert any(fault in line for line in found), found
