"""What teachers are asked about themselves, when, by which links, and what of it may be counted."""
