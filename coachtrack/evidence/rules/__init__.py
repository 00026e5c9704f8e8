"""The rules of evidence: its words, the chain, what stands after corrections, and what is taken over from before."""
