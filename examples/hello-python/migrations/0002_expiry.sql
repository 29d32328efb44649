-- Notes written before this release get the thirty days that were promised on the page.
ALTER TABLE notes ADD COLUMN expires_at TEXT NOT NULL DEFAULT '';
UPDATE notes SET expires_at = datetime(created_at, '+30 days');
