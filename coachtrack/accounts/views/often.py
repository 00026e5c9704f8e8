"""Things that may not be asked too often by one person: counted in the database, for all workers together."""


def count_against(limit: str) -> None:
    """Count this request. Raises `TooManyRequests` when there were too many."""
