//! Any bytes as a SQLite file: reading the schema and the first rows of every table ends, whatever leads where.

use database::script::Limits;
use database::{FirstRows, Source, SourceKind};

pub(crate) fn check(bytes: &[u8]) {
    let Ok(source) = Source::read(SourceKind::Sqlite, "a.db", bytes.into(), None, &Limits::default()) else { return };
    for (place, table) in source.catalog.tables.iter().enumerate() {
        let Ok(Some(rows)) = source.first_rows(place) else { continue };
        assert!(rows.rows.len() <= FirstRows::LIMIT);
        assert!(rows.rows.iter().all(|row| row.len() == table.columns.len()));
    }
}
