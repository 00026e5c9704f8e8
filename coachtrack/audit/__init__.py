"""The audit log: who did what with which thing, never what it said; signed, sealed, and kept for two years."""

from coachtrack.audit.models import AuditEntry, AuditSeal, Reading
from coachtrack.audit.queries import find_last_seal, verify_log
from coachtrack.audit.sealing import forget, seal
from coachtrack.audit.writing import note, note_reading

__all__ = [
    "AuditEntry",
    "AuditSeal",
    "Reading",
    "find_last_seal",
    "forget",
    "note",
    "note_reading",
    "seal",
    "verify_log",
]
