//! Values of custom attributes (II.23.3).

use std::borrow::Cow;

use crate::bytes::{Bytes, compressed};
use crate::surface::Value;
use crate::{CustomAttribute, Handle, MemberRef, Metadata, NameAt, TypeDef, TypeRef};

/// The first argument of an attribute whose constructor begins with a text, as that of the target framework does.
pub fn first_text(value: &[u8]) -> Option<&str> {
    text(arguments(value)?).map(|(text, _)| text)
}

/// The arguments, behind the mark that every value begins with.
pub(crate) fn arguments(value: &[u8]) -> Option<&[u8]> {
    value.strip_prefix(&[1, 0])
}

/// A text, and what follows it; none where it is `null`.
pub(crate) fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let (length, skipped) = compressed(bytes)?;
    let (text, rest) = bytes.get(skipped..)?.split_at_checked(usize::try_from(length).ok()?)?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

/// The argument of a `DecimalConstantAttribute`: scale, sign, and the number in three parts, the highest first.
pub(crate) fn decimal<'a>(value: &[u8]) -> Option<Value<'a>> {
    let arguments = Bytes(arguments(value)?);
    let part = |at| arguments.u32(at).map(u128::from);
    let digits = part(2)? << 64 | part(6)? << 32 | part(10)?;
    Some(Value::Decimal { digits, scale: arguments.u8(0)?.min(28), is_negative: arguments.u8(1)? != 0 })
}

/// Where the namespace and name of the class of an attribute stand.
pub(crate) fn class(metadata: &Metadata<'_>, attribute: &CustomAttribute) -> Option<(NameAt, NameAt)> {
    let constructor = attribute.constructor.handle()?;
    let class = match constructor.index::<MemberRef>() {
        Some(member) => metadata.row(member)?.class.handle()?,
        None => metadata.declaring_type(constructor.index()?)?.handle(),
    };
    own_name_at(metadata, class)
}

/// Where the namespace and name of a type that is not declared inside another stand.
pub(crate) fn own_name_at(metadata: &Metadata<'_>, handle: Handle) -> Option<(NameAt, NameAt)> {
    match handle.index::<TypeDef>() {
        Some(index) => metadata.row(index).map(|it| (it.namespace, it.name)),
        None => metadata.row(handle.index::<TypeRef>()?).map(|it| (it.namespace, it.name)),
    }
}

/// The namespace and name of a type that is not declared inside another.
pub(crate) fn own_name<'a>(metadata: &Metadata<'a>, handle: Handle) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
    let (namespace, name) = own_name_at(metadata, handle)?;
    Some((metadata.name(namespace), metadata.name(name)))
}
