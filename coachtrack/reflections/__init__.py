"""Reflections: what coach and teacher write to each other. Content, sealed, behind the wall.

Starting point, development goals (ontwikkeldoelen), debriefs (nabesprekingen) and reactions. Keyed by the number of
a trajectory and of an appointment; this room knows neither class.
"""
