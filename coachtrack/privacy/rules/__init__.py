"""Privacy: verdicts on retention, requests and what a package holds."""
