"""The rules of accountability: what a report says, when it is stale, and what a certificate stands for."""
