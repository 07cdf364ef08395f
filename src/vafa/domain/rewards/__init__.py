"""Programmes at work: versions, and the one live flow from a request to the book.

The only importer of `vafa.ledger.operations`. What a rule gives is decided in `vafa.programme`.
"""
