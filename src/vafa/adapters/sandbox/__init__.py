"""A sandbox for what is outside: nothing in it leaves this machine."""
