"""Backups (reservekopieën): a whole and checked copy of the database, and the way back from it."""
