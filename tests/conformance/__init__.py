"""The conformance kit: every row of the specification's case lists as data, and who runs them."""
