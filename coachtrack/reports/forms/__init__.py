"""What is filled in for accountability."""
