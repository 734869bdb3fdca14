"""The surfaces: HTTP, pages, linked data, SPARQL, exports, MCP and the command line; settings and wiring."""
