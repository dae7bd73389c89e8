"""附件: uploaded files: never trusted, stored by hash, served as downloads."""
