"""Two people type in one talk: each answer is kept by itself, and nothing of anyone is overwritten unseen."""

import re
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from coachtrack.database import db as database
from coachtrack.errors import ChangedMeanwhile
from coachtrack.talks.actions import answers as actions
from coachtrack.talks.models import Talk, TalkAnswer, TalkResult
from coachtrack.talks.queries import guide_for
from coachtrack.talks.rules.talks import TalkStatus
from coachtrack.viewer import Role
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.people import make_holder
from tests.factories.schools import make_school
from tests.factories.talks import open_a_talk
from tests.support import pages
from tests.support.client import Page, location_of
from tests.support.moments import NOW
from tests.support.together import together


@pytest.fixture
def school(db):
    return make_school(name="De Bron")


@pytest.fixture
def advisor(school):
    return make_holder(Role.ADVISOR, school, last_name="Begeleider", email="begeleider@school.example")


@pytest.fixture
def other(school):
    return make_holder(Role.ADVISOR, school, last_name="Collega")


@pytest.fixture
def talk(school, advisor):
    return open_a_talk(school, advisor)


@pytest.fixture
def hers(sign_in, advisor):
    return sign_in(advisor)


@pytest.fixture
def theirs(sign_in, other, new_client):
    return sign_in(other, into=new_client())


@pytest.fixture
def address(talk):
    return f"/gesprekken/{talk.id}/stap/b"


def answer(db, key):
    """What stands there by now."""
    return db.scalar(sa.select(TalkAnswer.value).where(TalkAnswer.question == key))


def press(client, at, act, **typed):
    """Fill in the form of a step, leaving alone what is not named, and press the button that does this."""
    response = client.get(at) if isinstance(at, str) else at
    form, _button = Page(response).form()
    fields = pages.fields_of(form)
    assert set(typed) <= {element.get("name") for element in form.iter()}
    return client.post(response.request.path, data=fields | typed | {"act": act}, with_token=False)


def as_opened(page, *keys):
    """The hidden fields of these entries, as the page has them."""
    hidden = {each.get("name"): each.get("value") for each in page.elements("input") if each.get("type") == "hidden"}
    return {f"{key}-{name}": hidden[f"{key}-{name}"] for key in keys for name in ("version", "opened")}


def keep(client, address, page, **typed):
    """What the page sends while it is typed: the entries that changed, in full."""
    keys = {name.rpartition("_")[0] for name in typed}
    fields = {f"q-{name.rpartition('_')[0]}-{name.rpartition('_')[2]}": value for name, value in typed.items()}
    return client.post(f"{address}/concept", data=as_opened(page, *(f"q-{key}" for key in keys)) | fields)


def test_two_can_type_at_different_questions_of_one_talk(hers, theirs, address, db):
    one, two = hers.page(address), theirs.page(address)
    assert keep(hers, address, one, developments_now_text="Rekenen").status_code == 200
    assert keep(theirs, address, two, vision_links_text="Nieuwsgierig zijn").status_code == 200
    assert answer(db, "developments_now") == "Rekenen"
    assert answer(db, "vision_links") == "Nieuwsgierig zijn"


def test_the_answer_says_the_versions_by_question_so_that_typing_goes_on(hers, address, db):
    page = hers.page(address)
    told = keep(hers, address, page, developments_now_text="Rek").json
    assert list(told["saved"]) == ["q-developments_now"]
    assert told["saved"]["q-developments_now"]["version"] == 1
    more = {f"q-developments_now-{name}": value for name, value in told["saved"]["q-developments_now"].items()}
    again = hers.post(f"{address}/concept", data=more | {"q-developments_now-text": "Rekenen"})
    assert again.json["saved"]["q-developments_now"]["version"] == 2
    assert answer(db, "developments_now") == "Rekenen"


def test_when_both_typed_at_one_question_nothing_is_overwritten_and_both_texts_are_told(hers, theirs, address, db):
    one, two = hers.page(address), theirs.page(address)
    keep(theirs, address, two, developments_now_text="Taal")
    clash = keep(hers, address, one, developments_now_text="Rekenen", vision_links_text="Wel bewaard")
    assert clash.status_code == 409
    told = clash.json["clashes"]["q-developments_now"]
    assert (told["words"], told["name"], told["version"]) == ("Taal", "Rolf Collega", 1)
    assert told["fields"] == {"text": ["Taal"]}
    assert answer(db, "developments_now") == "Taal"
    assert answer(db, "vision_links") == "Wel bewaard"


def test_who_chose_to_keep_hers_overwrites_with_open_eyes(hers, theirs, address, db):
    one, two = hers.page(address), theirs.page(address)
    keep(theirs, address, two, developments_now_text="Taal")
    told = keep(hers, address, one, developments_now_text="Rekenen").json["clashes"]["q-developments_now"]
    chosen = {f"q-developments_now-{name}": told[name] for name in ("version", "opened")}
    assert hers.post(f"{address}/concept", data=chosen | {"q-developments_now-text": "Rekenen"}).status_code == 200
    assert answer(db, "developments_now") == "Rekenen"


def test_without_javascript_a_clash_shows_both_and_keeps_what_does_not_clash(hers, theirs, address, db):
    opened = hers.get(address)
    keep(theirs, address, theirs.page(address), developments_now_text="Taal")
    typed = {"q-developments_now-text": "Rekenen", "q-themes-text": "Water\nLucht"}
    answered = press(hers, opened, "save", **typed)
    page = Page(answered)
    assert answered.status_code == 409
    assert "Rolf Collega" in page.text
    assert "Taal" in page.text
    assert "Rekenen" in page.all("textarea")
    assert answer(db, "themes") == ["Water", "Lucht"]
    assert location_of(press(hers, answered, "save")) == address
    assert answer(db, "developments_now") == "Rekenen"


def test_without_javascript_one_can_take_over_what_stands_there(hers, theirs, address, db):
    opened = hers.get(address)
    keep(theirs, address, theirs.page(address), developments_now_text="Taal")
    answered = press(hers, opened, "save", **{"q-developments_now-text": "Rekenen"})
    location_of(press(hers, answered, "save", **{"q-developments_now-theirs": "1"}))
    assert answer(db, "developments_now") == "Taal"


def test_an_old_page_on_which_nothing_was_typed_changes_nothing(hers, theirs, address, db):
    opened = hers.get(address)
    keep(theirs, address, theirs.page(address), developments_now_text="Taal", year_plan_chosen="yes")
    assert location_of(press(hers, opened, "save")) == address
    assert answer(db, "developments_now") == "Taal"
    assert answer(db, "year_plan") == {"chosen": ["yes"], "text": ""}


def test_what_someone_else_wrote_is_told_to_a_page_that_is_open(hers, theirs, address):
    page = hers.page(address)
    keep(theirs, address, theirs.page(address), developments_now_text="Taal")
    version = {"q-developments_now-version": as_opened(page, "q-developments_now")["q-developments_now-version"]}
    told = hers.post(f"{address}/concept", data=version).json
    assert told["others"] == ["Rolf Collega"]
    assert told["newer"]["q-developments_now"]["fields"] == {"text": ["Taal"]}
    assert told["newer"]["q-developments_now"]["name"] == "Rolf Collega"


def test_an_answer_that_is_too_long_is_refused_at_its_question_and_the_rest_is_kept(hers, address, db):
    long = "“Woord” 😀 " * 2000
    told = keep(hers, address, hers.page(address), developments_now_text=long, vision_links_text="Kort")
    assert told.status_code == 422
    assert "19.999" in told.json["refused"]["q-developments_now"]
    assert answer(db, "vision_links") == "Kort"
    answered = press(hers, address, "save", **{"q-developments_now-text": long})
    assert answered.status_code == 422
    assert long.strip() in Page(answered).all("textarea")
    assert "19.999" in Page(answered).error_at("q-developments_now-text")


def test_the_same_said_by_two_is_no_clash(talk, advisor, other):
    question = guide_for(talk).question("themes")
    actions.save_answer(talk, question, ["Water"], version=0, by=other.id, now=NOW)
    kept = actions.save_answer(talk, question, ["Water"], version=0, by=advisor.id, now=NOW)
    assert (kept.version, kept.changed_by_id) == (1, other.id)


def test_emptying_an_answer_is_an_answer_but_leaving_a_question_empty_is_none(talk, advisor, db):
    question = guide_for(talk).question("support")
    assert actions.save_answer(talk, question, "", version=0, by=advisor.id, now=NOW) is None
    actions.save_answer(talk, question, "Ja", version=0, by=advisor.id, now=NOW)
    assert actions.save_answer(talk, question, "", version=1, by=advisor.id, now=NOW).value == ""


def test_of_two_at_the_very_same_moment_one_is_told(app, talk, advisor, other):
    talk_id = talk.id

    def say(by, words):
        found = database.session.get(Talk, talk_id)
        question = guide_for(found).question("support")
        try:
            actions.save_answer(found, question, words, version=0, by=by, now=NOW)
        except ChangedMeanwhile:
            database.session.rollback()
            return "told"
        database.session.commit()
        return "kept"

    acts = [partial(say, advisor.id, "Veel"), partial(say, other.id, "Weinig")]
    assert sorted(together(app, acts)) == ["kept", "told"]
    assert database.session.scalar(sa.select(sa.func.count()).select_from(TalkAnswer)) == 1


def test_after_the_report_nothing_changes_and_what_was_typed_comes_back(hers, address, talk, db):
    opened = hers.get(address)
    talk.status = TalkStatus.REPORTED
    answered = press(hers, opened, "save", **{"q-support-text": "Te laat"})
    assert answered.status_code == 422
    assert "Te laat" in Page(answered).all("textarea")
    assert answer(db, "support") is None


def test_what_was_typed_when_the_session_had_ended_comes_back_and_can_be_sent(client, advisor, talk, db, time_machine):
    make_account(advisor)
    time_machine.move_to(NOW, tick=False)
    client.submit("/inloggen", email=advisor.email, password=PASSWORD)
    outlook = f"/gesprekken/{talk.id}/stap/c"
    (result,) = actions.add_results(talk, "outlook_content", ["Visie"])
    opened = client.get(outlook)
    time_machine.move_to(NOW + timedelta(hours=9), tick=False)
    typed = {"q-parents_then-text": "Vaak", f"r-{result.id}-how": "samen", "more-outlook_support-text": "Feest"}
    assert location_of(press(client, opened, "save", **typed)) == "/inloggen"
    client.submit("/inloggen", email=advisor.email, password=PASSWORD)
    shown = client.get(outlook)
    assert {"Vaak", "samen", "Feest"} <= set(Page(shown).all("textarea"))
    assert answer(db, "parents_then") is None
    location_of(press(client, shown, "save"))
    assert answer(db, "parents_then") == "Vaak"
    assert results(db) == [("Visie", "samen"), ("Feest", "")]


# --- results ----------------------------------------------------------------------------------------------------


@pytest.fixture
def outlook(talk):
    return f"/gesprekken/{talk.id}/stap/c"


def number_of(db):
    """The numbers of the results, as they were added."""
    return db.scalars(sa.select(TalkResult.id).order_by(TalkResult.id)).all()


def results(db):
    """The results by now, in their order."""
    rows = sa.select(TalkResult.what, TalkResult.how).order_by(TalkResult.part, TalkResult.position)
    return [tuple(row) for row in db.execute(rows)]


def test_results_are_pasted_put_in_order_and_taken_out_by_buttons(hers, outlook, db):
    pasted = {"more-outlook_content-text": "- Visie\n- Leerlijn muziek\n- Erfgoed"}
    added = press(hers, outlook, "add-outlook_content", **pasted)
    location_of(added)
    assert [what for what, _how in results(db)] == ["Visie", "Leerlijn muziek", "Erfgoed"]
    first, _second, third = number_of(db)
    assert location_of(press(hers, outlook, f"up-{third}")) == outlook
    location_of(press(hers, outlook, f"down-{first}"))
    assert [what for what, _how in results(db)] == ["Erfgoed", "Visie", "Leerlijn muziek"]
    location_of(press(hers, outlook, f"remove-{first}"))
    assert [what for what, _how in results(db)] == ["Erfgoed", "Leerlijn muziek"]


def test_pressing_a_button_keeps_what_was_typed_elsewhere(hers, outlook, talk, db):
    first, second = actions.add_results(talk, "outlook_content", ["Visie", "Leerlijn"])
    typed = {f"r-{first.id}-how": "met het team", "q-parents_then-text": "Vaak", "more-outlook_support-text": "Feest"}
    location_of(press(hers, outlook, f"down-{first.id}", **typed))
    assert results(db) == [("Leerlijn", ""), ("Visie", "met het team"), ("Feest", "")]
    assert answer(db, "parents_then") == "Vaak"
    assert second.version == 1


def test_five_hundred_results_are_refused_with_a_clear_message_and_all_come_back(hers, outlook, db):
    many = "\n".join(f"Resultaat {number}" for number in range(500))
    answered = press(hers, outlook, "save", **{"more-outlook_content-text": many, "q-parents_then-text": "Vaak"})
    assert answered.status_code == 422
    assert re.findall("[0-9]+", Page(answered).error_at("more-outlook_content-text")) == ["500", "100", "0"]
    assert answered.get_data(as_text=True).count("Resultaat ") == 500
    assert results(db) == []
    assert answer(db, "parents_then") == "Vaak"


def test_two_at_one_result_clash_and_one_that_was_taken_out_comes_back_to_who_typed_in_it(
    hers, theirs, outlook, talk, db
):
    first, second = actions.add_results(talk, "outlook_content", ["Visie", "Leerlijn"])
    opened, typed = hers.get(outlook), {f"r-{first.id}-what": "Visie op papier", f"r-{second.id}-how": "stap voor stap"}
    location_of(press(theirs, outlook, "save", **{f"r-{first.id}-what": "Een visie van het team"}))
    location_of(press(theirs, outlook, f"remove-{second.id}"))
    answered = press(hers, opened, "save", **typed)
    assert answered.status_code == 409
    assert "Een visie van het team" in Page(answered).text
    assert "stap voor stap" in Page(answered).text
    assert results(db) == [("Een visie van het team", "")]


def test_moving_a_result_is_in_nobodys_way_who_types_in_it(hers, theirs, outlook, talk, db):
    first, _second = actions.add_results(talk, "outlook_content", ["Visie", "Leerlijn"])
    opened = hers.get(outlook)
    location_of(press(theirs, outlook, f"down-{first.id}"))
    location_of(press(hers, opened, "save", **{f"r-{first.id}-how": "met het team"}))
    assert results(db) == [("Leerlijn", ""), ("Visie", "met het team")]


def test_a_result_of_another_talk_is_not_there(hers, outlook, advisor, db):
    elsewhere = open_a_talk(make_school(), make_holder(Role.COMMISSION), first_year=2028)
    (result,) = actions.add_results(elsewhere, "outlook_content", ["Van een ander"])
    for act in (f"up-{result.id}", f"remove-{result.id}"):
        assert hers.post(outlook, data={"act": act}).status_code == 404
    assert results(db) == [("Van een ander", "")]
