"""Clubs, their branches, VAT rates and API keys: who owns every row, and who may ask for what.

It knows no member and no rule.
"""
