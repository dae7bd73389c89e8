"""到期的个人信息: what a register has kept for long enough is taken out, after a preview and a second person's approval."""
