"""What is typed: by whoever reports, and by staff."""
