"""What Signpost remembers: conversations, answers, events, the audit log and assessments, in one database."""
