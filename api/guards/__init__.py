"""What stands between the network and the routes: one concern a module, each a plain ASGI middleware."""
