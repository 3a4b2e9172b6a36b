"""Reading: the records of a file are found, indexed, and read where they lie."""
