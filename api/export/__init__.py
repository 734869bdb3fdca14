"""What people take away, one module a format. Every export carries edition, date, licence and the reservation."""
