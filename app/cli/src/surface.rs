//! The public surface of a .NET assembly, as text and as JSON.

use assembly::surface::{Member, MemberKind, Parameter, Passing, PublicType, TypeKind};
use assembly::{AssemblyName, Budget, Damage, Documentation, Facts, Image, ImageError, ManagedImage, Style, Surface};
use serde::Serialize;

/// The number of the JSON form. It grows when something that a script may rely on changes its name or its meaning.
const SHAPE: u64 = 1;

/// Why there is no surface.
#[derive(Debug, thiserror::Error)]
pub enum SurfaceError {
    /// It is no DLL, or a damaged one.
    #[error("{0}")]
    Image(#[from] ImageError),
    /// It is a DLL that is not one of .NET's.
    #[error("The file is a native DLL: it has no types of .NET.")]
    Native,
    /// What it declares is damaged.
    #[error("The file is an assembly and is damaged: {0}.")]
    Damaged(#[from] Damage),
}

/// What others see of an assembly.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    shape: u64,
    assembly: Option<Identity>,
    target_framework: Option<String>,
    references: Vec<Identity>,
    types: Vec<Type>,
    forwarded: Vec<Forwarded>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    name: String,
    version: String,
    culture: String,
    public_key_token: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Type {
    name: String,
    kind: &'static str,
    signature: String,
    documentation_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    obsolete: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    summary: String,
    members: Vec<Described>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    name: String,
    kind: &'static str,
    signature: String,
    documentation_id: String,
    is_static: bool,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parameters: Vec<Declared>,
    #[serde(skip_serializing_if = "Option::is_none")]
    obsolete: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    summary: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Declared {
    name: String,
    #[serde(rename = "type")]
    of: String,
    direction: &'static str,
    is_optional: bool,
    is_params: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    summary: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Forwarded {
    name: String,
    assembly: String,
}

/// The surface of the assembly in these bytes, with the documentation that stands beside it.
///
/// # Errors
/// It is none, or damaged.
pub fn listing(bytes: &[u8], documentation: Option<&Documentation<'_>>) -> Result<Listing, SurfaceError> {
    match Image::read(bytes)? {
        Image::Managed(image) => Ok(of_image(&image, documentation)?),
        Image::Native(_) => Err(SurfaceError::Native),
    }
}

fn of_image(image: &ManagedImage<'_>, documentation: Option<&Documentation<'_>>) -> Result<Listing, Damage> {
    let facts = Facts::of(image);
    let surface = Surface::read(image)?;
    let told = Told { surface: &surface, documentation, budget: Budget::of(surface.metadata()) };
    let types = surface.all().map(|described| told.of_type(&described?)).collect::<Result<Vec<Type>, Damage>>()?;
    let forwarded = surface.forwarded().into_iter().map(|it| Forwarded {
        name: if it.namespace.is_empty() { it.name.into_owned() } else { format!("{}.{}", it.namespace, it.name) },
        assembly: it.declared_in.into_owned(),
    });
    Ok(Listing {
        shape: SHAPE,
        assembly: facts.name.as_ref().map(identity),
        target_framework: facts.target_framework_label(),
        references: facts.references.iter().map(identity).collect(),
        types,
        forwarded: forwarded.collect(),
    })
}

/// What is needed to tell of a type.
struct Told<'t, 'a> {
    surface: &'t Surface<'a>,
    documentation: Option<&'t Documentation<'t>>,
    budget: Budget,
}

impl<'a> Told<'_, 'a> {
    fn of_type(&self, of: &PublicType<'a>) -> Result<Type, Damage> {
        let documentation_id = self.surface.type_documentation_id(of);
        let members = of.members.iter().map(|member| self.member(of, member));
        Ok(Type {
            name: self.counted(self.surface.name_text(of, Style::Full))?,
            kind: match of.kind {
                TypeKind::Class => "class",
                TypeKind::Interface => "interface",
                TypeKind::Struct { .. } => "struct",
                TypeKind::Enum { .. } => "enum",
                TypeKind::Delegate => "delegate",
            },
            signature: self.counted(self.surface.type_text(of, Style::Full))?,
            obsolete: of.remarks.obsolete.as_ref().map(|it| it.message.as_deref().unwrap_or_default().to_owned()),
            summary: self.entry(&documentation_id).summary,
            documentation_id,
            members: members.collect::<Result<_, _>>()?,
        })
    }

    fn member(&self, of: &PublicType<'a>, member: &Member<'a>) -> Result<Described, Damage> {
        let documentation_id = self.counted(self.surface.documentation_id(of, member))?;
        let entry = self.entry(&documentation_id);
        let text = |mentioned| self.surface.text(mentioned, of, Some(member), Style::Full);
        let (kind, mentioned) = match &member.kind {
            MemberKind::Constructor(_) => ("constructor", None),
            MemberKind::Field(field) => ("field", Some(&field.of)),
            MemberKind::Property(property) => ("property", Some(&property.of)),
            MemberKind::Event { of, .. } => ("event", Some(of)),
            MemberKind::Method(method) => ("method", Some(&method.result)),
            MemberKind::Operator(method) => ("operator", Some(&method.result)),
            MemberKind::Unreadable(_) => ("unreadable", None),
        };
        let parameters = member.parameters().iter().map(|parameter| {
            let summary = entry.parameters.iter().find(|(name, _)| *name == parameter.name);
            let of = self.counted(text(&parameter.of))?;
            Ok(declared(parameter, of, summary.map(|(_, text)| text.clone())))
        });
        Ok(Described {
            name: member.name.clone().into_owned(),
            kind,
            signature: self.counted(self.surface.member_text(of, member, Style::Full))?,
            is_static: member.is_static,
            of: mentioned.map(text),
            parameters: parameters.collect::<Result<_, _>>()?,
            obsolete: member.remarks.obsolete.as_ref().map(|it| it.message.as_deref().unwrap_or_default().to_owned()),
            summary: entry.summary,
            documentation_id,
        })
    }

    /// The text, unless all of them together are longer than a file of this size can tell.
    fn counted(&self, text: String) -> Result<String, Damage> {
        self.budget.take(text.len());
        self.budget.check().map(|()| text)
    }

    fn entry(&self, id: &str) -> assembly::Entry {
        self.documentation.and_then(|documentation| documentation.entry(id)).unwrap_or_default()
    }
}

fn declared(parameter: &Parameter<'_>, of: String, summary: Option<String>) -> Declared {
    Declared {
        name: parameter.name.clone().into_owned(),
        of,
        direction: match parameter.passing {
            Passing::Value => "value",
            Passing::In => "in",
            Passing::Ref => "ref",
            Passing::Out => "out",
        },
        is_optional: parameter.is_optional,
        is_params: parameter.is_params,
        summary: summary.unwrap_or_default(),
    }
}

fn identity(name: &AssemblyName) -> Identity {
    Identity {
        name: name.name.clone(),
        version: name.version.to_string(),
        culture: name.culture.clone(),
        public_key_token: name.token_text(),
    }
}

impl Listing {
    /// The listing as JSON, indented: `{"shape", "assembly", "targetFramework", "references", "types", "forwarded"}`. All
    /// lists are sorted but those of parameters.
    pub fn json(&self) -> String {
        // Texts, numbers and lists can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The listing as text: a line for the assembly, for each reference, type and forwarded type; members stand indented below
    /// their type.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        if let Some(assembly) = &self.assembly {
            let framework = self.target_framework.as_ref().map(|it| format!(", for {it}")).unwrap_or_default();
            lines.push(format!("Assembly {}{framework}", assembly.text()));
        }
        lines.extend(self.references.iter().map(|it| format!("Reference {}", it.text())));
        for of in &self.types {
            lines.push(String::new());
            lines.push(with_remark(&of.signature, of.obsolete.as_ref()));
            lines.extend(
                of.members.iter().map(|it| format!("    {}", with_remark(&it.signature, it.obsolete.as_ref()))),
            );
        }
        lines.extend((!self.forwarded.is_empty()).then(String::new));
        lines.extend(self.forwarded.iter().map(|it| format!("Forwarded {} to {}", it.name, it.assembly)));
        lines.iter().map(|line| in_one_line(line) + "\n").collect()
    }
}

impl Identity {
    fn text(&self) -> String {
        let token = self.public_key_token.as_ref().map(|it| format!(", token {it}")).unwrap_or_default();
        let culture = if self.culture.is_empty() { String::new() } else { format!(", {}", self.culture) };
        format!("{} {}{culture}{token}", self.name, self.version)
    }
}

fn with_remark(signature: &str, obsolete: Option<&String>) -> String {
    match obsolete.map(String::as_str) {
        None => signature.to_owned(),
        Some("") => format!("{signature} // obsolete"),
        Some(message) => format!("{signature} // obsolete: {message}"),
    }
}

/// Names of assemblies and messages hold what their authors wrote.
fn in_one_line(line: &str) -> String {
    line.chars().map(|it| if it.is_control() { ' ' } else { it }).collect()
}
