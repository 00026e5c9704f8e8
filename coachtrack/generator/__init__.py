"""Invented programmes of any size: schools with four years of people, coaching, trainings and evidence; no content.

What a seed makes is the same every time, row by row. It is made district by district, and written as it is made.
"""

from coachtrack.generator.build import Generated, generate

__all__ = ["Generated", "generate"]
