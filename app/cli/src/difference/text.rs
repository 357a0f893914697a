use std::fmt::Write;

use comparison::{Change, ChangeKind, Group, LineChanges, LineKind};

use super::Difference;
use crate::listing::readable;

impl Difference {
    /// The differences as lines: an element at the margin, below it what differs in it. Empty when nothing does.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (group, changes) in self.groups() {
            write_group(&mut out, group, &changes);
        }
        if self.is_other_form {
            out.push_str(
                "the definition is written in another form: white space, the order of attributes, or parts that xif does not know\n",
            );
        }
        out
    }
}

fn write_group(out: &mut String, group: &Group, changes: &[&Change]) {
    let item = group.item();
    let heading = format!("{} {}", item.kind().label(), readable(&group.name));
    let whole = changes.iter().find(|change| change.item() == item);
    match (group.kind(), whole) {
        (ChangeKind::Added, Some(change)) => write_line(out, 0, &format!("+ {heading}: {}", readable(&change.new))),
        (ChangeKind::Removed, Some(change)) => {
            write_line(out, 0, &format!("- {heading}: {}", readable(&change.old)));
            write_break(out, change);
        }
        _ => {
            write_line(out, 0, &heading);
            for change in changes {
                write_change(out, change, change.item() == item);
            }
        }
    }
}

fn write_change(out: &mut String, change: &Change, is_own: bool) {
    let (old, new) = (shown(&change.old), shown(&change.new));
    let part = if is_own {
        String::new()
    } else {
        let name = change.path.rsplit('.').next().unwrap_or_default();
        format!("{} {}", change.item().kind().label(), readable(name))
    };
    let line = match change.kind {
        ChangeKind::Added => format!("+ {part}: {new}"),
        ChangeKind::Removed => format!("- {part}: {old}"),
        ChangeKind::Moved if is_own => format!("moved: {old} -> {new}"),
        ChangeKind::Moved => format!("{part}, moved: {old} -> {new}"),
        ChangeKind::Changed(property) if is_own => format!("{}: {old} -> {new}", property.label()),
        ChangeKind::Changed(property) => format!("{part}, {}: {old} -> {new}", property.label()),
    };
    write_line(out, 1, &line);
    write_break(out, change);
    if let Some(lines) = &change.lines {
        write_lines(out, lines);
    }
}

fn write_break(out: &mut String, change: &Change) {
    if let Some(breaks) = change.breaks {
        write_line(out, 1, &format!("! {breaks}"));
    }
}

/// The hunks as every tool for differences shows them.
fn write_lines(out: &mut String, lines: &LineChanges) {
    for hunk in &lines.hunks {
        let range = |range: &std::ops::Range<usize>| {
            let first = if range.is_empty() { range.start } else { range.start + 1 };
            format!("{first},{}", range.len())
        };
        write_line(out, 2, &format!("@@ -{} +{} @@", range(&hunk.before), range(&hunk.after)));
        for line in &hunk.lines {
            let mark = match line.kind {
                LineKind::Same => ' ',
                LineKind::Removed => '-',
                LineKind::Added => '+',
            };
            // The end of the line is told of the file as a whole.
            let text = line.text.trim_end_matches(['\r', '\n']);
            write_line(out, 2, &format!("{mark}{}", plain(text)));
        }
    }
}

/// A line of a source: tabs are tabs.
fn plain(line: &str) -> String {
    line.split('\t').map(readable).collect::<Vec<_>>().join("\t")
}

fn shown(value: &str) -> String {
    if value.is_empty() { "(empty)".to_owned() } else { readable(value) }
}

fn write_line(out: &mut String, depth: usize, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{:1$}{line}", "", depth * 2);
}
