"""The blueprint that the views of backups belong to."""

from flask import Blueprint

bp = Blueprint("backups", __name__)
