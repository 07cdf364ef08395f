"""Vafa: an open-source customer club. Read this package from the bottom folder up.

`kit` and `programme` are pure; `ledger` remembers value; `domain` holds the nouns; `journeys` are
what people do; `interfaces` are the doors; `server` puts it all together.
"""
