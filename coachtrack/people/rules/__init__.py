"""The rules of people: the functions of posts, coaches, and the staff file with what it would change."""
