"""Measuring the adviser: question sets, metrics, runs, reports and peers."""
