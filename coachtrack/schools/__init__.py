"""Schools: locations (vestigingen), their boards, districts (wijken) and teaching materials, and other institutions.

Schools come from the national register (DUO) as it is published; boards' names, districts and institutions by form.
"""
