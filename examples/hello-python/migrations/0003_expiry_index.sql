CREATE INDEX notes_by_expiry ON notes (expires_at);
