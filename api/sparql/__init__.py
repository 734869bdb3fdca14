"""SPARQL 1.1 query for the public: read-only, in worker processes that can be killed."""
