"""Search: what a person asks for, as keys and terms, and how answers are ranked and shown."""
