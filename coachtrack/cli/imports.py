"""Import schools and staff from a file, as the pages do."""

from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from coachtrack import clock
from coachtrack.database import db
from coachtrack.errors import Refused
from coachtrack.people.actions import import_roster
from coachtrack.schools.actions import import_register


@click.command("import-schools")
@click.argument("file", type=click.File("rb"))
@click.option("--municipality", help="Only the schools of this municipality, as the register names it.")
@click.option("--board", help="Only the schools of the board with this number.")
@with_appcontext
def import_schools(file: BinaryIO, municipality: str | None, board: str | None) -> None:
    """Import schools from the national register (DUO), as it is published."""
    try:
        counts = import_register(file.read(), municipality=municipality, board=board, by=None, now=clock.now())
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(", ".join(f"{number} {word}" for word, number in counts.items()))


@click.command("import-staff")
@click.argument("file", type=click.File("rb"))
@click.option("--preview", is_flag=True, help="Say what would happen, and change nothing.")
@with_appcontext
def import_staff(file: BinaryIO, preview: bool) -> None:
    """Import staff from a spreadsheet (XLSX, ODS or CSV)."""
    try:
        counts = import_roster(file.read(), Path(file.name).name, by=None, now=clock.now(), apply=not preview)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()
    click.echo(", ".join(f"{number} {word}" for word, number in counts.items()))
