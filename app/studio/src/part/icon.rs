use leptos::prelude::*;
use workbench::Severity;

/// A picture of the icon font; it says nothing to a screen reader.
#[component]
pub(crate) fn Icon(
    /// The icon's name in the font.
    #[prop(into)]
    name: Signal<&'static str>,
    /// A class that colours it, such as `of-action`.
    #[prop(optional)]
    tone: &'static str,
) -> impl IntoView {
    view! { <span class=move || format!("codicon codicon-{} {tone}", name.get()) aria-hidden="true"></span> }
}

/// A picture of the icon font that stays as it is.
pub(crate) fn icon(name: &'static str, tone: &'static str) -> impl IntoView {
    view! { <span class=format!("codicon codicon-{name} {tone}") aria-hidden="true"></span> }
}

/// The icon of a severity and the class that colours it.
pub(crate) const fn severity_look(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("error", "of-error"),
        Severity::Warning => ("warning", "of-warning"),
        Severity::Information => ("info", "of-information"),
    }
}
