"""What is asked for: about a vote, its roll, its ballots."""
