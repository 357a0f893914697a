use leptos::prelude::*;

/// A text with the parts marked that were looked for, given as ranges of bytes in order.
pub(crate) fn marked(text: &str, found: &[(usize, usize)]) -> impl IntoView + use<> {
    let mut parts = Vec::new();
    let mut at = 0;
    for &(from, to) in found {
        // A range that does not fit the text marks nothing.
        let (Some(before), Some(part)) = (text.get(at..from), text.get(from..to)) else { continue };
        parts.push(before.to_owned().into_any());
        parts.push(view! { <mark>{part.to_owned()}</mark> }.into_any());
        at = to;
    }
    parts.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    parts.collect_view()
}
