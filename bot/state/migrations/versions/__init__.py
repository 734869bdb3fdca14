"""One module a revision; numbers are compared as text, so they are padded."""
