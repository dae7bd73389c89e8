"""Forms of 家风教育, one noun a file."""
