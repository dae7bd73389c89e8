"""What people are shown: rendering, paging, searching, and how days, states, figures and icons are written."""
