"""What teachers find of themselves (zelfinschatting): at the start and the end of a trajectory, and once per period.

Each is seen by the teacher alone. Others get counts of five people and more, in fixed groups, so that no two answers
can be subtracted.
"""
