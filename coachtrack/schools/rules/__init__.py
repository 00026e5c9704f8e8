"""The rules of schools: disciplines and regions, the national register, and how a school is found by what people write."""
