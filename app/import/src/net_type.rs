//! Types of .NET as far as an import must know them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use assembly::signature::{ArrayType, Named, Primitive, Type};
use assembly::surface::{Member, MemberKind, PublicType, TypeKind, is_keyword, without_arity};
use assembly::{Handle, Index, Style, Surface, TypeDef};

use crate::Reason;
use crate::absent::{self, Absent};
use crate::framework_enumerations;

/// A type that is written with more characters is left out.
const LONGEST: usize = 1000;
/// The most values of an enumeration that are told.
const VALUES: usize = 100;

/// A type of a parameter, a result, a property or a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetType {
    /// What it is.
    pub kind: Kind,
    /// How C# writes it so that it means one type everywhere: `global::System.Uri`.
    pub code: String,
    /// How people write it: `Uri`.
    pub short: String,
    /// A word for it in names: `Uri`, `ByteArray`.
    pub label: String,
    /// The name that .NET gives it, `System.Uri`; none for types with arguments.
    pub full_name: Option<String>,
    /// Whether its values are copied.
    pub is_value: bool,
}

/// What a type is, where an import treats it in its own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: what a method without a result gives back.
    Void,
    /// A type of the language.
    Primitive(Primitive),
    /// A number with decimals.
    Decimal,
    /// `byte[]`.
    Bytes,
    /// A day with a time.
    DateTime,
    /// A day with a time in a zone.
    DateTimeOffset,
    /// A span of time.
    TimeSpan,
    /// A GUID.
    Guid,
    /// An address.
    Uri,
    /// A version.
    Version,
    /// A stream, or one in memory.
    Stream,
    /// An enumeration of the assembly, or of the framework.
    Enum {
        /// The names of its values; empty for those of the framework.
        values: Vec<String>,
        /// Whether values are combined.
        is_flags: bool,
    },
    /// A value or nothing.
    Nullable(Box<NetType>),
    /// A result that comes later.
    Task {
        /// The result; none where there is only an end.
        result: Option<Box<NetType>>,
        /// Whether it is a structure, of which a task must be made first.
        is_value: bool,
    },
    /// Several values of one type, one after the other.
    List {
        /// Their type.
        of: Box<NetType>,
        /// What holds them.
        form: ListForm,
    },
    /// A class or structure of the assembly, by its number there.
    Own(u32),
    /// Anything else.
    Other,
}

/// What holds the values of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    /// `T[]`.
    Array,
    /// `List<T>`, or an interface that it implements.
    List,
    /// `HashSet<T>`, or an interface that only it implements.
    Set,
    /// `Collection<T>`.
    Collection,
}

/// What is known of a type that the assembly declares.
#[derive(Debug, Clone)]
struct Own {
    kind: Kind,
    is_by_ref: bool,
    obsolete: Obsolescence,
}

/// Whether a type is not to be used any more.
#[derive(Debug, Clone)]
enum Obsolescence {
    /// It is to be used.
    None,
    /// Compilers warn of its use.
    Warned,
    /// Compilers refuse its use, with these words of its author.
    Refused(String),
}

/// Reads types of signatures.
#[derive(Debug)]
pub(crate) struct TypeReader<'r, 'a> {
    surface: &'r Surface<'a>,
    absent: Option<&'r Absent<'a>>,
    seen: RefCell<HashMap<u32, Rc<Own>>>,
    is_obsolete: std::cell::Cell<bool>,
}

/// What a type is a type of.
#[derive(Clone, Copy)]
pub(crate) struct Of<'o, 'a> {
    pub(crate) owner: &'o PublicType<'a>,
    pub(crate) member: &'o Member<'a>,
}

impl<'r, 'a> TypeReader<'r, 'a> {
    pub(crate) fn new(surface: &'r Surface<'a>, absent: Option<&'r Absent<'a>>) -> Self {
        Self { surface, absent, seen: RefCell::default(), is_obsolete: false.into() }
    }

    /// The surface whose types are read.
    pub(crate) fn surface(&self) -> &'r Surface<'a> {
        self.surface
    }

    /// Why no compiler takes the type of this row or reference.
    pub(crate) fn absence(&self, of: Handle) -> Option<Reason> {
        self.absent.and_then(|absent| absent.of_type(self.surface, of))
    }

    /// Why no compiler takes a type with all that it is made of.
    pub(crate) fn absence_in(&self, of: &Type) -> Option<Reason> {
        self.absent?;
        let mut all = Vec::new();
        absent::named(of, &mut all);
        all.into_iter().find_map(|of| self.absence(of))
    }

    /// Whether a type that was read since the last question is obsolete.
    pub(crate) fn takes_obsolete(&self) -> bool {
        self.is_obsolete.take()
    }

    /// The type, or why it cannot stand in an action.
    pub(crate) fn read(&self, of: &Type, place: Of<'_, 'a>) -> Result<NetType, Reason> {
        let short = || self.surface.text(of, place.owner, Some(place.member), Style::Short);
        let mut code = String::new();
        self.write(of, &mut code, &short)?;
        let (kind, is_value) = self.kind(of, place)?;
        Ok(NetType { kind, code, short: short(), label: self.label(of), full_name: self.full_name(of), is_value })
    }

    /// The class of this row, as a type.
    pub(crate) fn class(&self, of: &PublicType<'a>) -> Result<NetType, Reason> {
        let named = Named { handle: of.index.handle(), is_value: Some(false) };
        let mut code = String::new();
        self.named(named.handle, &[], &mut code, &|| of.full_name())?;
        let full_name = self.full_name(&Type::Named(named));
        let short = self.surface.name_text(of, Style::Short);
        Ok(NetType {
            kind: Kind::Own(of.index.number()),
            code,
            short,
            label: class_label(of),
            full_name,
            is_value: false,
        })
    }

    fn write(&self, of: &Type, code: &mut String, short: &dyn Fn() -> String) -> Result<(), Reason> {
        if code.len() > LONGEST {
            return Err(Reason::TooLong);
        }
        match of {
            Type::Primitive(Primitive::TypedReference) => return Err(Reason::ByRefStruct(short())),
            Type::Primitive(primitive) => {
                code.push_str(if primitive.keyword().starts_with("System.") { "global::" } else { "" });
                code.push_str(primitive.keyword());
            }
            Type::Named(named) => self.named(named.handle, &[], code, short)?,
            Type::Generic(named, arguments) => match arguments.as_slice() {
                [of] if self.is_named(named.handle, "System", "Nullable`1") => {
                    self.write(of, code, short)?;
                    code.push('?');
                }
                _ => self.named(named.handle, arguments, code, short)?,
            },
            Type::List(_) | Type::Array(_) => self.array(of, code, short)?,
            Type::ByRef(_) => return Err(Reason::RefReturn),
            Type::Pointer(_) | Type::Function(_) => return Err(Reason::Pointer(short())),
            Type::OfType(_) => return Err(Reason::GenericType),
            Type::OfMethod(_) => return Err(Reason::GenericMethod),
            Type::Modified(modified) => {
                let is_volatile = self.is_named(modified.modifier, COMPILER, "IsVolatile");
                if modified.is_required && !is_volatile {
                    return Err(Reason::Unreadable);
                }
                self.write(&modified.of, code, short)?;
            }
        }
        Ok(())
    }

    /// The brackets of arrays of arrays stand in the order of the indexes.
    fn array(&self, of: &Type, code: &mut String, short: &dyn Fn() -> String) -> Result<(), Reason> {
        let (mut element, mut brackets) = (of, String::new());
        loop {
            element = match element.plain() {
                Type::List(of) => {
                    brackets.push_str("[]");
                    of
                }
                Type::Array(array) => {
                    brackets.push_str(&dimensions(array)?);
                    &array.of
                }
                _ => break,
            };
        }
        self.write(element, code, short)?;
        code.push_str(&brackets);
        Ok(())
    }

    fn named(
        &self,
        handle: Handle,
        arguments: &[Type],
        code: &mut String,
        short: &dyn Fn() -> String,
    ) -> Result<(), Reason> {
        if let Some(index) = handle.index::<TypeDef>() {
            self.check_own(index, short)?;
        }
        if let Some(reason) = self.absence(handle) {
            return Err(reason);
        }
        let path = self.surface.path(handle).ok_or(Reason::Unreadable)?;
        if path.namespace == "System" && path.names == ["Decimal"] {
            code.push_str("decimal");
            return Ok(());
        }
        if is_by_ref(&path.namespace, &path.names) {
            return Err(Reason::ByRefStruct(short()));
        }
        code.push_str("global::");
        for part in path.namespace.split('.').filter(|part| !part.is_empty()) {
            code.push_str(&identifier(part)?);
            code.push('.');
        }
        let mut rest = arguments;
        for (place, full) in path.names.iter().enumerate() {
            let (name, arity) = without_arity(full);
            let (these, others) = rest.split_at_checked(arity).ok_or(Reason::GenericType)?;
            rest = others;
            code.push_str(if place == 0 { "" } else { "." });
            code.push_str(&identifier(name)?);
            for (place, argument) in these.iter().enumerate() {
                code.push_str(if place == 0 { "<" } else { ", " });
                self.write(argument, code, short)?;
            }
            code.push_str(if these.is_empty() { "" } else { ">" });
        }
        if rest.is_empty() && code.len() <= LONGEST { Ok(()) } else { Err(Reason::TooLong) }
    }

    /// That others may name a type of the assembly.
    fn check_own(&self, index: Index<TypeDef>, short: &dyn Fn() -> String) -> Result<(), Reason> {
        if !self.surface.is_public(index) {
            return Err(Reason::HiddenType(short()));
        }
        let own = self.own(index).ok_or(Reason::Unreadable)?;
        if own.is_by_ref {
            return Err(Reason::ByRefStruct(short()));
        }
        match &own.obsolete {
            Obsolescence::Refused(error) => return Err(Reason::Obsolete(error.clone())),
            Obsolescence::Warned => self.is_obsolete.set(true),
            Obsolescence::None => {}
        }
        Ok(())
    }

    fn own(&self, index: Index<TypeDef>) -> Option<Rc<Own>> {
        if let Some(own) = self.seen.borrow().get(&index.number()) {
            return Some(Rc::clone(own));
        }
        let described = self.surface.describe(index).ok()?;
        let own = Rc::new(Own {
            kind: match &described.kind {
                TypeKind::Enum { is_flags, .. } => Kind::Enum { values: values(&described), is_flags: *is_flags },
                TypeKind::Class | TypeKind::Struct { .. } => Kind::Own(index.number()),
                TypeKind::Interface | TypeKind::Delegate => Kind::Other,
            },
            is_by_ref: matches!(described.kind, TypeKind::Struct { is_ref: true, .. }),
            obsolete: match &described.remarks.obsolete {
                None => Obsolescence::None,
                Some(it) if it.is_error => Obsolescence::Refused(it.message.as_deref().unwrap_or_default().to_owned()),
                Some(_) => Obsolescence::Warned,
            },
        });
        self.seen.borrow_mut().insert(index.number(), Rc::clone(&own));
        Some(own)
    }

    fn kind(&self, of: &Type, place: Of<'_, 'a>) -> Result<(Kind, bool), Reason> {
        Ok(match of.plain() {
            Type::Primitive(Primitive::Void) => (Kind::Void, false),
            Type::Primitive(primitive) => {
                (Kind::Primitive(*primitive), !matches!(primitive, Primitive::String | Primitive::Object))
            }
            Type::List(element) if *element.plain() == Type::Primitive(Primitive::Byte) => (Kind::Bytes, false),
            Type::List(element) => {
                (Kind::List { of: Box::new(self.read(element, place)?), form: ListForm::Array }, false)
            }
            Type::Named(named) => {
                let kind = self.named_kind(named.handle);
                let is_value = named.is_value == Some(true) || matches!(kind, Kind::Decimal);
                (kind, is_value)
            }
            Type::Generic(named, arguments) => match arguments.as_slice() {
                [of] if self.is_named(named.handle, "System", "Nullable`1") => {
                    (Kind::Nullable(Box::new(self.read(of, place)?)), true)
                }
                [of] if self.is_named(named.handle, TASKS, "Task`1") => {
                    (Kind::Task { result: Some(Box::new(self.read(of, place)?)), is_value: false }, false)
                }
                [of] if self.is_named(named.handle, TASKS, "ValueTask`1") => {
                    (Kind::Task { result: Some(Box::new(self.read(of, place)?)), is_value: true }, true)
                }
                [of] => match self.list_form(named.handle) {
                    Some(form) => (Kind::List { of: Box::new(self.read(of, place)?), form }, false),
                    None => (Kind::Other, named.is_value == Some(true)),
                },
                _ => (Kind::Other, named.is_value == Some(true)),
            },
            _ => (Kind::Other, false),
        })
    }

    fn list_form(&self, handle: Handle) -> Option<ListForm> {
        let path = self.surface.path(handle)?;
        let [name] = path.names.as_slice() else { return None };
        match (&*path.namespace, &**name) {
            ("System.Collections.Generic", name) if OF_LIST.contains(&name) => Some(ListForm::List),
            ("System.Collections.Generic", "HashSet`1" | "ISet`1") => Some(ListForm::Set),
            ("System.Collections.ObjectModel", "Collection`1") => Some(ListForm::Collection),
            _ => None,
        }
    }

    fn named_kind(&self, handle: Handle) -> Kind {
        let Some(path) = self.surface.path(handle) else { return Kind::Other };
        if handle.index::<TypeDef>().is_none() && framework_enumerations::has(&path.namespace, &path.names) {
            return Kind::Enum { values: Vec::new(), is_flags: false };
        }
        let [name] = path.names.as_slice() else { return self.own_kind(handle) };
        match (&*path.namespace, &**name) {
            ("System", "Decimal") => Kind::Decimal,
            ("System", "DateTime") => Kind::DateTime,
            ("System", "DateTimeOffset") => Kind::DateTimeOffset,
            ("System", "TimeSpan") => Kind::TimeSpan,
            ("System", "Guid") => Kind::Guid,
            ("System", "Uri") => Kind::Uri,
            ("System", "Version") => Kind::Version,
            ("System.IO", "Stream" | "MemoryStream") => Kind::Stream,
            (TASKS, "Task") => Kind::Task { result: None, is_value: false },
            (TASKS, "ValueTask") => Kind::Task { result: None, is_value: true },
            _ => self.own_kind(handle),
        }
    }

    fn own_kind(&self, handle: Handle) -> Kind {
        handle.index::<TypeDef>().and_then(|index| self.own(index)).map_or(Kind::Other, |own| own.kind.clone())
    }

    fn is_named(&self, handle: Handle, namespace: &str, name: &str) -> bool {
        let path = self.surface.path(handle);
        path.is_some_and(|path| path.namespace == namespace && path.names == [name])
    }

    fn label(&self, of: &Type) -> String {
        match of.plain() {
            Type::Primitive(primitive) => primitive.name().to_owned(),
            Type::List(of) => self.label(of) + "Array",
            Type::Array(array) => self.label(&array.of) + "Array",
            Type::Generic(named, arguments) => match arguments.as_slice() {
                [of] if self.is_named(named.handle, "System", "Nullable`1") => self.label(of),
                _ => self.last_name(named.handle),
            },
            other => other.named().map_or_else(String::new, |named| self.last_name(named.handle)),
        }
    }

    fn last_name(&self, handle: Handle) -> String {
        let path = self.surface.path(handle);
        let last = path.as_ref().and_then(|path| path.names.last());
        last.map_or_else(String::new, |name| without_arity(name).0.to_owned())
    }

    fn full_name(&self, of: &Type) -> Option<String> {
        match of {
            Type::Primitive(primitive) => Some(format!("System.{}", primitive.name())),
            Type::Named(named) => {
                let path = self.surface.path(named.handle)?;
                let name = path.names.join("+");
                Some(if path.namespace.is_empty() { name } else { format!("{}.{name}", path.namespace) })
            }
            Type::List(of) => Some(self.full_name(of)? + "[]"),
            _ => None,
        }
    }
}

/// `List<T>` and the interfaces that it implements.
const OF_LIST: [&str; 6] =
    ["List`1", "IList`1", "ICollection`1", "IEnumerable`1", "IReadOnlyList`1", "IReadOnlyCollection`1"];
const TASKS: &str = "System.Threading.Tasks";
const COMPILER: &str = "System.Runtime.CompilerServices";

impl NetType {
    /// The result that comes later, when this is a task: the type and whether it is a structure.
    pub(crate) fn awaited(&self) -> Option<(Option<&Self>, bool)> {
        match &self.kind {
            Kind::Task { result, is_value } => Some((result.as_deref(), *is_value)),
            _ => None,
        }
    }
}

/// A name as C# writes it.
pub(crate) fn identifier(name: &str) -> Result<String, Reason> {
    let is_start = |it: char| it == '_' || it.is_alphabetic();
    let is_part = |it: char| is_start(it) || it.is_numeric();
    let mut characters = name.chars();
    let is_one = characters.next().is_some_and(is_start) && characters.all(is_part) && name.len() <= LONGEST;
    match (is_one, is_keyword(name)) {
        (false, _) => Err(Reason::Name(name.escape_debug().take(100).collect())),
        (true, true) => Ok(format!("@{name}")),
        (true, false) => Ok(name.to_owned()),
    }
}

/// The word for a class in names: `Outer` and `Inner` together.
pub(crate) fn class_label(of: &PublicType<'_>) -> String {
    of.path.iter().map(|name| without_arity(name).0).collect()
}

/// Structures of .NET that only live on the stack.
fn is_by_ref(namespace: &str, names: &[std::borrow::Cow<'_, str>]) -> bool {
    let [name] = names else { return false };
    let known = ["Span`1", "ReadOnlySpan`1", "ArgIterator", "RuntimeArgumentHandle", "TypedReference"];
    namespace == "System" && known.contains(&&**name)
}

fn dimensions(array: &ArrayType) -> Result<String, Reason> {
    match usize::try_from(array.rank) {
        Ok(rank @ 2..=32) => Ok(format!("[{}]", ",".repeat(rank - 1))),
        _ => Err(Reason::Unreadable),
    }
}

fn values(of: &PublicType<'_>) -> Vec<String> {
    let is_value = |member: &&Member<'_>| matches!(&member.kind, MemberKind::Field(field) if field.constant.is_some());
    of.members.iter().filter(is_value).take(VALUES).map(|member| member.name.clone().into_owned()).collect()
}
