"""Accounts: signing in, sessions that live on the server, invitations, forgotten passwords.

An account belongs to a person. A session ends for real: at sign-out, at a new password, when the account is closed.
What was typed in a form whose session had ended is kept (sealed) and comes back after signing in.
"""
