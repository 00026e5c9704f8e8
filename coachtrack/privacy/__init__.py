"""Privacy: what is kept, why, how long and who sees it, told in plain words; and the accessibility statement."""
