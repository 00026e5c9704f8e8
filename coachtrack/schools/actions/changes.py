"""How rooms above hear that a school is called otherwise, without this room knowing them."""

from blinker import Namespace

names_changed = Namespace().signal("names-changed")
"""Sent in the transaction of the change, with `now`: a name or address that calendars may show is another one."""
