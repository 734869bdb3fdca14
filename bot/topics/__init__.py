"""From freely worded questions to the provisions that answer them, or to the reason why none does."""
