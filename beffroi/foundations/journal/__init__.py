"""What was done, by whom, for whom and when: rows that the database keeps as they are, each chained to the last."""
