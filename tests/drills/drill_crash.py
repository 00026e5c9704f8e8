"""Thirty times killed in the middle of writing: everything that was acknowledged is there, and the chain is whole."""

from tests.test_crash import check_after_kills

ROUNDS = [1 + 7 * number % 40 for number in range(30)]


def test_thirty_kills_lose_nothing(db, backend):
    check_after_kills(db, backend, ROUNDS)
