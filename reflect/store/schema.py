"""The tables of the workspace, as the first release makes them. All offsets are code points."""

NOTES = """
CREATE TABLE notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sha256 TEXT NOT NULL UNIQUE,
  text BLOB NOT NULL,  -- UTF-8 as bytes, so that any string comes back as it went in
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  metadata TEXT NOT NULL,
  skipped TEXT NOT NULL,
  added TEXT NOT NULL,
  opened TEXT NOT NULL
) STRICT;
CREATE INDEX notes_opened ON notes (opened);

CREATE TABLE drafts (
  key TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  saved TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
"""

MARKS = """
CREATE TABLE taggings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  note_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
  model_name TEXT NOT NULL,
  model_version TEXT NOT NULL,
  model_sha256 TEXT NOT NULL,
  sentences TEXT NOT NULL,  -- [[start, end, {code: score}], …]
  people TEXT NOT NULL,
  rollups TEXT NOT NULL,
  created TEXT NOT NULL,
  UNIQUE (note_id, model_name, model_version, model_sha256)
) STRICT;

-- One sequence of ids for machine and human marks, so that a mark's id means one mark.
CREATE TABLE marks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  note_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE
) STRICT;
CREATE INDEX marks_note ON marks (note_id);

CREATE TABLE machine_marks (
  id INTEGER PRIMARY KEY REFERENCES marks ON DELETE CASCADE,
  tagging_id INTEGER NOT NULL REFERENCES taggings ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  code TEXT NOT NULL,
  evidence TEXT NOT NULL,
  score REAL NOT NULL,
  origin TEXT NOT NULL
) STRICT;
CREATE INDEX machine_marks_tagging ON machine_marks (tagging_id);
CREATE TRIGGER machine_marks_stay BEFORE UPDATE ON machine_marks
BEGIN SELECT RAISE(ABORT, 'a machine''s mark is never changed'); END;

CREATE TABLE human_marks (
  id INTEGER PRIMARY KEY REFERENCES marks ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  code TEXT NOT NULL,
  evidence TEXT NOT NULL,
  maker TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- a later verdict has a higher id
  mark_id INTEGER NOT NULL UNIQUE REFERENCES marks ON DELETE CASCADE,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', '')),
  judge TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  note_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
  words TEXT NOT NULL,
  undo TEXT NOT NULL,  -- what takes the step back, in order
  person TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;
CREATE INDEX steps_note ON steps (note_id);
"""

REFLECTIONS = """
CREATE TABLE reflections (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  note_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  question TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  why TEXT NOT NULL,
  codes TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  dismissed INTEGER NOT NULL DEFAULT 0,
  updated TEXT NOT NULL,
  UNIQUE (note_id, question_id)
) STRICT;

CREATE TABLE worksheets (
  note_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
  lens TEXT NOT NULL,
  item TEXT NOT NULL,
  text TEXT NOT NULL,
  updated TEXT NOT NULL,
  PRIMARY KEY (note_id, lens, item)
) STRICT;
"""

LIBRARY = """
CREATE TABLE discussions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  origin TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'released', 'withdrawn')),
  added TEXT NOT NULL
) STRICT;
CREATE INDEX discussions_status ON discussions (status);

-- The index holds what this view shows, and so never a discussion that is not released.
CREATE VIEW released AS SELECT seq, title, text FROM discussions WHERE status = 'released';
CREATE VIRTUAL TABLE discussion_words USING fts5 (
  title, text, content = 'released', content_rowid = 'seq',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO discussion_words (discussion_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER discussions_in AFTER INSERT ON discussions WHEN new.status = 'released' BEGIN
  INSERT INTO discussion_words (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;
CREATE TRIGGER discussions_out AFTER DELETE ON discussions WHEN old.status = 'released' BEGIN
  INSERT INTO discussion_words (discussion_words, rowid, title, text)
    VALUES ('delete', old.seq, old.title, old.text);
END;
CREATE TRIGGER discussions_changed AFTER UPDATE OF title, text, status ON discussions BEGIN
  INSERT INTO discussion_words (discussion_words, rowid, title, text)
    SELECT 'delete', old.seq, old.title, old.text WHERE old.status = 'released';
  INSERT INTO discussion_words (rowid, title, text)
    SELECT new.seq, new.title, new.text WHERE new.status = 'released';
END;

-- That a discussion has been encoded by a model, and which text of it.
CREATE TABLE encodings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seq INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
  model TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  UNIQUE (seq, model)
) STRICT;
CREATE TABLE passages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  encoding_id INTEGER NOT NULL REFERENCES encodings ON DELETE CASCADE,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  codes TEXT NOT NULL,
  vector BLOB NOT NULL  -- little-endian fp16
) STRICT;
CREATE INDEX passages_encoding ON passages (encoding_id);
"""

LOG = """
CREATE TABLE log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time TEXT NOT NULL,
  event TEXT NOT NULL,
  object TEXT NOT NULL,
  person TEXT NOT NULL,
  before TEXT NOT NULL,  -- the hash of the entry before
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER log_is_not_deleted BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
"""

GROUP_SESSIONS = """
CREATE TABLE group_sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  format TEXT NOT NULL,  -- the whole of it as JSON: a later file does not change what was begun
  note_id INTEGER REFERENCES notes ON DELETE SET NULL,
  page TEXT NOT NULL DEFAULT '',  -- where it was left
  spent TEXT NOT NULL DEFAULT '{}',  -- {step: seconds}
  begun TEXT NOT NULL,
  opened TEXT NOT NULL
) STRICT;
CREATE INDEX group_sessions_opened ON group_sessions (opened);
CREATE INDEX group_sessions_note ON group_sessions (note_id);

CREATE TABLE group_words (
  session_id INTEGER NOT NULL REFERENCES group_sessions ON DELETE CASCADE,
  item TEXT NOT NULL,  -- such as `present.dilemma`, or `ideas.2.rival` for a card
  text TEXT NOT NULL,
  updated TEXT NOT NULL,
  PRIMARY KEY (session_id, item)
) STRICT;
"""
