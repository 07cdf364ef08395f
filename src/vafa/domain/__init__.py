"""The nouns of a customer club, one Django app each; value moves only through `rewards`."""
