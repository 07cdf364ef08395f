"""Households and companies: several people, one wallet, limits of one's own.

What the wallet holds stands in the book, under the account's id; here stands whose it is.
"""
