use comparison::{Change, ChangeKind, Group, Hunk, LineKind};
use serde_json::{Value, json};

use super::{Difference, Version};

/// The number of the JSON form. It grows when something that a script may rely on changes its name or
/// its meaning, not when something is added.
const SHAPE: u64 = 1;

impl Difference {
    /// The same as JSON: `shape` (1), `before` and `after` with `file`, `extension` and `generation` (null where there is no
    /// file), `same`, `otherForm`, and `groups` with `kind`, `name`, `became` and `changes`. A change has `kind`, `element`,
    /// `became`, `property`, `before`, `after`, `breaks`, and `lines` for the content of a text: `added`, `removed` and
    /// `hunks`, whose lines count from 1.
    pub fn json(&self) -> Value {
        json!({
            "shape": SHAPE,
            "before": of_version(&self.before),
            "after": of_version(&self.after),
            "same": self.is_empty(),
            "otherForm": self.is_other_form,
            "groups": self.groups().map(|(group, changes)| of_group(group, &changes)).collect::<Vec<_>>(),
        })
    }
}

fn of_version(version: &Version) -> Value {
    if version.is_nothing() {
        return Value::Null;
    }
    json!({
        "file": version.file,
        "extension": version.extension.name.as_str(),
        "generation": version.extension.provenance.generation,
    })
}

fn of_group(group: &Group, changes: &[&Change]) -> Value {
    json!({
        "kind": group.item().kind().label(),
        "name": group.name,
        "became": became(group.kind()),
        "changes": changes.iter().map(|change| of_change(change)).collect::<Vec<_>>(),
    })
}

fn of_change(change: &Change) -> Value {
    let lines = change.lines.as_ref().map(|lines| {
        json!({
            "added": lines.added,
            "removed": lines.removed,
            "hunks": lines.hunks.iter().map(of_hunk).collect::<Vec<_>>(),
        })
    });
    json!({
        "kind": change.item().kind().label(),
        "element": change.path,
        "became": became(change.kind),
        "property": change.property().map(extension::Property::label),
        "before": change.old,
        "after": change.new,
        "breaks": change.breaks.map(|breaks| breaks.to_string()),
        "lines": lines,
    })
}

fn of_hunk(hunk: &Hunk) -> Value {
    let range = |range: &std::ops::Range<usize>| json!({ "line": range.start + 1, "count": range.len() });
    let lines = hunk.lines.iter().map(|line| {
        let kind = match line.kind {
            LineKind::Same => "same",
            LineKind::Removed => "removed",
            LineKind::Added => "added",
        };
        json!({ "kind": kind, "text": line.text })
    });
    json!({ "before": range(&hunk.before), "after": range(&hunk.after), "lines": lines.collect::<Vec<_>>() })
}

fn became(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Moved => "moved",
        ChangeKind::Changed(_) => "changed",
    }
}
