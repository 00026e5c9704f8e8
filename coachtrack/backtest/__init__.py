"""The back-test: the forecast against simulated school years whose absences it knows nothing of.

`process` makes the years, `years` asks the forecast at several moments of each what will come of it, `calibration`
adds up how that compares with what came of it, and with a straight line.

The constants of the forecast (`coverage.rules.assumptions`) were set on seeds 1 to 99 and on nothing else. The seeds
that the command uses unless told otherwise begin at 2031: no constant was tuned on them.
"""
