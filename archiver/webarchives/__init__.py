"""Web archives: what others captured of a site, what of it to ask for, and what is missing."""
