"""What inference engines plug in: one adapter per engine and range of versions, over parts that know no engine."""
