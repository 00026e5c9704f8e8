"""What can be erased of somebody, and when a request to erase may be carried out."""

from enum import StrEnum

from coachtrack.errors import N_, Refused

GRANTED = frozenset({"done", "partly"})


class ErasureKind(StrEnum):
    """How much was erased.

    CONTENT: what was written in one trajectory. OWN: what was written of her in all of them, what she said of herself,
    and what her agenda holds of her own; she goes on taking part. NAME: all of that, and her name became a pseudonym
    because its term was over. PERSON: the same, because she asked.
    """

    CONTENT = "content"
    OWN = "own"
    NAME = "name"
    PERSON = "person"


ERASURE_LABELS = {
    ErasureKind.CONTENT: N_("what was written in a trajectory"),
    ErasureKind.OWN: N_("what was written about her, and her own answers and times"),
    ErasureKind.NAME: N_("everything with her name, because its term was over"),
    ErasureKind.PERSON: N_("everything with her name, because she asked"),
}


class Extent(StrEnum):
    """How far an erasure goes that somebody asked for."""

    OWN = "own"
    EVERYTHING = "everything"


def extent_of(*, takes_part: bool) -> Extent:
    """Whoever takes part keeps her name: her school and coach plan with her. Who left goes altogether."""
    return Extent.OWN if takes_part else Extent.EVERYTHING


def is_granted(kind: str, outcome: str | None) -> bool:
    """Whether it is a request to erase that was answered with yes."""
    return kind == "erasure" and outcome in GRANTED


def check_may_be_erased(kind: str, outcome: str | None, *, was_carried_out: bool) -> None:
    """Raise `Refused` for what is no request to erase, was not granted, or was carried out before."""
    if not is_granted(kind, outcome):
        raise Refused(N_("First answer her request with yes. Then it can be carried out here."))
    if was_carried_out:
        raise Refused(N_("This was carried out already."))
