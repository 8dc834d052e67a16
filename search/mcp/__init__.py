"""verbale for programs that ask in a person's name: a server of the Model Context Protocol that only reads."""
