"""What is asked about people's own data, what was announced and what was erased."""
