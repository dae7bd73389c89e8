"""The lists of 家庭教育讲座, one noun a file."""
