"""Tables that units keep, line by line and each from a day on: what a line asks of a case, how it is edited, tried and refused."""
