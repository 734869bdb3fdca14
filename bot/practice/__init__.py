"""What the advice is put to work for: checklists, self-assessment, gaps and crosswalks."""
