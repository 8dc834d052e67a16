-- The store: one plain SQLite file, to be read by sqlite3 or Datasette as it is. docs/reference/store.md explains it.
-- Dates are ISO 8601; a date known only in part is `2021` or `2021-03`. Empty text means "not known".

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- the symbol, or a stable id from source and URL
    symbol TEXT NOT NULL,
    family TEXT NOT NULL,               -- symbol without Rev, Add, Corr
    symbol_key TEXT NOT NULL,           -- sorts symbols naturally: L.9 before L.10
    title TEXT NOT NULL,
    date TEXT NOT NULL,
    date_kind TEXT NOT NULL,            -- which of the dates below `date` is
    date_adopted TEXT NOT NULL,
    date_issued TEXT NOT NULL,
    date_on_text TEXT NOT NULL,
    source TEXT NOT NULL,
    process TEXT NOT NULL,
    session TEXT NOT NULL,
    type TEXT NOT NULL,
    type_label TEXT NOT NULL,           -- the source's own word for the type
    agenda_item TEXT NOT NULL,
    original_language TEXT NOT NULL,
    url TEXT NOT NULL,
    part_of INTEGER REFERENCES documents (id) ON DELETE CASCADE,  -- the document whose text holds this one's
    held INTEGER NOT NULL DEFAULT 0,    -- 0: known from the catalogue, text not held
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    facts_digest TEXT NOT NULL DEFAULT ''  -- of its rows in facts: `verbale verify` compares
);
CREATE INDEX documents_family ON documents (family);
CREATE INDEX documents_part_of ON documents (part_of) WHERE part_of IS NOT NULL;

CREATE TABLE submitters (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,                 -- as corpus/states writes it: the UN's short name
    role TEXT NOT NULL,                 -- submitter, or joint: one for whom a joint text says that it speaks
    confidence TEXT NOT NULL,           -- stated | likely | guessed; where it was read stands in facts
    PRIMARY KEY (document_id, place)
) WITHOUT ROWID;
CREATE INDEX submitters_name ON submitters (name);

CREATE TABLE aliases (
    alias TEXT PRIMARY KEY,             -- a symbol, a URL or a payload digest that means this document
    kind TEXT NOT NULL,                 -- symbol | url | digest
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX aliases_document ON aliases (document_id);

CREATE TABLE facts (                    -- every value of a field, with where it was read
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    origin TEXT NOT NULL,               -- one of facts.ORIGINS, such as listing, catalogue, text
    value TEXT NOT NULL,
    read_at TEXT NOT NULL,              -- where in the text: "page 1: Distr.: General 22 July 2015"
    PRIMARY KEY (document_id, name, origin)
) WITHOUT ROWID;

CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    language TEXT NOT NULL,
    payload_digest TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    media_type TEXT NOT NULL,
    pages INTEGER NOT NULL,
    extractor TEXT NOT NULL,
    notes TEXT NOT NULL,                -- what a reader should know of the reading, a line each: "Read by OCR ..."
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,
    headers TEXT NOT NULL,              -- JSON, as received
    fetched TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    current INTEGER NOT NULL,           -- 1: the newest of its language, which is searched
    gone TEXT NOT NULL DEFAULT '',      -- since when its address has nothing any more; the text is kept all the same
    about_digest TEXT NOT NULL DEFAULT '',  -- of this row but for where it is archived: `verbale verify` compares
    UNIQUE (document_id, language, payload_digest)
);
CREATE INDEX versions_digest ON versions (payload_digest);
CREATE INDEX versions_url ON versions (url);
CREATE INDEX versions_text ON versions (text_digest);

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,             -- running order, from 1
    number TEXT NOT NULL,               -- printed: 24, 24 (b), PP3, OP5
    repeated INTEGER NOT NULL,          -- 1: an earlier passage has this number (annexes count anew)
    heading TEXT NOT NULL,              -- headings above it, outermost first, joined by ' > '
    page INTEGER NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,                 -- with tracked changes accepted
    revision TEXT NOT NULL,             -- what tracked changes did: changed | inserted | struck, or empty
    unrevised TEXT NOT NULL,            -- the text before them
    part_id INTEGER REFERENCES documents (id) ON DELETE SET NULL,  -- the document within the document it belongs to
    UNIQUE (version_id, place)
);
CREATE INDEX passages_part ON passages (part_id) WHERE part_id IS NOT NULL;

CREATE TABLE citations (                -- which paragraph names which document, held or not
    passage_id INTEGER NOT NULL REFERENCES passages (id) ON DELETE CASCADE,
    symbol TEXT NOT NULL,               -- in normal spelling
    PRIMARY KEY (passage_id, symbol)
) WITHOUT ROWID;
CREATE INDEX citations_symbol ON citations (symbol);

CREATE TABLE visits (                   -- every fetch and every import, with how it ended
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    fetched TEXT NOT NULL,
    status INTEGER NOT NULL,
    payload_digest TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    document_id INTEGER REFERENCES documents (id) ON DELETE SET NULL
);
CREATE INDEX visits_url ON visits (url, id);
CREATE INDEX visits_digest ON visits (payload_digest);
CREATE INDEX visits_source ON visits (source, id);

CREATE TABLE changes (                  -- the change feed: what an index, a watch, a trace must look at again
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL,
    passage_id INTEGER,                 -- NULL: the document as a whole is new, gone, or known otherwise
    change TEXT NOT NULL,               -- new | changed | gone
    at TEXT NOT NULL
);

CREATE TABLE remembered (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE VIEW paragraphs AS
    SELECT documents.key, documents.title, documents.date, versions.language AS version_language,
           passages.number, passages.page, passages.heading, passages.text
    FROM passages
    JOIN versions ON versions.id = passages.version_id AND versions.current
    JOIN documents ON documents.id = coalesce(passages.part_id, versions.document_id);
