"""What is done with requests, retention and erasure."""
