"""The pages on which teachers say what they find of themselves."""

from flask import Blueprint

from coachtrack.assessments import queries

bp = Blueprint("assessments", __name__)

__all__ = ["bp", "queries"]
