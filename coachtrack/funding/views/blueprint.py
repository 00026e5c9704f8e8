"""Where the pages of funding hang."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("funding", __name__, url_prefix="/regelingen")
Answer = str | Response | tuple[str, int]
