"""What is asked for in talks and contacts."""
