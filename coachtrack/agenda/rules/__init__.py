"""The rules of the agenda: what an appointment is, when it fits, and what calendar apps are told."""
