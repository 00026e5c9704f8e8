"""Builders of rows for tests: each makes one thing that is allowed, and takes what the test is about."""
