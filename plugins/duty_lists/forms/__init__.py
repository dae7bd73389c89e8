"""What is asked for, one area a file."""
