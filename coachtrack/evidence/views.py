"""The pages of evidence."""

from flask import Blueprint

bp = Blueprint("evidence", __name__, url_prefix="/bewijs")
