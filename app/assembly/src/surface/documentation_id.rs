//! The names by which XML documentation knows types and members, as `M:System.Int32.Parse(System.String)`. The rules stand in
//! annex D of the C# standard (ECMA-334).

use std::fmt::Write as _;

use super::Surface;
use super::model::{Member, MemberKind, Parameter, Passing, PublicType};
use super::text::without_arity;
use crate::Handle;
use crate::signature::Type;

/// Types inside types, deeper than any program has.
const DEEPEST: usize = 40;
/// A name that is longer is of no use: no documentation has it.
const LONGEST: usize = 8 << 10;

impl<'a> Surface<'a> {
    /// The name of a type in XML documentation.
    pub fn type_documentation_id(&self, of: &PublicType<'a>) -> String {
        format!("T:{}", dotted(of))
    }

    /// The name of a member in XML documentation.
    pub fn documentation_id(&self, of: &PublicType<'a>, member: &Member<'a>) -> String {
        let kind = match member.kind {
            MemberKind::Constructor(_) | MemberKind::Method(_) | MemberKind::Operator(_) => 'M',
            MemberKind::Field(_) => 'F',
            MemberKind::Property(_) => 'P',
            MemberKind::Event { .. } => 'E',
            MemberKind::Unreadable(_) => '!',
        };
        let mut id = format!("{kind}:{}.{}", dotted(of), member.name.replace('.', "#"));
        if !member.generics().is_empty() {
            let _ = write!(id, "``{}", member.generics().len());
        }
        let is_vararg = member.method().is_some_and(|method| method.is_vararg);
        self.id_parameters(&mut id, member.parameters(), is_vararg);
        if let (MemberKind::Operator(method), "op_Implicit" | "op_Explicit") = (&member.kind, &*member.name) {
            id.push('~');
            self.id_type(&mut id, &method.result, 0);
        }
        id
    }

    fn id_parameters(&self, id: &mut String, parameters: &[Parameter<'a>], is_vararg: bool) {
        for (place, parameter) in parameters.iter().enumerate().take_while(|(place, _)| *place < LONGEST) {
            id.push(if place == 0 { '(' } else { ',' });
            self.id_type(id, &parameter.of, 0);
            id.push_str(if parameter.passing == Passing::Value { "" } else { "@" });
        }
        // Further arguments are a parameter without a type.
        id.push_str(if is_vararg && !parameters.is_empty() { "," } else { "" });
        id.push_str(if parameters.is_empty() { "" } else { ")" });
    }

    fn id_type(&self, id: &mut String, of: &Type, depth: usize) {
        if depth > DEEPEST || id.len() > LONGEST {
            return;
        }
        let inner = depth + 1;
        match of.plain() {
            Type::Primitive(primitive) => {
                id.push_str("System.");
                id.push_str(primitive.name());
            }
            Type::Named(named) => self.id_name(id, named.handle, &[], inner),
            Type::Generic(named, arguments) => self.id_name(id, named.handle, arguments, inner),
            Type::List(of) => {
                self.id_type(id, of, inner);
                id.push_str("[]");
            }
            Type::Array(array) => {
                self.id_type(id, &array.of, inner);
                let rank = usize::try_from(array.rank).unwrap_or_default().clamp(1, 32);
                id.push('[');
                id.push_str(&vec!["0:"; rank].join(","));
                id.push(']');
            }
            Type::ByRef(of) => {
                self.id_type(id, of, inner);
                id.push('@');
            }
            Type::Pointer(of) => {
                self.id_type(id, of, inner);
                id.push('*');
            }
            Type::OfType(number) => drop(write!(id, "`{number}")),
            Type::OfMethod(number) => drop(write!(id, "``{number}")),
            Type::Function(_) | Type::Modified(_) => id.push_str("=FUNC"),
        }
    }

    fn id_name(&self, id: &mut String, handle: Handle, arguments: &[Type], depth: usize) {
        let Some(path) = self.path(handle) else { return };
        id.push_str(&path.namespace);
        let mut rest = arguments;
        for (place, full) in path.names.iter().enumerate() {
            let (name, arity) = without_arity(full);
            let own = if place + 1 == path.names.len() { rest.len() } else { arity.min(rest.len()) };
            let (these, others) = rest.split_at(own);
            rest = others;
            id.push_str(if id.is_empty() || place == 0 && path.namespace.is_empty() { "" } else { "." });
            id.push_str(if these.is_empty() { full } else { name });
            for (place, argument) in these.iter().enumerate() {
                id.push(if place == 0 { '{' } else { ',' });
                self.id_type(id, argument, depth);
            }
            id.push_str(if these.is_empty() { "" } else { "}" });
        }
    }
}

fn dotted(of: &PublicType<'_>) -> String {
    let path = of.path.join(".");
    if of.namespace.is_empty() { path } else { format!("{}.{path}", of.namespace) }
}
