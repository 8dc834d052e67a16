"""The web form: pages made on the server, complete without JavaScript."""
