"""How people ask: the query grammar, the command line and the web form."""
