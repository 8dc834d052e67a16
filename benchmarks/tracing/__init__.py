"""How surely a trace finds language that was used again with some words altered (`make quality`)."""
