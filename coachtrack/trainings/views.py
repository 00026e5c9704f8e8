"""The pages of trainings."""

from flask import Blueprint

bp = Blueprint("trainings", __name__, url_prefix="/trainingen")
