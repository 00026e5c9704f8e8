"""The rules of evidence: what is taken over from before."""
