"""附件: files from outside, distrusted, kept by hash, handed out as downloads."""
