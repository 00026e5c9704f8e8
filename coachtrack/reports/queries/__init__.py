"""What is read for accountability."""
