"""组织机构, administered: the page of a unit with what it holds, and what befalls a unit: it is set up, renamed, counted anew, closed."""
