"""Making voices of one's own: every line there is to read, recording them, checking them."""
