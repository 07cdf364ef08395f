"""What people do, one module each. A journey checks the right and never calls another one."""
