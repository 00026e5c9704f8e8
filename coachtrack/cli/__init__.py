"""Commands for those who run the product: thin, each parses, calls an action, commits and says what it did."""

from flask import Flask

from coachtrack.cli import accounts, demo, evidence, imports, worker


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in (
        demo.seed_demo,
        imports.import_schools,
        imports.import_staff,
        accounts.create_admin,
        accounts.feed_address,
        evidence.verify_evidence,
        evidence.rotate_keys,
        worker.worker,
    ):
        app.cli.add_command(command)
