"""The rules of coverage: the requirement with its verdict, and the figures made of verdicts."""
