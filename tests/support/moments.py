"""The moment at which the tests live: a Tuesday in the autumn, half past ten in the Netherlands."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
