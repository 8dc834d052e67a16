"""How surely watches tell of sentences that come back altered."""
