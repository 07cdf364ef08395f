"""The operations by noun: each reads its request, asks one journey and renders the answer."""
