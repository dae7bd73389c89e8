"""The web, shared by every module: `http` (answers), `forms` (what people type), `pages` (what they are shown)."""
