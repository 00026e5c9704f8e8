"""Talks that an advisor holds with a school (ambitiegesprek, oriëntatiegesprek, routegesprek), and the contact log.

A talk follows a guide, is prepared with a checklist, ends in agreements and dates, and in a report that the school
confirms.
"""
