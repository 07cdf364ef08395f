"""The outside world, one folder per kind of thing; only the server plugs them in."""
