//! Types and members in the words of C#.

mod declaration;
mod identifier;
mod literal;
mod of_type;

pub use identifier::is_keyword;
pub use of_type::without_arity;

use super::Surface;
use super::model::{GenericParameter, Member, PublicType};
use crate::Budget;
use crate::signature::Type;

/// How types are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With their namespaces, so that a text means one type only.
    Full,
    /// Without, for people who read a list.
    Short,
}

/// A text that is longer is cut.
const LONGEST_TEXT: usize = 8 << 10;
/// The most parts of types by signature that a text may have.
const PARTS: usize = 1000;

/// A text that grows.
pub(super) struct Writer<'w, 'a> {
    surface: &'w Surface<'a>,
    style: Style,
    /// The names of the generic parameters of the type and of the method.
    generics: [&'w [GenericParameter<'a>]; 2],
    budget: Budget,
    out: String,
}

impl<'w, 'a> Writer<'w, 'a> {
    fn new(surface: &'w Surface<'a>, of: &'w PublicType<'a>, member: Option<&'w Member<'a>>, style: Style) -> Self {
        let generics = [of.generics.as_slice(), member.map_or(&[], |member| member.generics())];
        Self { surface, style, generics, budget: Budget::of_parts(PARTS), out: String::new() }
    }

    fn is_full(&self) -> bool {
        self.out.len() > LONGEST_TEXT
    }

    fn push(&mut self, text: &str) {
        if !self.is_full() {
            self.out.push_str(text);
        }
    }

    fn done(mut self) -> String {
        if self.is_full() {
            self.out.push('…');
        }
        self.out
    }
}

impl<'a> Surface<'a> {
    /// The declaration of a type, as `public sealed class System.Text.StringBuilder : …`. A very long one is cut.
    pub fn type_text(&self, of: &PublicType<'a>, style: Style) -> String {
        let mut writer = Writer::new(self, of, None, style);
        writer.type_declaration(of);
        writer.done()
    }

    /// The declaration of a member, as `public static int Parse(string s)`. A very long one is cut.
    pub fn member_text(&self, of: &PublicType<'a>, member: &Member<'a>, style: Style) -> String {
        let mut writer = Writer::new(self, of, Some(member), style);
        writer.member_declaration(of, member);
        writer.done()
    }

    /// A type that the declaration of a type, or of a member of it, mentions.
    pub fn text(&self, mentioned: &Type, of: &PublicType<'a>, member: Option<&Member<'a>>, style: Style) -> String {
        let mut writer = Writer::new(self, of, member, style);
        writer.of_type(mentioned, 0);
        writer.done()
    }

    /// The name of a type in C#, as `System.Collections.Generic.List<T>.Enumerator`.
    pub fn name_text(&self, of: &PublicType<'a>, style: Style) -> String {
        let mut writer = Writer::new(self, of, None, style);
        writer.own_name(of);
        writer.done()
    }

    /// What overloads differ in.
    pub(super) fn parameters_text(&self, of: &PublicType<'a>, member: &Member<'a>) -> String {
        let mut writer = Writer::new(self, of, Some(member), Style::Full);
        writer.parameters(member.parameters(), false);
        writer.result(member);
        writer.done()
    }
}
