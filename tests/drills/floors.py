"""The floors: the least that a Flask app must do for an answer of the same kind, with nothing of CoachTrack in it."""

import os
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, Response, render_template, request
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The tables of the floors."""


db = SQLAlchemy(model_class=Base)


class User(UserMixin, db.Model):  # type: ignore[name-defined] # made at run time
    """Who is signed in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Item(db.Model):  # type: ignore[name-defined] # made at run time
    """A row of the page."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    place: Mapped[str]
    day: Mapped[str]
    status: Mapped[str]
    minutes: Mapped[int]


class Feed(db.Model):  # type: ignore[name-defined] # made at run time
    """A calendar and which revision of it stands."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    etag: Mapped[str]


PAGE = """<!doctype html><html lang="nl"><head><title>{{ title }}</title></head><body><nav>{{ name }}</nav><main>
<h1>{{ title }}</h1><table><thead><tr><th>Naam</th><th>Plaats</th><th>Dag</th><th>Status</th><th>Tijd</th></tr></thead>
<tbody>{% for item in items %}<tr><td><a href="/items/{{ item.id }}">{{ item.name }}</a></td><td>{{ item.place }}</td>
<td>{{ item.day }}</td><td><span class="badge">{{ item.status }}</span></td><td>{{ item.minutes }} min</td></tr>
{% endfor %}</tbody></table></main></body></html>"""


def create_app() -> Flask:
    """The floors, on the database and the calendar of the environment."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="floor" * 8, SQLALCHEMY_DATABASE_URI=os.environ["FLOOR_DATABASE"])
    app.jinja_loader = DictLoader({"page.html": PAGE})
    db.init_app(app)
    login = LoginManager(app)
    login.user_loader(lambda number: db.session.get(User, int(number)))
    body = Path(os.environ["FLOOR_CALENDAR"]).read_bytes()
    with app.app_context():
        db.create_all()
        if db.session.get(User, 1) is None:
            _fill()

    @app.get("/")
    def hello() -> str:
        """(a) The least of all."""
        return "hello"

    @app.get("/calendar")
    def calendar() -> Response:
        """(b) A calendar that is ready."""
        return Response(body, content_type="text/calendar; charset=utf-8")

    @app.get("/unchanged/<token>")
    def unchanged(token: str) -> Response:
        """(d) One row says that nothing changed; the statement is built for each request."""
        with db.engine.connect() as connection:
            row = connection.execute(sa.select(Feed.id, Feed.etag).where(Feed.token == token)).one()
        status = 304 if row.etag in request.headers.get("If-None-Match", "") else 200
        return Response(status=status, headers={"ETag": f'"{row.etag}"'})

    @app.get("/enter")
    def enter() -> str:
        """Sign in."""
        login_user(db.session.get(User, 1))
        return ""

    @app.get("/page")
    @login_required
    def page() -> str:
        """(e) Fifty rows for who is signed in."""
        items = db.session.scalars(sa.select(Item).order_by(Item.name).limit(50)).all()
        return render_template("page.html", title="Vijftig regels", name="Robin", items=items)

    return app


def _fill() -> None:
    db.session.add(User(id=1, name="Robin"))
    db.session.add(Feed(token="abc", etag="r1"))
    for number in range(50):
        values = {"place": "Hengelo", "day": "di 24 nov", "status": "actief", "minutes": 45}
        db.session.add(Item(name=f"Leerkracht {number:02d}", **values))
    db.session.commit()
