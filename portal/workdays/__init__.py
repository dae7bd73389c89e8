"""工作日: working days, statutory holidays, and the deadlines reckoned with them."""
