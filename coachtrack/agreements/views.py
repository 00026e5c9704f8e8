"""The pages of agreements."""

from flask import Blueprint

bp = Blueprint("agreements", __name__, url_prefix="/schoolafspraken")
