"""Privacy: what is kept, why, how long and who sees it, told to everyone in plain words; the accessibility statement."""
