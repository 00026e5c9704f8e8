"""Coverage (bereik): the training requirement, who counts, and for each person whether it is met and why.

Rules are rows, written by the commission, versioned with a day from which they hold. Facts come from posts, absences,
exemptions, trajectories, appointments and evidence; the verdict is a pure function. Nothing here reads a goal or a
debrief.
"""
