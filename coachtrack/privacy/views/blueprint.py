"""The blueprint that the views of privacy belong to."""

from flask import Blueprint

bp = Blueprint("privacy", __name__)
