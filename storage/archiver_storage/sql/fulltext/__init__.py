"""Full text: one index of the latest wordings, on SQLite and on PostgreSQL."""
