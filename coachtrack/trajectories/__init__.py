"""Trajectories (coachingstrajecten): one coach, one teacher, one discipline; and the sessions in them.

proposed → draft → active (needs a development goal) → completed (needs a closing talk), or stopped. A session is an
appointment with an outcome. What was held becomes evidence; what was said is in reflections.
"""
