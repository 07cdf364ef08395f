"""Webhooks: where a club's changes are sent, how they are signed, and what came of each sending.

It neither reads the feed nor opens a connection: journeys hand it changes, an adapter sends.
"""
