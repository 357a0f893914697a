//! Types that a compiler does not find: those of assemblies that nobody has, and all that derives from them.
//!
//! A compiler refuses a call when it needs a type of an assembly that is not referenced (CS0012): one of the member's signature,
//! of the signature of another overload that takes as many arguments, or one that a class of these derives from. At run time
//! such a class cannot be loaded either.

use std::cell::RefCell;
use std::collections::HashMap;

use assembly::signature::Type;
use assembly::{Facts, Handle, Image, Index, Surface, TypeDef};

use crate::Reason;
use crate::references::{Library, References};

/// Classes that derive from others, deeper than any program has.
const DEEPEST: usize = 64;

/// What is missing of what an assembly needs.
#[derive(Debug)]
pub(crate) struct Absent<'a> {
    /// The names with versions, by the simple names in lower case.
    missing: HashMap<String, String>,
    libraries: HashMap<String, Present<'a>>,
    /// What is known of types, by their library (none for the imported one) and number.
    known: RefCell<HashMap<Place, Option<Reason>>>,
}

/// A type by its library (none for the imported one) and its number.
type Place = (Option<String>, u32);

/// A library that is there.
#[derive(Debug)]
struct Present<'a> {
    name: String,
    surface: Surface<'a>,
    types: HashMap<String, Index<TypeDef>>,
    /// The assemblies that types are in now, in lower case.
    forwarded: HashMap<String, String>,
}

impl<'a> Absent<'a> {
    /// What is missing where these references are all that there is.
    pub(crate) fn of(references: &'a References) -> Self {
        let missing = references.missing.iter();
        let missing = missing.map(|it| (it.needed.name.to_ascii_lowercase(), it.needed.to_string())).collect();
        let others = references.libraries.iter().skip(1).chain(&references.there);
        Self { missing, libraries: others.filter_map(present).collect(), known: RefCell::default() }
    }

    /// Why no compiler takes a type of the imported assembly, or one that it refers to; none where it does.
    pub(crate) fn of_type(&self, surface: &Surface<'_>, of: Handle) -> Option<Reason> {
        if self.missing.is_empty() && self.libraries.is_empty() {
            return None;
        }
        self.of_handle(surface, None, of, 0)
    }

    fn of_handle(&self, surface: &Surface<'_>, library: Option<&str>, of: Handle, depth: usize) -> Option<Reason> {
        if depth > DEEPEST {
            return None;
        }
        let Some(index) = of.index::<TypeDef>() else {
            let assembly = surface.declared_in(of)?.name.to_ascii_lowercase();
            return self.of_name(&assembly, &name(surface, of)?, depth + 1);
        };
        let key = (library.map(str::to_owned), index.number());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        // A class that derives from itself needs nothing more.
        self.known.borrow_mut().insert(key.clone(), None);
        let reason = self.of_declared(surface, library, index, depth);
        self.known.borrow_mut().insert(key, reason.clone());
        reason
    }

    /// A type of a library: what it derives from, and the types around it.
    fn of_declared(
        &self,
        surface: &Surface<'_>,
        library: Option<&str>,
        index: Index<TypeDef>,
        depth: usize,
    ) -> Option<Reason> {
        let described = surface.describe(index).ok()?;
        let mut needed = Vec::new();
        described.base.iter().chain(&described.interfaces).for_each(|of| named(of, &mut needed));
        needed.extend(surface.enclosing(index).map(Index::handle));
        needed.into_iter().find_map(|of| self.of_handle(surface, library, of, depth + 1))
    }

    fn of_name(&self, assembly: &str, of: &str, depth: usize) -> Option<Reason> {
        if let Some(missing) = self.missing.get(assembly) {
            return Some(Reason::MissingAssembly { of: of.replace('/', "."), assembly: missing.clone() });
        }
        let there = self.libraries.get(assembly)?;
        if let Some(index) = there.types.get(of) {
            return self.of_handle(&there.surface, Some(assembly), index.handle(), depth);
        }
        match there.forwarded.get(of).filter(|_| depth <= DEEPEST) {
            Some(other) => self.of_name(other, of, depth + 1),
            None => Some(Reason::MissingType { of: of.replace('/', "."), assembly: there.name.clone() }),
        }
    }
}

fn present(library: &Library) -> Option<(String, Present<'_>)> {
    let name_of = Facts::read(&library.bytes)?.name?;
    let Ok(Image::Managed(image)) = Image::read(&library.bytes) else { return None };
    let surface = Surface::read(&image).ok()?;
    let named = surface.types().iter().filter_map(|index| Some((name(&surface, index.handle())?, *index)));
    let types = named.collect();
    let forwarded = surface.forwarded().into_iter().map(|it| {
        let name = if it.namespace.is_empty() { it.name.into_owned() } else { format!("{}.{}", it.namespace, it.name) };
        (name, it.declared_in.to_ascii_lowercase())
    });
    let forwarded = forwarded.collect();
    Some((name_of.name.to_ascii_lowercase(), Present { name: name_of.to_string(), surface, types, forwarded }))
}

/// `Bank.Rates.Account/Part`.
fn name(surface: &Surface<'_>, of: Handle) -> Option<String> {
    let path = surface.path(of)?;
    let names = path.names.join("/");
    Some(if path.namespace.is_empty() { names } else { format!("{}.{names}", path.namespace) })
}

/// The types that a type is made of.
pub(crate) fn named(of: &Type, all: &mut Vec<Handle>) {
    match of {
        Type::Named(named) => all.push(named.handle),
        Type::Generic(generic, arguments) => {
            all.push(generic.handle);
            for of in arguments {
                named(of, all);
            }
        }
        Type::List(of) | Type::ByRef(of) | Type::Pointer(of) => named(of, all),
        Type::Array(array) => named(&array.of, all),
        Type::Modified(modified) => {
            all.push(modified.modifier);
            named(&modified.of, all);
        }
        Type::Primitive(_) | Type::OfType(_) | Type::OfMethod(_) | Type::Function(_) => {}
    }
}
