"""卷宗: what is in it, what it lacks, bound as one file; a year of them, what an inspection finds, and what a moment prints at once."""
