"""Agreements (schoolafspraken): what a school promised for a school year, by which instrument, how many and how long.

What was held against a promise is read from evidence that is linked to it.
"""
