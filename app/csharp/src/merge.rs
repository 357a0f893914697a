//! How the user's code follows the definition. All that changes in it are names and signatures of the
//! actions' methods, names of their parameters, and the names that come from the extension's own.

mod class;
mod documentation;
pub(crate) mod edits;
pub(crate) mod generated;
pub(crate) mod lines;
mod member_uses;
mod members;
pub(crate) mod methods;
mod overloads;
mod parameters;
pub(crate) mod project;
mod receiver;
pub(crate) mod removal;
mod renames;
mod signature;
mod source;
mod stub;
mod template_parts;
mod uses;

use std::cell::OnceCell;

use extension::{Content, Extension, FileName, Folder, Key, Severity};

use crate::finding::Finding;
use crate::names;
use crate::token::{Token, tokens};
pub(crate) use members::Members;
use methods::Unit;
use renames::Renames;

/// A source file that belongs to the user.
pub(crate) struct UserFile {
    key: Key,
    folder: Folder,
    name: FileName,
    /// The text without byte order mark.
    text: String,
    has_bom: bool,
    tokens: OnceCell<Vec<Token>>,
}

impl UserFile {
    /// The tokens of the text. Reading a long file takes most of the time of a merge, so it is done once.
    pub(crate) fn tokens(&self) -> &[Token] {
        self.tokens.get_or_init(|| tokens(&self.text))
    }
}

/// What the sources follow already, as the generated files show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Followed {
    /// The actions: Interface.cs.
    pub(crate) actions: bool,
    /// Structures, entities and records.
    pub(crate) types: bool,
}

/// What the merge gives.
#[derive(Default)]
pub(crate) struct Merged {
    /// The files that change, with their new content.
    pub(crate) files: Vec<(Key, Folder, FileName, Content)>,
    /// What the user should know.
    pub(crate) findings: Vec<Finding>,
    /// Whether the class with the actions' methods is in one of the files, or may be in one that could
    /// not be read.
    pub(crate) has_class: bool,
}

/// Where the method of an action is declared.
pub(crate) struct Declaration {
    /// The file's resource.
    pub(crate) resource: Key,
    /// The line of the first statement in its body, from 1; of its name where it has no body.
    pub(crate) line: usize,
    /// The column of the same, from 1.
    pub(crate) column: usize,
}

/// Where the method of the action is declared, in the files that `is_user_file` selects.
pub(crate) fn declaration(
    extension: &Extension,
    action: &extension::Action,
    is_user_file: impl Fn(&Folder, &FileName) -> bool,
) -> Option<Declaration> {
    let mut ignored = Merged::default();
    let files = user_files(extension, is_user_file, &mut ignored);
    let units = units(&files, extension, extension, &mut ignored);
    methods::declaration(&units, extension, action)
}

/// Merges the definition into the C# files that `is_user_file` selects by folder and name.
pub(crate) fn merge(
    previous: &Extension,
    current: &Extension,
    followed: Followed,
    is_user_file: impl Fn(&Folder, &FileName) -> bool,
) -> Merged {
    let mut merged = Merged::default();
    let files = user_files(current, is_user_file, &mut merged);
    let mut units = units(&files, previous, current, &mut merged);
    merged.has_class |= !units.is_empty();
    let members = if followed.types { Members::default() } else { Members::new(previous, current) };
    let renames = Renames::new(previous, current, &units, followed.actions, &members, &mut merged.findings);
    methods::merge(&mut units, &renames, previous, current, &mut merged.findings);
    let shared = renames.declared_elsewhere(&files);
    let mut edits = member_uses::edits(&files, &members, &mut merged.findings);
    for (file, uses) in files.iter().zip(&mut edits) {
        let unit = units.iter_mut().find(|unit| std::ptr::eq(unit.file, file));
        let names = renames.edits(file, unit.as_deref(), &shared, &mut merged.findings);
        // What a signature is to be comes first: a type that it has no longer may have a new name too.
        let mut all = unit.map(|unit| std::mem::take(&mut unit.edits)).unwrap_or_default();
        all.append(std::mem::take(uses));
        all.append(names);
        *uses = all;
    }
    for (file, edits) in files.iter().zip(edits).filter(|(_, edits)| !edits.is_empty()) {
        let text = edits.apply(&file.text);
        if text != file.text {
            let bom = if file.has_bom { "\u{feff}" } else { "" };
            let content = Content::from_bytes(format!("{bom}{text}").into_bytes());
            merged.files.push((file.key, file.folder.clone(), file.name.clone(), content));
        }
    }
    merged
}

fn user_files(
    current: &Extension,
    is_user_file: impl Fn(&Folder, &FileName) -> bool,
    merged: &mut Merged,
) -> Vec<UserFile> {
    let mut files = Vec::new();
    for resource in current.resources.iter() {
        if !is_user_file(&resource.folder, &resource.file_name) {
            continue;
        }
        let Some(text) = resource.content.text() else {
            let is_main = resource.file_name.is_same(&format!("{}.cs", current.name));
            merged.has_class |= is_main;
            let severity = if is_main { Severity::Error } else { Severity::Information };
            let text = "The file is not UTF-8 text and was left as it is. Save it as UTF-8 to have it updated.";
            merged.findings.push(Finding::of_file(severity, &resource.file_name, None, text));
            continue;
        };
        files.push(UserFile {
            key: resource.key,
            folder: resource.folder.clone(),
            name: resource.file_name.clone(),
            text,
            has_bom: resource.content.has_bom(),
            tokens: OnceCell::new(),
        });
    }
    files
}

/// The files that declare the class with the actions' methods, under its new name or its old one.
fn units<'a>(files: &'a [UserFile], previous: &Extension, current: &Extension, merged: &mut Merged) -> Vec<Unit<'a>> {
    let mut units = Vec::new();
    for name in [&current.name, &previous.name] {
        let class = names::class(name);
        if units.is_empty() {
            for file in files.iter().filter(|file| file.text.contains(&class)) {
                units.extend(unit(file, &class, current, merged));
            }
        }
        if current.name == previous.name {
            break;
        }
    }
    units
}

fn unit<'a>(file: &'a UserFile, class: &str, current: &Extension, merged: &mut Merged) -> Option<Unit<'a>> {
    match source::Source::of(file) {
        Ok(source) => Unit::new(file, source, class),
        Err(unbalanced) => {
            let is_main = file.name.is_same(&format!("{}.cs", current.name));
            merged.has_class |= is_main;
            let severity = if is_main { Severity::Error } else { Severity::Information };
            let line = source::line_of(&file.text, unbalanced.offset);
            let text = format!(
                "The “{}” here has no partner, so the methods cannot be told apart and were left as they are. Balance the brackets and update again.",
                unbalanced.bracket
            );
            let finding = Finding::of_file(severity, &file.name, Some(line), text);
            if !merged.findings.contains(&finding) {
                merged.findings.push(finding);
            }
            None
        }
    }
}
