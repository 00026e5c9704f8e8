"""What is read of talks: the talks themselves, their guides, what prepares them, and contacts."""
