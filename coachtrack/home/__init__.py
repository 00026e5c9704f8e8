"""Home: the start page of each role, its navigation, and the page that shows how far a long job is."""
