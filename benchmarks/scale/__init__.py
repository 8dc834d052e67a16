"""How the engines, the store and its followers grow: a made corpus of any size, and everything measured on it."""
