"""The door of the pages of schools."""

from flask import Blueprint

bp = Blueprint("schools", __name__, url_prefix="/scholen")
