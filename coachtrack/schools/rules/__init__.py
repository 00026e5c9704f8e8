"""The rules of schools: disciplines and regions, the national register, and finding a school by what people write."""
