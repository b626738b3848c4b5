"""What the commands do, without a terminal: what a page or another program may call, too."""
