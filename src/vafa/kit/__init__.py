"""The bottom of Vafa: amounts, days, text, identifiers, ids and errors; all of it pure.

Nothing here knows a club, a member or a rule. No function reads a clock, a file or the
environment, makes a random number, or uses a float.
"""
