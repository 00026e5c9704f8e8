"""What is done about accountability."""
