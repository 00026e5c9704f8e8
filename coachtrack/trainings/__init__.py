"""Trainings: team trainings (teamtrainingen), working groups and courses, with their meetings and attendance.

A training has one or more meetings, each an appointment in the agenda. Attendance becomes evidence per person. A
series can end not completed and be resumed in the next school year.
"""
