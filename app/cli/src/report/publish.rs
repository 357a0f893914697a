use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Events of `xif publish --json`, and the words of an outcome.
const EVENTS: [&str; 9] =
    ["begun", "finding", "connected", "started", "message", "waiting", "finished", "note", "ended"];
const OUTCOMES: [&str; 8] =
    ["published", "invalid", "failed", "stopped", "uploaded", "unknown", "by_hand", "needs_configuration"];
const BACKENDS: [&str; 3] = ["service-center", "native", "assisted"];
const SEVERITIES: [&str; 4] = ["error", "warning", "information", "info"];

/// What can be told of the lines that `xif publish --json` said; none when they are none.
pub(super) fn of_lines(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines: Vec<Value> =
        text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
    let event = |line: &Value| word(line, "event", &EVENTS);
    let (mut events, mut severities) = (BTreeMap::new(), BTreeMap::new());
    for line in &lines {
        *events.entry(event(line)?).or_insert(0_usize) += 1;
        if let Some(severity) = word(line, "severity", &SEVERITIES) {
            *severities.entry(severity).or_insert(0_usize) += 1;
        }
    }
    let last = lines.last()?;
    let backend = lines.iter().find_map(|line| word(line, "backend", &BACKENDS));
    Some(json!({
        "kind": "publish",
        "events": events,
        "severities": severities,
        "backend": backend,
        "outcome": word(last, "outcome", &OUTCOMES),
        "exitCode": last.get("exitCode").and_then(Value::as_u64),
        "hasVersion": last.get("version").is_some_and(Value::is_string),
    }))
}

/// A text of a line, when it is one of these words.
fn word(line: &Value, name: &str, words: &[&'static str]) -> Option<&'static str> {
    let text = line.get(name)?.as_str()?.to_lowercase();
    words.iter().copied().find(|word| *word == text)
}
