"""Reads of the sales that the ledger holds. It has no tables and writes nothing."""
