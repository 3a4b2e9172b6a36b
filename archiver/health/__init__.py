"""The health of a site, judged from its own history: frozen data in, findings out."""
