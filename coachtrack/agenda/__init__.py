"""The agenda: every dated thing is one kind of appointment, with who takes part; calendar feeds; school holidays.

A move is the same appointment with a higher sequence; a cancelled one stays. Its UID is given once, for life.
"""
