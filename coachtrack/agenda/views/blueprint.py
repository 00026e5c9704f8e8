"""Where the pages of the agenda hang."""

from flask import Blueprint

bp = Blueprint("agenda", __name__)
