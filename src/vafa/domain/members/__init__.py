"""The people of a club: one id each, a number on the card, contacts found by keyed hash, consents.

Personal data is sealed here and opened here; value and tiers are not its business.
"""
