//! What an assembly offers.

use assembly::surface::TypeKind;
use assembly::{
    AssemblyName, Damage, Documentation, Entry, Facts, Image, ImageError, Index, ManagedImage, Style, Surface, TypeDef,
};

use crate::absent::Absent;
use crate::net_type::TypeReader;
use crate::target::{Target, of_member, of_type};
use crate::{Reason, References};

/// Why a file offers nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    /// It is no DLL, or a damaged one.
    #[error("{0}")]
    Image(#[from] ImageError),
    /// It is a DLL that is not one of .NET's.
    #[error("The file is a native DLL: it has no types of .NET.")]
    Native,
    /// It is a part of an assembly of several files.
    #[error("The file is a module of an assembly and not an assembly.")]
    Module,
    /// What it declares is damaged.
    #[error("The file is an assembly and is damaged: {0}.")]
    Damaged(#[from] Damage),
}

/// What an assembly offers. Types are described when they are asked for.
#[derive(Debug)]
pub struct Catalog<'a> {
    /// The name and version of the assembly.
    pub assembly: AssemblyName,
    /// What else is known of it.
    pub facts: Facts,
    surface: Surface<'a>,
    absent: Option<Absent<'a>>,
    documentation: Option<&'a Documentation<'a>>,
}

/// A type of an assembly.
#[derive(Debug, Clone)]
pub struct OfferedType {
    /// Its name in C#: `Bank.Rates.Table`.
    pub name: String,
    /// Its place in the assembly.
    pub index: Index<TypeDef>,
    /// Its declaration in C#.
    pub signature: String,
    /// What its author says of it.
    pub summary: String,
    /// What it is.
    pub kind: TypeKind,
    /// Why nothing of it can be imported; none where something may be.
    pub reason: Option<Reason>,
    /// Its members.
    pub members: Vec<Offered>,
}

/// A member of a type: either something of it can be called, or it has a reason.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Its name in XML documentation, which no other member has: `M:Bank.Rates.Read(System.String)`.
    pub id: String,
    /// Its declaration in C#.
    pub signature: String,
    /// What its author says of it.
    pub documentation: Entry,
    /// What can be called of it: of a property up to two.
    pub targets: Vec<Target>,
    /// Why the rest of it cannot.
    pub reasons: Vec<Reason>,
}

impl<'a> Catalog<'a> {
    /// What the assembly in an image offers, with the documentation beside it.
    ///
    /// # Errors
    /// It is a module, native or damaged.
    pub fn read(image: &Image<'a>, documentation: Option<&'a Documentation<'a>>) -> Result<Self, CatalogError> {
        match image {
            Image::Managed(image) => Self::of(image, documentation),
            Image::Native(_) => Err(CatalogError::Native),
        }
    }

    fn of(image: &ManagedImage<'a>, documentation: Option<&'a Documentation<'a>>) -> Result<Self, CatalogError> {
        let facts = Facts::of(image);
        let assembly = facts.name.clone().ok_or(CatalogError::Module)?;
        Ok(Self { assembly, facts, surface: Surface::read(image)?, absent: None, documentation })
    }

    /// The same with what is there of the assemblies that it needs: what needs a type that is not there is not offered.
    #[must_use]
    pub fn beside(mut self, references: &'a References) -> Self {
        self.absent = Some(Absent::of(references));
        self
    }

    /// The types that others see, sorted by name.
    pub fn types(&self) -> &[Index<TypeDef>] {
        self.surface.types()
    }

    /// The name of a type in C# without generic parameters; none where types are nested too deeply.
    pub fn name(&self, index: Index<TypeDef>) -> Option<String> {
        let path = self.surface.path(index.handle())?;
        let names: Vec<&str> = path.names.iter().map(|name| assembly::surface::without_arity(name).0).collect();
        let name = names.join(".");
        Some(if path.namespace.is_empty() { name } else { format!("{}.{name}", path.namespace) })
    }

    /// The name that .NET has for a type: `Bank.Rates.Account+Part`.
    pub(crate) fn full_name(&self, index: Index<TypeDef>) -> Option<String> {
        let path = self.surface.path(index.handle())?;
        let name = path.names.join("+");
        Some(if path.namespace.is_empty() { name } else { format!("{}.{name}", path.namespace) })
    }

    /// A type with its members, in the order of the surface.
    ///
    /// # Errors
    /// It is damaged.
    pub fn offered(&self, index: Index<TypeDef>) -> Result<OfferedType, Damage> {
        self.offered_by(&self.reader(), index)
    }

    /// All types, one after the other. After an error there is nothing more.
    pub fn all(&self) -> impl Iterator<Item = Result<OfferedType, Damage>> {
        let types = self.reader();
        let mut has_failed = false;
        self.types().iter().map_while(move |index| {
            let offered = (!has_failed).then(|| self.offered_by(&types, *index))?;
            has_failed = offered.is_err();
            Some(offered)
        })
    }

    pub(crate) fn reader(&self) -> TypeReader<'_, 'a> {
        TypeReader::new(&self.surface, self.absent.as_ref())
    }

    pub(crate) fn offered_by(&self, types: &TypeReader<'_, 'a>, index: Index<TypeDef>) -> Result<OfferedType, Damage> {
        let of = self.surface.describe(index)?;
        let members = of.members.iter().map(|member| {
            let id = self.surface.documentation_id(&of, member);
            let (targets, reasons) = of_member(types, &of, member);
            Offered {
                documentation: self.entry(&id),
                signature: self.surface.member_text(&of, member, Style::Short),
                id,
                targets,
                reasons,
            }
        });
        Ok(OfferedType {
            index,
            name: self.surface.name_text(&of, Style::Full),
            signature: self.surface.type_text(&of, Style::Full),
            summary: self.entry(&self.surface.type_documentation_id(&of)).summary,
            reason: of_type(types, &of),
            members: members.collect(),
            kind: of.kind.clone(),
        })
    }

    pub(crate) fn entry(&self, id: &str) -> Entry {
        self.documentation.and_then(|documentation| documentation.entry(id)).unwrap_or_default()
    }
}

impl Offered {
    /// Whether something of it can be imported.
    pub fn is_importable(&self) -> bool {
        !self.targets.is_empty()
    }
}
