"""The pages of funding."""

from flask import Blueprint

bp = Blueprint("funding", __name__, url_prefix="/regelingen")
