"""People: everyone with posts (person × school × function), absences, coaches, and the roles they hold.

A post, an absence, a role and a coach's appointment hold from one date until another, and are never overwritten: a
change is a new row. Teacher, ICC'er and director follow from posts; coach from a coach's appointment; the others are
given. The staff file (personeelslijst) is read here.
"""
