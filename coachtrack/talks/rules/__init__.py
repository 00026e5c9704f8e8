"""The rules of talks, their guides, what prepares them, and of contacts with schools and boards."""
