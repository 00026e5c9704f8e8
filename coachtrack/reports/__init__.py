"""Accountability (verantwoording): what is issued and kept with its hash, and certificates that anyone can check."""
