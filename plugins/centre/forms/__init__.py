"""What is asked for, one area a file. A field bears the name of the argument of the step it is for."""
