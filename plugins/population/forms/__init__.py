"""Forms of 实有人口房屋, and what each step is handed of them."""
