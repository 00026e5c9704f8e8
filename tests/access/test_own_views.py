"""What a teacher says of herself is read by herself alone; that no other page asks for it stands with the canaries."""

from tests.access.town import build
from tests.access.visitors import visitors


def test_her_own_page_shows_what_she_said_and_nobody_elses(app, db):
    town = build()
    browsers = visitors(app, town)
    address = f"/mijn-blik/{town.here['assessment_id']}"
    assert [address in browsers[letter].send("GET", "/mijn-blik").text for letter in "tcidvma"] == [True] + [False] * 6
