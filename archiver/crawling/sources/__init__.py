"""Sources: where answers come from; no code of a site knows which it is."""
