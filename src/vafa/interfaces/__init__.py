"""The doors: each turns a request into one journey or one query, and renders the answer."""
