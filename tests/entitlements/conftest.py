"""What lies in `apart` needs a plugin that only test_two_kinds installs."""

import os

collect_ignore = [] if os.environ.get("PORTAL_TRIAL") else ["apart"]
