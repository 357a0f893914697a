PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE [album] (
    [album_id] INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "title" NVARCHAR(160) NOT NULL,
    `artist_id` INTEGER NOT NULL,
    anything,
    price NUMERIC(10,2), kept BLOB, is_new BOOLEAN, made DATETIME, rating REAL, notes TEXT,
    FOREIGN KEY ([artist_id]) REFERENCES "artist" ([artist_id]) ON DELETE NO ACTION
);
INSERT INTO album VALUES(1,'it''s',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE artist(artist_id INTEGER PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE INDEX by_artist ON album(artist_id);
CREATE VIEW names AS SELECT name, artist.name || '!' AS "loud name" FROM artist;
COMMIT;
