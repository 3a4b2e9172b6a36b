"""Articles: what visits read becomes captures, observations, revisions and clusters."""
