"""What is done with talks and contacts."""
