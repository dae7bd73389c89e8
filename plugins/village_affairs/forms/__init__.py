"""What is asked for: about a matter, the rules, a council."""
