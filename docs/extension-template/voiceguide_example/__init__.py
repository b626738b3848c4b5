"""An example of everything that a package can add to voiceguide."""
