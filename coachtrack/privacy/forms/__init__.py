"""Forms about people's own data."""
