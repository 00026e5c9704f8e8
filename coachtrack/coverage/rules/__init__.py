"""The rules of coverage: what the requirement asks, the verdict on a person, and the figures made of verdicts."""
