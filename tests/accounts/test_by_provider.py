"""Signing in by a provider: code and PKCE, joined on issuer and subject; fifteen and more lies, none believed."""

import base64
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from coachtrack.accounts import actions, queries
from coachtrack.accounts.models import ProviderIdentity, SignInSession, Way
from coachtrack.audit import AuditEntry
from config import Provider
from tests.factories.accounts import PASSWORD, link_in, mails_to, make_account
from tests.factories.people import make_person
from tests.support.client import Page, location_of
from tests.support.moments import NOW
from tests.support.provider import CLIENT, SECRET, key, running_provider

MINE, OUT = "/mijn-account", "/inloggen/via/entra"


@pytest.fixture
def provider(app, monkeypatch):
    with running_provider() as running:
        monkeypatch.setitem(app.config, "OIDC", (running.settings,))
        app.extensions.pop("coachtrack.providers", None)
        yield running
        app.extensions.pop("coachtrack.providers", None)


@pytest.fixture
def anna(db):
    person = make_person("Anna", email="anna@school.example")
    make_account(person)
    return person


@pytest.fixture
def joined(anna, provider, db):
    account = queries.find_account_of(anna.id)
    db.add(ProviderIdentity(account_id=account.id, issuer=provider.issuer, subject="anna-1", joined_at=NOW))
    db.commit()
    return anna


def come_back(client, provider, subject="anna-1", *, out=OUT):
    """Out, signed in there, and back at the page with the button."""
    answer = client.get(out)
    assert answer.status_code == 302, answer.status
    assert answer.headers["Location"].startswith(f"{provider.issuer}/authorize?")
    return client.get(provider.let_in(answer.headers["Location"], subject))


def is_in(client):
    return client.get(MINE).status_code == 200


def test_who_is_joined_comes_in_by_a_press_of_the_button(client, provider, joined, db):
    client.get(MINE)
    page = come_back(client, provider)
    assert not is_in(client)
    assert location_of(client.submit(page)) == MINE
    assert is_in(client)
    session, identity = db.scalar(sa.select(SignInSession)), db.scalar(sa.select(ProviderIdentity))
    assert (session.way, session.trusted_until, identity.last_used_at) == (Way.PROVIDER, None, NOW)


def test_on_her_own_phone_she_stays_in(client, provider, joined, db):
    client.submit(come_back(client, provider), trust="y")
    assert db.scalar(sa.select(SignInSession.trusted_until)) == NOW + timedelta(days=30)


def test_a_scanner_that_looks_on_the_way_back_uses_nothing_up(client, new_client, provider, joined):
    page = come_back(client, provider)
    address = page.request.full_path
    for browser in (client, new_client()):
        browser.head(address)
        browser.get(address)
    assert location_of(client.submit(page)) == "/"
    assert is_in(client)


def _unsigned(claims):
    parts = ({"alg": "none"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + "."


def _tampered(claims, signed):
    head, _body, signature = signed(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "anna-1"}).encode()).decode().rstrip("=")
    return f"{head}.{body}.{signature}"


def _by_stranger(claims):
    return jwt.encode({"alg": "RS256", "kid": "first"}, claims, RSAKey.generate_key(2048, {"kid": "first"}))


def _by_shared_secret(claims, secret):
    return jwt.encode({"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(secret), algorithms=["HS256"])


LIES = {
    "alg none": lambda p: setattr(p, "sign", _unsigned),
    "signed with our own secret": lambda p: setattr(p, "sign", lambda c: _by_shared_secret(c, SECRET)),
    "signed with the public key as secret": lambda p: setattr(
        p, "sign", lambda c: _by_shared_secret(c, base64.b64encode(key("first").as_pem(private=False)).decode())
    ),
    "signed by somebody else under the same name": lambda p: setattr(p, "sign", _by_stranger),
    "signed with a key that it does not publish": lambda p: setattr(p, "sign", lambda c: p.signed(c, "second")),
    "changed after it was signed": lambda p: setattr(p, "sign", lambda c: _tampered(c | {"sub": "x"}, p.signed)),
    "no token at all": lambda p: setattr(p, "sign", lambda c: None),
    "not a token": lambda p: setattr(p, "sign", lambda c: "a.b.c"),
    "for another client": lambda p: setattr(p, "change", lambda c: c | {"aud": "another-client"}),
    "for us and for another": lambda p: setattr(p, "change", lambda c: c | {"aud": [CLIENT, "another-client"]}),
    "for us on behalf of another": lambda p: setattr(p, "change", lambda c: c | {"azp": "another-client"}),
    "for nobody": lambda p: setattr(p, "change", lambda c: {n: v for n, v in c.items() if n != "aud"}),
    "by another issuer": lambda p: setattr(p, "change", lambda c: c | {"iss": "https://evil.example"}),
    "expired": lambda p: setattr(p, "change", lambda c: c | {"exp": c["iat"] - 61}),
    "without an end": lambda p: setattr(p, "change", lambda c: {n: v for n, v in c.items() if n != "exp"}),
    "made tomorrow": lambda p: setattr(p, "change", lambda c: c | {"iat": c["iat"] + 86400}),
    "not valid yet": lambda p: setattr(p, "change", lambda c: c | {"nbf": c["iat"] + 3600}),
    "made an hour ago": lambda p: setattr(p, "change", lambda c: c | {"iat": c["iat"] - 3600}),
    "of another conversation": lambda p: setattr(p, "change", lambda c: c | {"nonce": "another"}),
    "of no conversation": lambda p: setattr(p, "change", lambda c: {n: v for n, v in c.items() if n != "nonce"}),
    "about nobody": lambda p: setattr(p, "change", lambda c: {n: v for n, v in c.items() if n != "sub"}),
    "about an empty somebody": lambda p: setattr(p, "change", lambda c: c | {"sub": ""}),
    "about a number": lambda p: setattr(p, "change", lambda c: c | {"sub": 1}),
    "about another with her mail address": lambda p: setattr(p, "change", lambda c: c | {"sub": "mallory"}),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_not_believed(client, provider, joined, db, lie):
    LIES[lie](provider)
    assert location_of(client.submit(come_back(client, provider))) == "/inloggen"
    assert not is_in(client)
    assert db.scalar(sa.select(sa.func.count(SignInSession.id))) == 0
    entry = db.scalar(sa.select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (entry.act, entry.person_id) == ("session.refused", None)
    assert "eyJ" not in entry.detail


def test_a_state_that_this_browser_did_not_begin_is_refused(client, new_client, provider, joined):
    victim = new_client()
    page = come_back(client, provider)
    assert location_of(victim.get(page.request.full_path)) == "/inloggen"
    victim.get(OUT)
    assert location_of(victim.get(page.request.full_path)) == "/inloggen"
    answer = victim.post(OUT + "/terug", data={"code": "x", "state": "foreign"})
    assert location_of(answer) == "/inloggen"
    assert not is_in(victim)


def test_a_code_works_once_and_a_conversation_too(client, provider, joined):
    page = come_back(client, provider)
    client.submit(page)
    client.post("/uitloggen")
    client.get("/inloggen")
    assert location_of(client.get(page.request.full_path)) == "/inloggen"
    fields = {"code": page.request.args["code"], "state": page.request.args["state"]}
    assert location_of(client.post(OUT + "/terug", data=fields)) == "/inloggen"
    assert not is_in(client)


def test_a_code_of_another_conversation_fails_on_the_verifier(client, new_client, provider, joined):
    stolen = come_back(new_client(), provider).request.args["code"]
    page = come_back(client, provider)
    fields = {"code": stolen, "state": page.request.args["state"]}
    assert location_of(client.post(OUT + "/terug", data=fields)) == "/inloggen"
    assert not is_in(client)


def test_a_conversation_takes_ten_minutes_at_most(client, provider, joined, time_machine):
    time_machine.move_to(NOW, tick=False)
    page = come_back(client, provider)
    time_machine.move_to(NOW + timedelta(minutes=10, seconds=1), tick=False)
    assert location_of(client.submit(page)) == "/inloggen"
    assert not is_in(client)


@pytest.mark.parametrize("named", ["https://evil.example", ""])
def test_a_provider_that_names_itself_beside_the_code_must_name_itself(client, provider, joined, named):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    page = come_back(client, provider)
    again = client.get(f"{page.request.full_path}&iss={named}")
    assert location_of(client.submit(again)) == "/inloggen"
    assert not is_in(client)


def test_a_provider_that_names_itself_rightly_is_believed(client, provider, joined):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    page = come_back(client, provider)
    assert location_of(client.submit(client.get(f"{page.request.full_path}&iss={provider.issuer}"))) == "/"


def test_who_stopped_there_is_told_so(client, provider, joined):
    address = client.get(OUT).headers["Location"]
    back = provider.let_in(address, "anna-1").replace("code=", "error=access_denied&x=")
    assert location_of(client.get(back)) == "/inloggen"
    assert not is_in(client)


def test_her_mail_address_alone_joins_nobody(client, provider, anna, db):
    assert location_of(client.submit(come_back(client, provider, "anna-1"))) == "/inloggen"
    assert db.scalar(sa.select(sa.func.count(ProviderIdentity.id))) == 0


def test_while_she_is_in_she_joins_it_and_is_told_by_mail(client, provider, anna, db):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    assert "/mijn-account/koppelen/entra" in client.page(MINE).links().values()
    page = come_back(client, provider, out="/mijn-account/koppelen/entra")
    assert location_of(client.submit(page)) == MINE
    identity = db.scalar(sa.select(ProviderIdentity))
    assert (identity.issuer, identity.subject) == (provider.issuer, "anna-1")
    assert [mail.key.split(":")[0] for mail in mails_to(anna)] == ["provider_joined"]
    client.post("/uitloggen")
    assert location_of(client.submit(come_back(client, provider))) == "/"


def test_joining_asks_whether_it_is_her_when_she_has_been_in_for_a_while(client, provider, anna, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    time_machine.move_to(NOW + timedelta(minutes=16), tick=False)
    assert location_of(client.get("/mijn-account/koppelen/entra")) == "/ben-jij-het"
    assert location_of(client.post("/mijn-account/ontkoppelen/entra")) == "/ben-jij-het"


def test_one_account_there_belongs_to_one_person_here(client, provider, joined, db):
    make_account(make_person("Bea", email="bea@school.example"))
    client.submit("/inloggen", email="bea@school.example", password=PASSWORD)
    client.submit(come_back(client, provider, out="/mijn-account/koppelen/entra"))
    assert db.scalars(sa.select(ProviderIdentity.account_id)).all() == [queries.find_account_of(joined.id).id]


def test_who_signed_out_meanwhile_joins_nothing(client, provider, anna, db):
    client.submit("/inloggen", email=anna.email, password=PASSWORD)
    page = come_back(client, provider, out="/mijn-account/koppelen/entra")
    actions.end_all_sessions(queries.find_account_of(anna.id).id, now=NOW)
    assert location_of(client.submit(page)) == "/inloggen"
    assert db.scalar(sa.select(sa.func.count(ProviderIdentity.id))) == 0


def test_she_takes_it_away_again_and_is_told_by_mail(client, provider, joined, db):
    client.submit(come_back(client, provider))
    client.submit(MINE, action="/ontkoppelen/entra")
    assert db.scalar(sa.select(sa.func.count(ProviderIdentity.id))) == 0
    assert [mail.key.split(":")[0] for mail in mails_to(joined)] == ["provider_left"]


def test_an_invitation_is_accepted_by_it_without_a_password(client, new_client, provider, db):
    bea, bas = make_person("Bea", email="bea@school.example"), make_person("Bas")
    actions.invite(bea, by=bas.id, now=NOW)
    address = link_in(mails_to(bea)[0])
    page = client.page(address)
    assert f"{OUT}?uitnodiging=ja" in page.links().values()
    assert location_of(client.submit(come_back(client, provider, "bea-1", out=f"{OUT}?uitnodiging=ja"))) == "/"
    assert is_in(client)
    assert new_client().get(address).status_code == 404
    assert actions.invite(bea, by=bas.id, now=NOW) is None
    client.submit(MINE, action="/overal-uitloggen")
    other = new_client()
    other.submit("/inloggen/link", email=bea.email)
    assert location_of(other.submit(link_in(mails_to(bea)[-1]))) == "/"


def test_an_invitation_that_somebody_left_open_is_not_accepted_by_the_next_who_signs_in(client, provider, joined, db):
    bea, bas = make_person("Bea", email="bea@school.example"), make_person("Bas")
    actions.invite(bea, by=bas.id, now=NOW)
    client.page(link_in(mails_to(bea)[0]))
    client.submit(come_back(client, provider, "a-stranger"))
    assert db.scalar(sa.select(sa.func.count(ProviderIdentity.id))) == 1


def test_the_page_says_whose_invitation_it_accepts_and_another_that_was_opened_since_is_not_accepted(
    client, provider, db
):
    bea, eve, bas = (
        make_person("Bea", email="bea@school.example"),
        make_person("Eve", email="eve@x.example"),
        make_person(),
    )
    for guest in (bea, eve):
        actions.invite(guest, by=bas.id, now=NOW)
    client.page(link_in(mails_to(bea)[0]))
    back = come_back(client, provider, "bea-1", out=f"{OUT}?uitnodiging=ja")
    assert f"Je neemt de uitnodiging van {bea.name} aan" in Page(back).text
    client.page(link_in(mails_to(eve)[0]))
    client.submit(back)
    assert [each.account.person for each in db.scalars(sa.select(ProviderIdentity))] == [bea]


def test_a_closed_account_stays_out(client, provider, joined):
    actions.deactivate(queries.find_account_of(joined.id), by=make_person("Bas").id, now=NOW)
    assert location_of(client.submit(come_back(client, provider))) == "/inloggen"
    assert not is_in(client)


def test_a_key_that_is_new_there_is_asked_for_once_in_a_minute(client, provider, joined, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.submit(come_back(client, provider))
    client.post("/uitloggen")
    provider.keys, provider.sign = [key("second")], lambda claims: provider.signed(claims, "second")
    assert location_of(client.submit(come_back(client, provider))) == "/inloggen"
    time_machine.move_to(NOW + timedelta(minutes=2), tick=False)
    assert location_of(client.submit(come_back(client, provider))) == "/"
    assert provider.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"jwks_uri": "http://evil.example/keys"},
    ],
)
def test_metadata_that_are_not_of_this_provider_are_not_used(client, provider, joined, metadata):
    provider.metadata = metadata
    assert location_of(client.get(OUT)) == "/inloggen"


def test_when_it_is_down_other_ways_are_shown_and_sessions_stay(client, new_client, provider, joined):
    client.submit(come_back(client, provider))
    late = new_client()
    page = come_back(late, provider)
    provider.status = 503
    assert location_of(late.submit(page)) == "/inloggen"
    other = new_client()
    client.application.extensions.pop("coachtrack.providers")
    assert location_of(other.get(OUT)) == "/inloggen"
    sign_in = other.page("/inloggen")
    assert "Microsoft" in sign_in.text
    assert "/inloggen/link" in sign_in.links().values()
    assert is_in(client)
    assert location_of(other.submit("/inloggen", email=joined.email, password=PASSWORD)) == "/"


def test_when_nothing_answers_there_it_is_said_as_well(client, app, monkeypatch, db):
    gone = Provider("entra", "Microsoft", "http://127.0.0.1:1", CLIENT, SECRET)
    monkeypatch.setitem(app.config, "OIDC", (gone,))
    app.extensions.pop("coachtrack.providers", None)
    assert location_of(client.get(OUT)) == "/inloggen"


def test_a_provider_that_is_not_configured_does_not_exist(client, provider, db):
    assert client.get("/inloggen/via/entree").status_code == 404
    assert client.get("/inloggen/via/entree/terug").status_code == 404


def test_the_way_back_is_the_configured_address_whatever_the_request_says(client, provider, db):
    address = client.get(OUT, headers={"X-Forwarded-Host": "evil.example", "Host": "evil.example"}).headers["Location"]
    assert "redirect_uri=http%3A%2F%2Flocalhost%2Finloggen%2Fvia%2Fentra%2Fterug" in address


def test_the_page_on_the_way_back_repeats_no_code_outside_its_form(client, provider, joined):
    page = come_back(client, provider)
    code = page.request.args["code"]
    fields = [field.get("name") for field in Page(page).elements("input") if field.get("value") == code]
    assert fields == ["code"]
