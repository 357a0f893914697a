//! Documentation comments: descriptions as XML.

use std::borrow::Cow;

use extension::Action;

use super::code::Code;
use crate::names;
use crate::token::is_line_end;

/// The documentation of an action's method.
pub(super) fn write(code: &mut Code, action: &Action) {
    code.line("/// <summary>");
    write_lines(code, &summary(action));
    code.line("/// </summary>");
    for parameter in &action.parameters {
        let name = names::parameter(parameter);
        let description = escaped(parameter.description.as_str());
        if description.contains(is_line_end) {
            write_lines(code, &format!("<param name=\"{name}\">{description}</param>"));
        } else {
            code.line(format_args!("/// <param name=\"{name}\">{description}</param>"));
        }
    }
}

/// The documentation of a type or member that is generated from a description.
pub(super) fn write_summary(code: &mut Code, description: &str) {
    code.line("/// <summary>");
    write_lines(code, &escaped(description));
    code.line("/// </summary>");
}

fn summary(action: &Action) -> Cow<'_, str> {
    let description = action.description.as_str();
    if action.import_details.is_empty() {
        return escaped(description);
    }
    let separator = if description.is_empty() { "" } else { "\n" };
    let details = action.import_details.trim_end();
    Cow::Owned(escaped(&format!("{description}{separator}Import Details:\n\n{details}")).into_owned())
}

/// Each line of the text as a line of comment. What ends a line in C# (ECMA-334, section 6.3.3) ends
/// it here, so that no text can leave the comment.
fn write_lines(code: &mut Code, text: &str) {
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    for line in text.split(is_line_end) {
        code.trimmed_line(&["/// ", line]);
    }
}

pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}
