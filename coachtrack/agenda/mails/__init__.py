"""The mails of the agenda, each in the language of whoever gets it."""
