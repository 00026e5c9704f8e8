"""Whose second factors and sessions somebody may touch: her own, and nobody else's."""

from typing import Protocol


class OfAccount(Protocol):
    """What belongs to one account."""

    account_id: int


def may_keep_factor(account_id: int, factor: OfAccount) -> bool:
    """Whether this factor is hers, so that she may confirm, see and remove it."""
    return factor.account_id == account_id
