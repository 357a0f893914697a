//! What a user wants to know of an assembly.

use crate::attribute::first_text;
use crate::heap::{BlobAt, NameAt};
use crate::image::{Image, ManagedImage};
use crate::name::token_of;
use crate::{AssemblyDef, AssemblyName, AssemblyRef, Handle, Index, MemberRef, Metadata, Version};

/// The most references that are told; real assemblies have up to some dozens.
const REFERENCES: usize = 1000;
/// The flag of a reference that holds the key and not its token.
const HAS_PUBLIC_KEY: u32 = 1;

/// What a user wants to know of an assembly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Its name and version; none for a module that belongs to an assembly of several files.
    pub name: Option<AssemblyName>,
    /// The framework that it was compiled for, as `.NETFramework,Version=v4.7.2`; none where it does not say.
    pub target_framework: Option<String>,
    /// The assemblies that it needs.
    pub references: Vec<AssemblyName>,
    /// Whether it carries the signature of its strong name.
    pub is_signed: bool,
    /// Whether it runs in processes of 32 bits only.
    pub needs_32_bits: bool,
    /// Whether it holds machine code beside .NET's.
    pub is_mixed: bool,
}

impl Facts {
    /// The facts of the assembly in these bytes; none of what is not a managed one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        match Image::read(bytes) {
            Ok(Image::Managed(image)) => Some(Self::of(&image)),
            _ => None,
        }
    }

    /// The facts of this assembly.
    pub fn of(image: &ManagedImage<'_>) -> Self {
        let metadata = &image.metadata;
        let definition = Index::<AssemblyDef>::new(1);
        Self {
            name: metadata.row(definition).map(|row| own_name(metadata, &row)),
            target_framework: target_framework(metadata, definition.handle()),
            references: metadata.rows::<AssemblyRef>().take(REFERENCES).map(|row| reference(metadata, &row)).collect(),
            is_signed: image.is_signed,
            needs_32_bits: image.needs_32_bits,
            is_mixed: image.is_mixed,
        }
    }

    /// The framework in the words of Visual Studio: `.NET Framework 4.7.2`, `.NET Standard 2.0`.
    pub fn target_framework_label(&self) -> Option<String> {
        let moniker = self.target_framework.as_deref()?;
        let (name, version) = moniker.split_once(",Version=v")?;
        let name = match name {
            ".NETFramework" => ".NET Framework",
            ".NETStandard" => ".NET Standard",
            ".NETCoreApp" => ".NET",
            other => other,
        };
        Some(format!("{name} {version}"))
    }
}

fn own_name(metadata: &Metadata<'_>, row: &AssemblyDef) -> AssemblyName {
    let version = [row.major, row.minor, row.build, row.revision];
    let token = metadata.blob(row.public_key).and_then(token_of);
    name(metadata, row.name, row.culture, version, token)
}

pub(crate) fn reference(metadata: &Metadata<'_>, row: &AssemblyRef) -> AssemblyName {
    let version = [row.major, row.minor, row.build, row.revision];
    name(metadata, row.name, row.culture, version, token(metadata, row.flags, row.key_or_token))
}

fn token(metadata: &Metadata<'_>, flags: u32, key_or_token: BlobAt) -> Option<[u8; 8]> {
    let blob = metadata.blob(key_or_token)?;
    if flags & HAS_PUBLIC_KEY == 0 { blob.try_into().ok() } else { token_of(blob) }
}

fn name(
    metadata: &Metadata<'_>,
    name: NameAt,
    culture: NameAt,
    version: [u16; 4],
    public_key_token: Option<[u8; 8]>,
) -> AssemblyName {
    AssemblyName {
        name: metadata.name(name).into_owned(),
        version: Version(version),
        culture: metadata.name(culture).into_owned(),
        public_key_token,
    }
}

fn target_framework(metadata: &Metadata<'_>, assembly: Handle) -> Option<String> {
    let named = |constructor: Handle| {
        let class = match constructor.index::<MemberRef>() {
            Some(member) => metadata.row(member)?.class.handle()?,
            None => metadata.declaring_type(constructor.index()?)?.handle(),
        };
        metadata.type_name(class)
    };
    let attribute = metadata.attributes(assembly).find(|attribute| {
        let name = attribute.constructor.handle().and_then(named);
        name.is_some_and(|name| name == "System.Runtime.Versioning.TargetFrameworkAttribute")
    })?;
    Some(first_text(metadata.blob(attribute.value)?)?.to_owned()).filter(|text| text.len() < 200)
}
