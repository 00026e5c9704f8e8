"""The pages of trajectories."""

from flask import Blueprint

bp = Blueprint("trajectories", __name__, url_prefix="/trajecten")
