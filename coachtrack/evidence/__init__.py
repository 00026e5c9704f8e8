"""Evidence: the contentless record of what took place, for whom, when and how long. Append-only and chained.

Five kinds of record: held, confirmed, linked, corrected, withdrawn. Nothing is ever changed or removed; a correction
is a new record that points at the old one. Each carries an HMAC over itself and its predecessor.
"""
