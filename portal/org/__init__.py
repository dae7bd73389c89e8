"""组织机构: the unit tree, its codes, departments and centres."""
