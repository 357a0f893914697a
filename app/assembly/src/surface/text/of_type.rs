//! Types as C# writes them.

use super::{Style, Writer};
use crate::signature::{self, ArrayType, Convention, MethodSignature, Named, TYPE_SPEC, Type};
use crate::surface::PublicType;
use crate::{Handle, TypeSpec};

/// Types inside types, deeper than any program has.
const DEEPEST: usize = 80;
/// The most commas of an array; no runtime takes more dimensions.
const DIMENSIONS: usize = 32;

impl<'a> Writer<'_, 'a> {
    pub(super) fn of_type(&mut self, of: &Type, depth: usize) {
        if self.is_full() || depth > DEEPEST {
            return self.push("…");
        }
        let inner = depth + 1;
        match of {
            Type::Primitive(primitive) => self.push(match primitive.keyword().strip_prefix("System.") {
                Some(name) if self.style == Style::Short => name,
                _ => primitive.keyword(),
            }),
            Type::Named(named) => self.named(named.handle, &[], inner),
            Type::List(_) | Type::Array(_) => self.array(of, inner),
            Type::ByRef(of) => {
                self.push("ref ");
                self.of_type(of, inner);
            }
            Type::Pointer(of) => {
                self.of_type(of, inner);
                self.push("*");
            }
            Type::Generic(named, arguments) => self.generic(*named, arguments, inner),
            Type::OfType(number) => self.parameter_name(0, *number),
            Type::OfMethod(number) => self.parameter_name(1, *number),
            Type::Function(function) => self.function(function, inner),
            Type::Modified(modified) => match &modified.of {
                Type::ByRef(of)
                    if self.surface.is_named(modified.modifier, "System.Runtime.InteropServices", "InAttribute") =>
                {
                    self.push("ref readonly ");
                    self.of_type(of, inner);
                }
                of => self.of_type(of, inner),
            },
        }
    }

    /// The brackets of arrays of arrays stand in the order of the indexes, so those of the outer one come first.
    fn array(&mut self, of: &Type, depth: usize) {
        let (mut element, mut brackets) = (of, String::new());
        loop {
            element = match element.plain() {
                Type::List(of) => {
                    brackets.push_str("[]");
                    of
                }
                Type::Array(array) => {
                    brackets.push_str(&dimensions(array));
                    &array.of
                }
                _ => break,
            };
        }
        self.of_type(element, depth);
        self.push(&brackets);
    }

    fn generic(&mut self, named: Named, arguments: &[Type], depth: usize) {
        match arguments {
            [of] if self.surface.is_named(named.handle, "System", "Nullable`1") => {
                self.of_type(of, depth);
                self.push("?");
            }
            _ => self.named(named.handle, arguments, depth),
        }
    }

    /// A type by its name, with the arguments behind the names that they belong to.
    fn named(&mut self, handle: Handle, arguments: &[Type], depth: usize) {
        if handle.table == TYPE_SPEC {
            return self.by_signature(handle, depth);
        }
        let Some(path) = self.surface.path(handle) else { return self.push("?") };
        match (&*path.namespace, path.names.as_slice()) {
            ("System", [name]) if name == "Decimal" => return self.push("decimal"),
            ("", _) => {}
            (namespace, _) if self.style == Style::Full => {
                self.name(namespace);
                self.push(".");
            }
            _ => {}
        }
        let mut rest = arguments;
        for (place, full) in path.names.iter().enumerate() {
            let is_last = place + 1 == path.names.len();
            let (name, arity) = without_arity(full);
            let own = if is_last { rest.len() } else { arity.min(rest.len()) };
            let (these, others) = rest.split_at(own);
            rest = others;
            self.push(if place == 0 { "" } else { "." });
            self.identifier(name);
            self.arguments(these, arity, depth);
        }
    }

    /// The arguments; of a type without any, as many commas as it takes.
    fn arguments(&mut self, these: &[Type], arity: usize, depth: usize) {
        if these.is_empty() && arity > 0 {
            return self.push(&format!("<{}>", ",".repeat(arity.min(DIMENSIONS) - 1)));
        }
        for (place, argument) in these.iter().enumerate() {
            if self.is_full() {
                return;
            }
            self.push(if place == 0 { "<" } else { ", " });
            self.of_type(argument, depth);
        }
        self.push(if these.is_empty() { "" } else { ">" });
    }

    /// A type that has a signature and no name. Signatures may lead to each other in a circle; depth ends it.
    fn by_signature(&mut self, handle: Handle, depth: usize) {
        let metadata = self.surface.metadata();
        let row = handle.index::<TypeSpec>().and_then(|index| metadata.row(index));
        let blob = row.and_then(|row| metadata.blob(row.signature));
        match blob.and_then(|blob| signature::type_spec(blob, &self.budget)) {
            Some(of) => self.of_type(&of, depth + 8),
            None => self.push("?"),
        }
    }

    fn parameter_name(&mut self, owner: usize, number: u32) {
        let generics = self.generics.get(owner).copied().unwrap_or_default();
        match usize::try_from(number).ok().and_then(|number| generics.get(number)) {
            Some(parameter) => self.identifier(&parameter.name),
            None => self.push(&format!("{}{number}", if owner == 0 { "!" } else { "!!" })),
        }
    }

    fn function(&mut self, function: &MethodSignature, depth: usize) {
        self.push("delegate*");
        if let Convention::Native(name) = function.convention {
            self.push(" unmanaged");
            self.push(&name.map(|name| format!("[{name}]")).unwrap_or_default());
        }
        self.push("<");
        for of in &function.parameters {
            if self.is_full() {
                return;
            }
            self.of_type(of, depth);
            self.push(", ");
        }
        self.of_type(&function.result, depth);
        self.push(">");
    }

    /// The name of the type that is described, with its own generic parameters.
    pub(super) fn own_name(&mut self, of: &PublicType<'a>) {
        if self.style == Style::Full && !of.namespace.is_empty() {
            self.name(&of.namespace);
            self.push(".");
        }
        let mut rest = of.generics.as_slice();
        for (place, full) in of.path.iter().enumerate() {
            let (name, arity) = without_arity(full);
            let own = if place + 1 == of.path.len() { rest.len() } else { arity.min(rest.len()) };
            let (these, others) = rest.split_at(own);
            rest = others;
            self.push(if place == 0 { "" } else { "." });
            self.identifier(name);
            self.generic_names(these);
        }
    }
}

/// A name without the number of generic parameters behind it, and this number.
pub fn without_arity(name: &str) -> (&str, usize) {
    let parts = name.rsplit_once('`').and_then(|(name, arity)| Some((name, arity.parse::<u16>().ok()?)));
    parts.map_or((name, 0), |(name, arity)| (name, arity.into()))
}

fn dimensions(array: &ArrayType) -> String {
    let commas = usize::try_from(array.rank).unwrap_or_default().saturating_sub(1).min(DIMENSIONS);
    match commas {
        // An array of one dimension that need not begin at 0.
        0 => "[*]".to_owned(),
        _ => format!("[{}]", ",".repeat(commas)),
    }
}
