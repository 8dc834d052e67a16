"""How documents get here: the sources, the manners of asking, and the reading of their pages."""
