"""From the rows of the tables to statements, and the check that rows name what exists."""
