"""Forms of 老年助餐, one area a file."""
