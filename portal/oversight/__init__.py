"""审计: the pages on which the auditor reads the trail, is shown what is unusual, and takes it away as a file."""
