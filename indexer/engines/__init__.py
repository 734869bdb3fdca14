"""Stores of vectors and words behind one port (``indexer.ports``), chosen by URL (``indexer.engines.opening``)."""
