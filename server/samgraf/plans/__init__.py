"""What a query is made of and what it may cost: text in, records out; nothing is asked here."""
