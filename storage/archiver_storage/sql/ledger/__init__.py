"""The ledger: which URLs there are, which is visited next, how each ended."""
