"""登录安全: what is asked beside the password, as the district decides."""
