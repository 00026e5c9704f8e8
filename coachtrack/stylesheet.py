"""The style sheet of every page: Bootstrap's and our own in one file, which a browser has whole or not at all.

Bootstrap carries pictures inside its text. The policy in `headers` allows no such pictures, and a browser that has
Bootstrap's sheet and still waits for ours asks for them; so they are left out, and our own sheets name files instead.
"""

import re
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, current_app, send_file

OURS = Path(__file__).parent / "static" / "css"
SHEETS = ("theme", "frame", "components", "forms", "tables", "moments", "calendar")
PICTURE = re.compile(r"""url\((["'])data:.*?\1\)""")

bp = Blueprint("stylesheet", __name__)


def whole() -> str:
    """All sheets in the order in which they overrule each other."""
    bootstrap = files("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css"
    ours = [(OURS / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    on_paper = (OURS / "print.css").read_text(encoding="utf-8")
    bare = PICTURE.sub("none", bootstrap.read_text(encoding="utf-8")).removeprefix('@charset "UTF-8";')
    return "\n".join(('@charset "UTF-8";', bare, *ours, "@media print {", on_paper, "}", ""))


_kept = lru_cache(maxsize=1)(whole)


@bp.get("/static/css/coachtrack.css", endpoint="static")
def show() -> Response:
    """The sheet, made once; a developer sees each change."""
    sheet = (whole() if current_app.debug else _kept()).encode()
    return send_file(BytesIO(sheet), mimetype="text/css", etag=sha256(sheet).hexdigest()[:32])
