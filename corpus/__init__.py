"""The words: passages of our own for every node, the official wording once fetched, and the user's documents."""
