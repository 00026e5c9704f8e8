"""CoachTrack: coaching and training in arts education, confidential and provable. Here the app is put together."""

from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_babel import get_locale
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

import config
from coachtrack import (
    access,
    cli,
    crypto,
    error_pages,
    formatting,
    headers,
    health,
    language,
    logs,
    stylesheet,
    submissions,
)
from coachtrack.accounts import views as accounts
from coachtrack.agenda import views as agenda
from coachtrack.agreements import queries as counting
from coachtrack.agreements import views as agreements
from coachtrack.assessments import views as assessments
from coachtrack.backups import views as backups
from coachtrack.coverage import views as coverage
from coachtrack.database import db, only_reading
from coachtrack.evidence import views as evidence
from coachtrack.funding import views as funding
from coachtrack.home import views as home
from coachtrack.people import views as people
from coachtrack.privacy import views as privacy
from coachtrack.repeating import Repeating
from coachtrack.reports import views as reports
from coachtrack.reports.views import certificates
from coachtrack.schools import views as schools
from coachtrack.talks import views as talks
from coachtrack.talks.views import contacts
from coachtrack.trainings import views as trainings
from coachtrack.trainings.queries.agreements import linked_meetings
from coachtrack.trajectories import views as trajectories
from coachtrack.trajectories.queries.agreements import linked_trajectories

ROOT = Path(__file__).parent.parent
ROOMS = (
    home,
    backups,
    privacy,
    reports,
    certificates,
    talks,
    contacts,
    coverage,
    trajectories,
    trainings,
    agreements,
    assessments,
    evidence,
    agenda,
    funding,
    accounts,
    people,
    schools,
)


class Number(IntegerConverter):
    """The number of a thing in an address; one that no table can hold leads nowhere."""

    def __init__(self, map: Map, **options: Any) -> None:  # noqa: A002 - werkzeug names its arguments
        super().__init__(map, **{"max": 2**31 - 1} | options)


def create_app(settings: config.Settings | None = None) -> Flask:
    """The app, for these settings or for those of the environment. Raises `config.SettingsRefused`."""
    settings = settings or config.read()
    app = Repeating(__name__, template_folder=str(ROOT / "templates"), instance_path=str(config.INSTANCE))
    app.config.update(settings.flask_config())
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = Number
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logs.register(app)
    _extensions(app)
    _doors(app, settings)
    for room in (*ROOMS, health, stylesheet):
        app.register_blueprint(room.bp)
    counting.register(app, linked_trajectories, linked_meetings)
    cli.register(app)
    return app


def _extensions(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    language.register(app)
    crypto.register(app)
    formatting.register(app)
    app.jinja_env.globals.update(get_locale=get_locale)


def _doors(app: Flask, settings: config.Settings) -> None:
    """What every request passes, in this order."""

    @app.before_request
    def know_the_transaction() -> None:
        only_reading(request.method in {"GET", "HEAD", "OPTIONS"})

    @app.teardown_request
    def forget_it(_error: BaseException | None) -> None:
        only_reading(False)

    backups.register(app)
    access.refuse_strange_forms(app)
    CSRFProtect(app)
    accounts.register(app)
    access.register(app, send_to_sign_in=accounts.send_to_sign_in, also=accounts.ask_of_who_is_in)
    submissions.register(app)
    headers.register(app, https=settings.https)
    error_pages.register(app)
