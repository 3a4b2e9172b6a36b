"""Pages and articles that tests read: made up, founded on, and real."""
