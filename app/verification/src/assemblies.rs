//! The DLLs of an extension, one by one.

use assembly::{Facts, Image, ImageError};
use extension::{DeployAction, Item, Property, Resource};
use rules::{Finding, Rule};

/// What a file that is named as an assembly is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssemblyFile {
    /// An assembly of .NET.
    Managed(Facts),
    /// A DLL of machine code.
    Native {
        /// Whether only processes of 32 bits load it.
        needs_32_bits: bool,
    },
    /// Something else, or damaged.
    None(ImageError),
}

impl AssemblyFile {
    /// What it is, in a few words.
    pub fn kind(&self) -> String {
        match self {
            Self::Managed(Facts { needs_32_bits: true, .. }) => ".NET assembly, 32 bits only".to_owned(),
            Self::Managed(_) => ".NET assembly".to_owned(),
            Self::Native { needs_32_bits: true } => "native DLL, 32 bits only".to_owned(),
            Self::Native { needs_32_bits: false } => "native DLL".to_owned(),
            Self::None(error) => error.to_string(),
        }
    }

    /// What an assembly of .NET says of itself.
    pub fn facts(&self) -> Option<&Facts> {
        if let Self::Managed(facts) = self { Some(facts) } else { None }
    }

    /// The token of its strong name, in words where it has none or does not carry its signature.
    pub fn strong_name(&self) -> String {
        let Some(facts) = self.facts() else { return String::new() };
        match facts.name.as_ref().and_then(assembly::AssemblyName::token_text) {
            None => "none".to_owned(),
            Some(token) if facts.is_signed => token,
            Some(token) => format!("{token}, not signed"),
        }
    }
}

/// What the file is, when it is named as an assembly.
pub fn assembly_file(resource: &Resource) -> Option<AssemblyFile> {
    if !resource.file_name.extension().eq_ignore_ascii_case("dll") {
        return None;
    }
    let bytes = resource.content.bytes();
    Some(match Image::read(&bytes) {
        Ok(Image::Managed(image)) => {
            let needs_32_bits = Image::Managed(image.clone()).needs_32_bits();
            AssemblyFile::Managed(Facts { needs_32_bits, ..Facts::of(&image) })
        }
        Ok(image @ Image::Native(_)) => AssemblyFile::Native { needs_32_bits: image.needs_32_bits() },
        Err(error) => AssemblyFile::None(error),
    })
}

/// What is wrong with a DLL that is deployed and is not the extension's own.
pub(crate) fn verify(resource: &Resource, file: &AssemblyFile) -> Vec<Finding> {
    if resource.deploy_action == DeployAction::Ignore {
        return Vec::new();
    }
    let name = &resource.file_name;
    let finding = |rule, text: String| Finding::new(rule, Item::Resource(resource.key).at(Property::Content), text);
    let of_32_bits = || {
        let text = format!(
            "{name} is for processes of 32 bits. The Platform Server's have 64 and cannot load it. Use the DLL for x64 or any processor."
        );
        finding(Rule::AssemblyOf32Bits, text)
    };
    match file {
        // An empty file is told as such.
        AssemblyFile::None(error) if *error != ImageError::Empty => {
            let text = format!("{name}: {error} Replace it, or set its Deploy Action to Ignore.");
            vec![finding(Rule::NoAssembly, text)]
        }
        AssemblyFile::Managed(Facts { needs_32_bits: true, .. }) | AssemblyFile::Native { needs_32_bits: true } => {
            vec![of_32_bits()]
        }
        AssemblyFile::Native { needs_32_bits: false } => {
            let text = format!(
                "{name} is a native DLL: it is copied to the Binaries directory, code calls it with DllImport, and it cannot be referenced. The operator of an environment may refuse native code."
            );
            vec![finding(Rule::AssemblyNative, text)]
        }
        AssemblyFile::Managed(_) | AssemblyFile::None(_) => Vec::new(),
    }
}
