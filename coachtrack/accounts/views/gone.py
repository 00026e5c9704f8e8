"""What is said of links that do not work: used, replaced and never sent look the same."""

from flask import render_template

from coachtrack.accounts.models import SingleUseLink


def link_gone(*, invited: bool = False) -> tuple[str, int]:
    """It does not work, or never did."""
    return render_template("accounts/link_gone.html", invited=invited), 404


def link_expired(link: SingleUseLink, token: str) -> tuple[str, int]:
    """It is hers, and too old."""
    return render_template("accounts/link_expired.html", link=link, token=token), 410
