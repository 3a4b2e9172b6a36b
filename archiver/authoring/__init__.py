"""The kit for those who write a plugin: a new one, a try, saved pages, and what is expected."""
