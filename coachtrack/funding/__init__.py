"""Funding: schemes (regelingen) and their periods, goals, participation of schools on a track, opening of coaching.

CmK 2025-2028 is a period of the scheme CmK. A school takes part on a track (pilot school, district school) from one
date until another. The commission opens coaching per track. Curriculum frameworks (TULE, Leerplankader) are data too.
"""
