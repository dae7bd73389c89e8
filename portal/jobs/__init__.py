"""后台任务: background and scheduled jobs, stored in the same database as the records they work on."""
