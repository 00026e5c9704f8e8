"""Commands for those who run the product: thin, each parses, calls an action, commits and says what it did."""

from flask import Flask

from coachtrack.cli.accounts import create_admin, feed_address, forget_second_factor
from coachtrack.cli.audit import verify_audit
from coachtrack.cli.backtest import backtest
from coachtrack.cli.backups import backup, check_backup, restore, upgrade
from coachtrack.cli.coverage import rebuild_coverage
from coachtrack.cli.demo import seed_demo
from coachtrack.cli.evidence import rotate_keys, verify_evidence
from coachtrack.cli.generate import generate
from coachtrack.cli.imports import import_schools, import_staff
from coachtrack.cli.privacy import touched
from coachtrack.cli.retention import retention
from coachtrack.cli.worker import worker

COMMANDS = (
    seed_demo,
    generate,
    import_schools,
    import_staff,
    create_admin,
    feed_address,
    forget_second_factor,
    verify_evidence,
    verify_audit,
    rotate_keys,
    rebuild_coverage,
    retention,
    touched,
    worker,
    backup,
    check_backup,
    restore,
    upgrade,
    backtest,
)


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    for command in COMMANDS:
        app.cli.add_command(command)
