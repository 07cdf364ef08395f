"""The machine door: version 1 of the HTTP API, JSON in and JSON out, described by OpenAPI 3.1.

It authenticates, reads strictly, asks one journey and renders its answer. It decides nothing.
"""
