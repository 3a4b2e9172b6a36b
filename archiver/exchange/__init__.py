"""Exchange: the ways out of an archive, and back into one."""
