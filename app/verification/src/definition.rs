//! Whether the extension's assembly has what the definition has.

use std::collections::HashMap;
use std::sync::Arc;

use assembly::surface::{Member, MemberKind, Passing, PublicType};
use assembly::{Image, Index, Style, TypeDef, signature};
use csharp::Surface;
use extension::{Extension, Item, Property, Resource};
use rules::{Finding, Rule};

use crate::assemblies::AssemblyFile;
use crate::packed::Files;

/// So many differences are told; the rest is counted.
const TOLD: usize = 3;

/// Compares the extension's own assembly with the definition.
pub(crate) fn compare(extension: &Extension, resource: &Arc<Resource>, files: &Files) -> Result<(), Finding> {
    let name = &resource.file_name;
    let place = Item::Resource(resource.key).at(Property::Content);
    let unreadable = |what: String| {
        let text = format!("{name} is not the assembly of the extension: {what} Compile again.");
        Finding::new(Rule::AssemblyUnreadable, place, text)
    };
    match files.assembly(resource) {
        Some(AssemblyFile::None(error)) => return Err(unreadable(error.to_string())),
        Some(AssemblyFile::Native { .. }) => return Err(unreadable("It is a native DLL.".to_owned())),
        Some(AssemblyFile::Managed(_)) | None => {}
    }
    let bytes = resource.content.bytes();
    let Ok(Image::Managed(image)) = Image::read(&bytes) else { return Ok(()) };
    let surface = csharp::surface(extension);
    let own = image.metadata.row(Index::<assembly::AssemblyDef>::new(1)).map(|it| image.metadata.name(it.name));
    if let Some(other) = own.filter(|own| !own.eq_ignore_ascii_case(&surface.assembly)) {
        return Err(unreadable(format!("It is {other}.")));
    }
    let declared = assembly::Surface::read(&image).map_err(|damage| unreadable(format!("It is damaged: {damage}.")))?;
    let differences = Differences::of(extension, &surface, &declared).found;
    if differences.is_empty() {
        return Ok(());
    }
    let mut told = differences.iter().take(TOLD).cloned().collect::<Vec<_>>().join("; ");
    if differences.len() > TOLD {
        told = format!("{told}; and {} more", differences.len() - TOLD);
    }
    let text = format!("{name} does not follow the definition: {told}. Update the source code, and compile again.");
    Err(Finding::new(Rule::AssemblyOtherDefinition, place, text))
}

/// What an assembly does not have.
struct Differences<'a> {
    extension: &'a Extension,
    declared: &'a assembly::Surface<'a>,
    /// The extension's own namespace with a point behind it.
    namespace: String,
    types: HashMap<String, Index<TypeDef>>,
    found: Vec<String>,
}

impl<'a> Differences<'a> {
    fn of(extension: &'a Extension, surface: &Surface, declared: &'a assembly::Surface<'a>) -> Self {
        let namespace = format!("{}.", surface.assembly);
        let metadata = declared.metadata();
        let types = metadata.indexes::<TypeDef>().filter_map(|index| {
            let name = metadata.type_name(index.handle())?;
            Some((name.strip_prefix(&namespace)?.to_owned(), index))
        });
        let types = types.collect();
        let mut differences = Self { extension, declared, namespace, types, found: Vec::new() };
        differences.compare_methods(surface);
        differences.compare_types(surface);
        differences
    }

    fn compare_methods(&mut self, surface: &Surface) {
        let Some(&interface) = self.types.get(&surface.interface) else {
            return self.found.push(format!("it has no interface {}", surface.interface));
        };
        if !self.types.contains_key(&surface.class) {
            self.found.push(format!("it has no class {}", surface.class));
        }
        let mut methods = HashMap::new();
        let interface = self.declared.describe(interface).ok();
        for (of, member) in interface.iter().flat_map(|of| of.members.iter().map(move |member| (of, member))) {
            let parameters = match &member.kind {
                MemberKind::Method(method) => Some(method.parameters.iter().map(|it| {
                    let reference = if it.passing == Passing::Value { "" } else { "ref " };
                    format!("{reference}{}", self.words(&it.of, of, member))
                })),
                MemberKind::Unreadable(_) => None,
                _ => continue,
            };
            methods.insert(member.name.clone().into_owned(), parameters.map(Iterator::collect::<Vec<_>>));
        }
        for wanted in &surface.methods {
            let path = wanted.item.path(self.extension).unwrap_or_default();
            match methods.remove(&wanted.name) {
                None => self.found.push(format!("the action {path} has no method {}", wanted.name)),
                Some(Some(own)) if own != wanted.parameters => self.found.push(format!(
                    "the action {path} wants {}({}), which has ({}) there",
                    wanted.name,
                    wanted.parameters.join(", "),
                    own.join(", ")
                )),
                Some(_) => {}
            }
        }
        let mut left: Vec<String> = methods.into_keys().collect();
        left.sort_unstable();
        self.found.extend(left.into_iter().map(|name| format!("no action is what its method {name} is for")));
    }

    fn compare_types(&mut self, surface: &Surface) {
        for wanted in &surface.types {
            let path = wanted.item.path(self.extension).unwrap_or_default();
            let Some(&index) = self.types.get(&wanted.name) else {
                let kind = wanted.item.kind().label();
                self.found.push(format!("the {kind} {path} has no {} in it", wanted.name));
                continue;
            };
            let described = self.declared.describe(index).ok();
            let members = described.iter().flat_map(|of| of.members.iter().map(move |member| (of, member)));
            let fields: HashMap<String, Option<String>> = members
                .filter(|(_, member)| !member.is_static)
                .filter_map(|(of, member)| match &member.kind {
                    MemberKind::Field(field) => Some((member, Some(self.words(&field.of, of, member)))),
                    MemberKind::Unreadable(_) => Some((member, None)),
                    _ => None,
                })
                .map(|(member, words)| (member.name.clone().into_owned(), words))
                .collect();
            for (name, of) in &wanted.fields {
                match fields.get(name) {
                    None => self.found.push(format!("{} has no field {name}", wanted.name)),
                    Some(Some(own)) if own != of => {
                        self.found
                            .push(format!("the field {name} of {} is of the type {own} and not {of}", wanted.name));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// A type in the words of the generated sources, which stand in the extension's namespace and use System.
    fn words(&self, mentioned: &signature::Type, of: &PublicType<'a>, member: &Member<'a>) -> String {
        let text = self.declared.text(mentioned, of, Some(member), Style::Full);
        let short = text.strip_prefix(&self.namespace).or_else(|| (text == "System.DateTime").then_some("DateTime"));
        short.unwrap_or(&text).to_owned()
    }
}
