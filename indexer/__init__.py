"""What is near: the encoder, lexical and vector indexes, building them, and hybrid retrieval."""
