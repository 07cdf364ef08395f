"""People and what they come in with: users of the installation, links sent to them, devices.

A user works in clubs: what one may do there stands in the club's staff. A member has no password:
a code opens a wallet, and the device is remembered.
"""
