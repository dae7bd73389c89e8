"""What people type and paste, read in one way for the whole house: characters, lengths, dates."""
