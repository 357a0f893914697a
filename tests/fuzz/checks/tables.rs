//! Any bytes as a script, as rows and as a workbook: reading ends, and what is read makes a preview that can be imported.

use database::script::Limits;
use database::{FirstRows, Plan, Selection, Source, SourceKind};
use extension::{Extension, Key, Name, Timestamp};

pub(crate) fn check(bytes: &[u8]) {
    let kinds = match SourceKind::of("a.sql", bytes) {
        SourceKind::Workbook => &[SourceKind::Workbook][..],
        _ => &[SourceKind::Script, SourceKind::Rows][..],
    };
    for kind in kinds {
        let Ok(source) = Source::read(*kind, "a", bytes.into(), None, &Limits::default()) else { continue };
        for place in 0..source.catalog.tables.len() {
            let Ok(Some(rows)) = source.first_rows(place) else { continue };
            assert!(rows.rows.len() <= FirstRows::LIMIT && rows.rows.iter().all(|row| row.len() == rows.columns.len()));
        }
        let keys = [1, 2, 3].map(|byte| Key::from_random([byte; 16]));
        let now = Timestamp::new(2026, 1, 1, 0, 0, 0);
        let extension = Extension::new(Name::as_found("Shop"), keys, now.clone());
        let Ok(plan) = Plan::new(&source.catalog, &Selection::default(), &extension) else { continue };
        let mut number = 0_u32;
        let mut new_key = |_: &str| {
            number += 1;
            let mut bytes = [9; 16];
            bytes[..4].copy_from_slice(&number.to_le_bytes());
            Key::from_random(bytes)
        };
        assert!(plan.edit(&mut new_key, &now).is_ok());
    }
}
