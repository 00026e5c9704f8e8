"""What is asked for in the agenda."""
