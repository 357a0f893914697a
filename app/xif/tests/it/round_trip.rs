//! Real files come back to the byte; an edit changes what it touches and nothing else.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use extension::{ActionEdit, BasicType, Edit, Extension, Item, ParameterEdit, ResourceEdit};
use support::corpus;
use support::document::{INPUT, OUTPUT, action, key, name, parameter, time};
use xif::{Limits, inflate, parse, parse_with_pauses, print, read, write};

fn texts() -> Vec<(String, String, Extension)> {
    let read = |(name, bytes): (String, Vec<u8>)| {
        let text = inflate(&bytes, &Limits::default()).unwrap();
        let extension = parse(text.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, text, extension)
    };
    corpus::files().into_iter().map(read).collect()
}

#[test]
fn unchanged_files_are_printed_to_the_byte() {
    for (name, text, extension) in texts() {
        assert!(print(&extension) == text, "{name} is printed differently");
        assert_eq!(read(&write(&extension), &Limits::default()).unwrap(), extension, "{name}");
    }
}

/// What differs between two texts: the common beginning and end cut off.
fn difference<'a>(before: &'a str, after: &'a str) -> (&'a str, &'a str) {
    let head = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
    let tail =
        before[head..].bytes().rev().zip(after[head..].bytes().rev()).take_while(|(one, other)| one == other).count();
    (&before[head..before.len() - tail], &after[head..after.len() - tail])
}

#[test]
fn a_rename_changes_one_attribute() {
    for (file_name, text, extension) in texts() {
        let Some(action) = extension.actions.first() else { continue };
        let edit = Edit::Action(action.key, ActionEdit::Rename(name("zQz")));
        let after = print(&extension.apply(&edit).unwrap());
        let old = format!("<Action Key=\"{}\" Name=\"{}\"", action.key, action.name);
        assert_eq!(
            after,
            text.replacen(&old, &format!("<Action Key=\"{}\" Name=\"zQz\"", action.key), 1),
            "{file_name}"
        );
    }
}

#[test]
fn what_is_added_and_taken_out_again_leaves_no_trace() {
    for (name, text, extension) in texts() {
        let added = action(1, "Added", [parameter(2, "P", OUTPUT, BasicType::Text)]);
        let with = extension.apply(&Edit::AddAction(added, None)).unwrap();
        let printed = print(&with);
        let mut lines = printed.lines();
        let is_gone = |line: &&str| !line.ends_with("<Actions />") && !lines.any(|printed| printed == *line);
        assert_eq!(text.lines().find(is_gone), None, "{name}: adding takes nothing away");
        assert_eq!(parse(printed.clone()).unwrap(), with, "{name}");
        let without = with.apply(&Edit::Remove(vec![Item::Action(key(1))])).unwrap();
        assert!(print(&without) == text, "{name}");
    }
}

#[test]
fn every_parameter_can_change_its_direction() {
    for (name, _, extension) in texts() {
        let mut changed = extension.clone();
        for action in &extension.actions {
            if action.is_function {
                changed = changed.apply(&Edit::Action(action.key, ActionEdit::SetFunction(false))).unwrap();
            }
            for parameter in &action.parameters {
                let direction = if parameter.is_input() { OUTPUT } else { INPUT };
                let edit = ActionEdit::Parameter(parameter.key, ParameterEdit::SetDirection(direction));
                changed = changed.apply(&Edit::Action(action.key, edit)).unwrap();
            }
        }
        assert_eq!(parse(print(&changed)).unwrap(), changed, "{name}");
    }
}

#[test]
fn deleting_and_moving_leaves_a_file_that_reads_the_same() {
    for (name, _, extension) in texts() {
        let mut changed = extension.clone();
        for action in extension.actions.iter().step_by(2) {
            changed = changed.apply(&Edit::Remove(vec![Item::Action(action.key)])).unwrap();
        }
        if let Some(last) = changed.actions.last() {
            changed = changed.apply(&Edit::MoveAction(last.key, 0)).unwrap();
        }
        for resource in extension.resources.iter().step_by(3) {
            changed = changed.apply(&Edit::Remove(vec![Item::Resource(resource.key)])).unwrap();
        }
        assert_eq!(parse(print(&changed)).unwrap(), changed, "{name}");
        for action in &changed.actions.clone() {
            changed = changed.apply(&Edit::Remove(vec![Item::Action(action.key)])).unwrap();
        }
        assert_eq!(parse(print(&changed)).unwrap(), changed, "{name}");
        assert!(print(&changed).contains("<Actions />"), "{name}");
    }
}

#[test]
fn a_changed_resource_changes_its_data_and_time() {
    for (name, text, extension) in texts() {
        let resource = &extension.resources[0];
        let content = extension::Content::from_bytes(*b"changed");
        let edit = Edit::Resource(resource.key, ResourceEdit::SetContent(content, time()));
        let printed = print(&extension.apply(&edit).unwrap());
        let (_, after) = difference(&text, &printed);
        assert!(
            printed.contains("LastModified=\"2026-01-02 03:04:05\"") && printed.contains("<Data>Y2hhbmdlZA==</Data>"),
            "{name}"
        );
        assert!(after.len() < 400, "{name}: {} bytes differ", after.len());
    }
}

/// A pause that gives the thread away once, as a page does between two frames.
async fn give_way() {
    let mut was_asked = false;
    poll_fn(|context| {
        if std::mem::replace(&mut was_asked, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[test]
fn reading_with_pauses_gives_the_same_and_gives_way_between_elements() {
    for (file_name, text, extension) in texts() {
        let mut pauses = 0;
        let reading = parse_with_pauses(text.clone(), async || {
            pauses += 1;
            give_way().await;
        });
        let (mut reading, mut looks) = (pin!(reading), 0);
        let read = loop {
            looks += 1;
            if let Poll::Ready(read) = reading.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                break read.unwrap();
            }
        };
        assert!(read == extension, "{file_name}");
        assert!(print(&read) == text, "{file_name} is printed differently");
        let elements = extension.actions.len()
            + extension.structures.len()
            + extension.entities.len()
            + extension.resources.len()
            + extension.technologies.len();
        assert!(looks > elements, "{file_name}: {looks} looks at {elements} elements");
    }
}
