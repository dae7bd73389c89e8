"""The lists of 家风教育, one area a file."""
