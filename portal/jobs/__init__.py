"""后台任务: work done later or now and then, recorded in the same database as the business it belongs to."""
