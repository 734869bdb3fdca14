"""The web pages: rendered on the server, whole without scripts, every asset our own. One concern a module."""
