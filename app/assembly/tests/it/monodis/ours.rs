//! Our surface in the words of `monodis`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use assembly::signature::{Convention, MethodSignature, Primitive, Type};
use assembly::surface::{
    GenericParameter, Inheritance, Member, MemberKind, Method, Parameter, Passing, PublicType, TypeKind, Value,
    Variance,
};
use assembly::{Access, AssemblyRef, Constant, Handle, Index, ModuleRef, NestedClass, Surface, TypeDef, TypeRef};

pub(super) fn surface(surface: &Surface<'_>) -> BTreeMap<String, Vec<String>> {
    let metadata = surface.metadata();
    let enclosing = metadata.rows::<NestedClass>().map(|row| (row.nested.number(), row.enclosing)).collect();
    let kinds = metadata.rows::<Constant>().filter_map(|row| Some((row.parent.handle()?, row.kind))).collect();
    let tables = Tables { enclosing, kinds };
    surface
        .all()
        .map(|described| {
            let described = described.unwrap();
            let words = Words { surface, of: &described, tables: &tables };
            let mut lines: Vec<String> = described.members.iter().map(|member| words.member(member)).collect();
            lines.push(words.header());
            for line in &mut lines {
                *line = line.replace('\'', "").replace(", ", ",");
            }
            lines.sort();
            (described.full_name().replace('\'', ""), lines)
        })
        .collect()
}

struct Tables {
    enclosing: HashMap<u32, Index<TypeDef>>,
    /// The kinds of the numbers of constants.
    kinds: HashMap<Handle, u16>,
}

struct Words<'w, 'a> {
    tables: &'w Tables,
    surface: &'w Surface<'a>,
    of: &'w PublicType<'a>,
}

/// How generic parameters are called.
#[derive(Clone, Copy)]
enum Names<'n, 'a> {
    Numbers,
    Of(&'n [GenericParameter<'a>]),
}

impl Words<'_, '_> {
    fn header(&self) -> String {
        let of = self.of;
        let mut line = format!("type {}", access(of.access));
        if of.kind == TypeKind::Interface {
            line.push_str(" interface");
        } else if of.is_abstract {
            line.push_str(" abstract");
        }
        line.push_str(if of.is_sealed { " sealed" } else { "" });
        write!(line, " {}", self.generics(&of.generics, [Names::Numbers; 2]).unwrap_or_else(|| "<".to_owned()))
            .unwrap();
        if let Some(base) = &of.base {
            let text = self.of_type(base, Names::Numbers);
            let is_generic = matches!(base, Type::Generic(..));
            write!(line, " extends {}", if is_generic { &text } else { bare(&text) }).unwrap();
        }
        if !of.interfaces.is_empty() {
            let text = |of: &Type| self.of_type(of, Names::Numbers);
            let is_generic = |of: &Type| matches!(of, Type::Generic(..));
            let own = |of: &Type| if is_generic(of) { text(of) } else { bare(&text(of)).to_owned() };
            let mut interfaces: Vec<String> = of.interfaces.iter().map(own).collect();
            interfaces.sort();
            write!(line, " implements {}", interfaces.join(", ")).unwrap();
        }
        line
    }

    fn member(&self, member: &Member<'_>) -> String {
        let is_static = if member.is_static { " static" } else { "" };
        match &member.kind {
            MemberKind::Field(field) => {
                let (mut flags, mut value) = (String::new(), String::new());
                match &field.constant {
                    // The metadata have none of these.
                    Some(Value::Decimal { .. }) => flags.push_str(" initonly"),
                    Some(constant) => {
                        flags.push_str(" literal");
                        value = format!(" = {}", self.value(constant, field.index.handle()));
                    }
                    None => flags.push_str(if field.is_readonly { " initonly" } else { "" }),
                }
                let of = self.of_type(&field.of, Names::Numbers);
                format!("field {}{is_static}{flags} {of} {}{value}", access(member.access), member.name)
            }
            MemberKind::Property(property) => {
                let parameters: Vec<String> = property
                    .parameters
                    .iter()
                    .map(|it| self.parameter_type(it, Names::Numbers, Names::Numbers))
                    .collect();
                let of = self.of_type(&property.of, Names::Numbers);
                let mut line = format!("property {of} {} ({})", member.name, parameters.join(", "));
                for (kind, accessor) in [("get", property.get), ("set", property.set)] {
                    line.push_str(&accessor.map(|it| format!(" {kind}={}", access(it))).unwrap_or_default());
                }
                line
            }
            MemberKind::Event { of, .. } => {
                let text = self.of_type(of, Names::Numbers);
                let is_generic = matches!(of, Type::Generic(..));
                let of = if is_generic { &text } else { bare(&text) };
                format!("event {of} {} {}", member.name, access(member.access))
            }
            MemberKind::Unreadable(handle) => format!("unreadable {handle:?}"),
            MemberKind::Constructor(method) | MemberKind::Method(method) | MemberKind::Operator(method) => {
                let inheritance = match member.inheritance {
                    Inheritance::None => "",
                    Inheritance::Abstract => " abstract",
                    Inheritance::Virtual => " virtual",
                    Inheritance::Override => " override",
                    Inheritance::AbstractOverride => " abstract override",
                    Inheritance::SealedOverride => " sealed override",
                };
                format!(
                    "method {}{is_static}{inheritance} {}",
                    access(member.access),
                    self.method(&member.name, method)
                )
            }
        }
    }

    fn method(&self, name: &str, method: &Method<'_>) -> String {
        let own = Names::Of(&method.generics);
        let of_type = Names::Of(&self.of.generics);
        let parameters: Vec<String> = method
            .parameters
            .iter()
            .map(|parameter| {
                let of = self.parameter_type(parameter, of_type, own);
                let optional = if parameter.is_optional { "[opt] " } else { "" };
                let out = if parameter.passing == Passing::Out { "[out] " } else { "" };
                let name = if parameter.name.is_empty() { String::new() } else { format!(" {}", parameter.name) };
                format!("{optional}{out}{of}{name}")
            })
            .collect();
        let vararg = if method.is_vararg { "vararg " } else { "" };
        let generics = self.generics(&method.generics, [of_type, own]).unwrap_or_default();
        let result = self.of_type_with(&method.result, of_type, own);
        format!("{vararg}{result} {name}{generics}({})", parameters.join(", "))
    }

    fn parameter_type(&self, parameter: &Parameter<'_>, of_type: Names<'_, '_>, of_method: Names<'_, '_>) -> String {
        let of = self.of_type_with(&parameter.of, of_type, of_method);
        if parameter.passing == Passing::Value { of } else { format!("{of}&") }
    }

    /// `<class .ctor (class System.IDisposable) T,+ U>`.
    fn generics(&self, generics: &[GenericParameter<'_>], names: [Names<'_, '_>; 2]) -> Option<String> {
        if generics.is_empty() {
            return None;
        }
        let texts: Vec<String> = generics
            .iter()
            .map(|parameter| {
                let mut text = match parameter.variance {
                    Variance::None => "",
                    Variance::Covariant => "+ ",
                    Variance::Contravariant => "- ",
                }
                .to_owned();
                text.push_str(if parameter.is_class { "class " } else { "" });
                text.push_str(if parameter.is_struct { "valuetype " } else { "" });
                text.push_str(if parameter.has_new { ".ctor " } else { "" });
                if !parameter.constraints.is_empty() {
                    let of = |it| self.of_type_with(it, names[0], names[1]);
                    let constraints: Vec<String> = parameter.constraints.iter().map(of).collect();
                    write!(text, "({}) ", constraints.join(", ")).unwrap();
                }
                text + &parameter.name
            })
            .collect();
        Some(format!("<{}>", texts.join(",")))
    }

    fn of_type(&self, of: &Type, names: Names<'_, '_>) -> String {
        self.of_type_with(of, names, names)
    }

    fn of_type_with(&self, of: &Type, of_type: Names<'_, '_>, of_method: Names<'_, '_>) -> String {
        let inner = |of: &Type| self.of_type_with(of, of_type, of_method);
        let name = |names: Names<'_, '_>, number: u32| match names {
            Names::Numbers => number.to_string(),
            Names::Of(generics) => generics[number as usize].name.to_string(),
        };
        match of {
            Type::Primitive(primitive) => word(*primitive).to_owned(),
            Type::Named(named) => {
                let kind = match named.is_value {
                    Some(true) => "valuetype ",
                    Some(false) | None => "class ",
                };
                format!("{kind}{}", self.name(named.handle))
            }
            Type::List(of) => inner(of) + "[]",
            Type::Array(array) => {
                let dimension = |place: usize| match (array.low_bounds.get(place), array.sizes.get(place)) {
                    (Some(low), Some(size)) if *low != 0 => format!("{low}..{size}"),
                    (_, Some(size)) => size.to_string(),
                    (Some(low), None) => format!("{low}..."),
                    _ => String::new(),
                };
                let dimensions: Vec<String> = (0..array.rank as usize).map(dimension).collect();
                format!("{}[{}]", inner(&array.of), dimensions.join(","))
            }
            Type::ByRef(of) => inner(of) + "&",
            Type::Pointer(of) => inner(of) + "*",
            Type::Generic(named, arguments) => {
                let kind = if named.is_value == Some(true) { "valuetype" } else { "class" };
                let arguments: Vec<String> = arguments.iter().map(inner).collect();
                format!("{kind} {}<{}>", self.name(named.handle), arguments.join(", "))
            }
            Type::OfType(number) => format!("!{}", name(of_type, *number)),
            Type::OfMethod(number) => format!("!!{}", name(of_method, *number)),
            Type::Function(function) => format!("method {}", self.function(function, of_type, of_method)),
            Type::Modified(modified) => {
                let word = if modified.is_required { "modreq" } else { "modopt" };
                format!("{} {word} ({})", inner(&modified.of), self.name(modified.modifier))
            }
        }
    }

    fn function(&self, function: &MethodSignature, of_type: Names<'_, '_>, of_method: Names<'_, '_>) -> String {
        let inner = |of: &Type| self.of_type_with(of, of_type, of_method);
        let convention = match function.convention {
            Convention::Default => "default",
            Convention::VarArg => "vararg",
            Convention::Native(Some("Cdecl")) => "unmanaged cdecl",
            Convention::Native(Some("Stdcall")) => "unmanaged stdcall",
            Convention::Native(_) => "unmanaged",
        };
        let parameters: Vec<String> = function.parameters.iter().map(inner).collect();
        format!("{convention} {} *({})", inner(&function.result), parameters.join(", "))
    }

    /// The name with the assembly that declares it.
    fn name(&self, handle: Handle) -> String {
        let metadata = self.surface.metadata();
        if let Some(index) = handle.index::<TypeDef>() {
            let row = metadata.row(index).unwrap();
            let own = metadata.name(row.name);
            return match self.tables.enclosing.get(&index.number()) {
                Some(enclosing) => format!("{}/{own}", self.name(enclosing.handle())),
                None => dotted(&metadata.name(row.namespace), &own),
            };
        }
        let row = metadata.row(handle.index::<TypeRef>().unwrap()).unwrap();
        let own = dotted(&metadata.name(row.namespace), &metadata.name(row.name));
        match row.scope.handle() {
            Some(scope) if scope.index::<TypeRef>().is_some() => format!("{}/{own}", self.name(scope)),
            Some(scope) => match (scope.index::<AssemblyRef>(), scope.index::<ModuleRef>()) {
                (Some(assembly), _) => format!("[{}]{own}", metadata.name(metadata.row(assembly).unwrap().name)),
                (_, Some(module)) => format!("[{}]{own}", metadata.name(metadata.row(module).unwrap().name)),
                _ => own,
            },
            None => own,
        }
    }

    /// Constants with the kind of their number, which the surface does not hold.
    fn value(&self, value: &Value<'_>, of: Handle) -> String {
        // Monodis tells numbers without a sign so too.
        let number = |value: u64| match self.tables.kinds[&of] {
            0x04 | 0x05 => format!("int8(0x{:02x})", value & 0xff),
            0x06 | 0x07 => format!("int16(0x{:08x})", value & 0xffff),
            0x08 | 0x09 => format!("int32(0x{:08x})", value & 0xffff_ffff),
            _ => format!("int64(0x{value:016x})"),
        };
        match value {
            Value::Null => "nullref".to_owned(),
            Value::Boolean(value) => format!("bool({value})"),
            Value::Char(value) => format!("char(0x{value:04x})"),
            Value::Signed(value) => number(value.cast_unsigned()),
            Value::Unsigned(value) => number(*value),
            Value::Single(value) => format!("float32({value:?})"),
            Value::Double(value) => format!("float64({value:?})"),
            Value::Decimal { .. } => "decimal".to_owned(),
            Value::Text(bytes) => {
                let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                let text = String::from_utf16_lossy(&units.collect::<Vec<u16>>());
                // What cannot be printed is told in bytes, in lines of their own.
                let is_plain = |it: char| !it.is_control() || matches!(it, '\n' | '\r' | '\t');
                if text.chars().all(is_plain) { format!("{text:?}") } else { "bytearray (".to_owned() }
            }
        }
    }
}

fn access(access: Access) -> &'static str {
    match access {
        Access::Public => "public",
        Access::Protected => "protected",
        Access::ProtectedInternal => "protected internal",
    }
}

fn bare(text: &str) -> &str {
    text.trim_start_matches("class ").trim_start_matches("valuetype ")
}

fn dotted(namespace: &str, name: &str) -> String {
    if namespace.is_empty() { name.to_owned() } else { format!("{namespace}.{name}") }
}

fn word(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Void => "void",
        Primitive::Boolean => "bool",
        Primitive::Char => "char",
        Primitive::SByte => "int8",
        Primitive::Byte => "unsigned int8",
        Primitive::Int16 => "int16",
        Primitive::UInt16 => "unsigned int16",
        Primitive::Int32 => "int32",
        Primitive::UInt32 => "unsigned int32",
        Primitive::Int64 => "int64",
        Primitive::UInt64 => "unsigned int64",
        Primitive::Single => "float32",
        Primitive::Double => "float64",
        Primitive::String => "string",
        Primitive::TypedReference => "typedref",
        Primitive::IntPtr => "native int",
        Primitive::UIntPtr => "native unsigned int",
        Primitive::Object => "object",
    }
}
