"""Every door says who may enter, and those that are open to all are on a list."""

import re
from pathlib import Path

from coachtrack.access import PUBLIC

NGINX = Path(__file__).parents[2] / ".deploy" / "nginx.conf"
DUTCH = re.compile(r"(/([a-z0-9-]+|<[a-z_(), :]+>)(\.([a-z]+|<[a-z_(), :]+>))?)*/?")


def views(app):
    """All endpoints with their views, the static files apart."""
    return {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.endpoint.rsplit(".", 1)[-1] != "static"
    }


def test_every_view_says_who_may_enter(application):
    assert sorted(name for name, view in views(application).items() if not getattr(view, "access", None)) == []


def test_these_doors_are_open_to_everybody_and_no_others(application):
    assert sorted(name for name, view in views(application).items() if PUBLIC in view.access) == [
        "accounts.ask_again",
        "accounts.ask_sign_in_link",
        "accounts.back_from_provider",
        "accounts.choose_password",
        "accounts.forgot_password",
        "accounts.mail_is_coming",
        "accounts.passkey_question",
        "accounts.second_step",
        "accounts.set_language",
        "accounts.sign_in",
        "accounts.sign_in_by_passkey",
        "accounts.sign_out",
        "accounts.to_provider",
        "accounts.use_sign_in_link",
        "agenda.answer_by_link",
        "agenda.feed",
        "assessments.link_thanks",
        "assessments.say_by_link",
        "certificates.ask",
        "certificates.check",
        "health.alive",
        "health.ready",
        "privacy.accessibility",
        "privacy.robots",
        "privacy.security_txt",
        "privacy.show",
        "talks.questionnaire",
        "talks.questionnaire_thanks",
    ]


def test_the_proxy_keeps_every_secret_in_an_address_out_of_its_log(application):
    secret = {rule.rule.partition("<")[0] for rule in application.url_map.iter_rules() if "token" in rule.arguments}
    secret.add("/inloggen/via/")  # back from a provider, with a code
    assert secret == set(re.findall(r"^ +~\^(/\S+)", NGINX.read_text(), re.MULTILINE))


def test_every_view_belongs_to_a_room_or_the_ground_floor(application):
    strange = [name for name, view in views(application).items() if not view.__module__.startswith("coachtrack.")]
    assert strange == []


def test_addresses_are_lower_case_words(application):
    odd = [rule.rule for rule in application.url_map.iter_rules() if not DUTCH.fullmatch(rule.rule)]
    assert odd == ["/.well-known/security.txt"]  # an address that others agreed on (RFC 9116)
