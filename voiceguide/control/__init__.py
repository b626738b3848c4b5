"""Leading a session: commands from anywhere, and what is heard for them."""
