"""Tests mirror the folders above them."""
