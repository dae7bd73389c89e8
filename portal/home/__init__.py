"""工作台 and what else is collected from all modules: navigation, search, reports, public pages; the style guide."""
