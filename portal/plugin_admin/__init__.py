"""功能模块: where plugins are switched, their roles adjusted, new ones written and old ones purged; pages and commands."""
