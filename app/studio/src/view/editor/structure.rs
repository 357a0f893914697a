use extension::{Key, Structure, StructureAttribute};
use leptos::prelude::*;
use workbench::Target;

use super::Head;
use super::extension::property;
use crate::app::use_studio;

/// A structure with its attributes, to read.
#[component]
pub(crate) fn StructureView(key: Key) -> impl IntoView {
    let studio = use_studio();
    let structure = property(studio, move |extension| extension.structures.get(key).cloned());
    let description = move || structure.with(|it| it.as_ref().map(|it| it.description.as_str().to_owned()));
    let rows = property(studio, move |extension| {
        let Some(structure) = extension.structures.get(key) else { return Vec::new() };
        rows(structure, |attribute| extension.type_label(&attribute.data_type))
    });
    view! {
        <div class="editor">
            <Head target=Target::Structure(key) kind="Structure" />
            <dl class="facts">
                <dt>"Description"</dt>
                <dd>{description}</dd>
            </dl>
            <ReadGrid
                title="Attributes"
                columns=vec!["Name", "Data Type", "Length", "Decimals", "Mandatory", "Default Value", "Description"]
                rows
            />
        </div>
    }
}

fn rows(structure: &Structure, type_of: impl Fn(&StructureAttribute) -> String) -> Vec<Vec<String>> {
    let row = |attribute: &std::sync::Arc<StructureAttribute>| {
        vec![
            attribute.name.to_string(),
            type_of(attribute),
            attribute.length.as_str().to_owned(),
            attribute.decimals.as_str().to_owned(),
            yes(attribute.is_mandatory),
            attribute.default.as_str().to_owned(),
            attribute.description.as_str().to_owned(),
        ]
    };
    structure.attributes.iter().map(row).collect()
}

/// Yes, or nothing.
pub(crate) fn yes(is_so: bool) -> String {
    if is_so { "Yes".to_owned() } else { String::new() }
}

/// Rows to read.
#[component]
pub(crate) fn ReadGrid(
    /// What the rows are.
    title: &'static str,
    /// Names of the columns.
    columns: Vec<&'static str>,
    /// The texts of each row, one for each column.
    #[prop(into)]
    rows: Signal<Vec<Vec<String>>>,
) -> impl IntoView {
    let row = |texts: Vec<String>| {
        let cells = texts
            .into_iter()
            .map(|text| view! { <td class="text" title=text.clone()>{text.clone()}</td> })
            .collect_view();
        view! { <tr>{cells}</tr> }
    };
    view! {
        <div class="grid-head">
            <h2>{title}</h2>
        </div>
        <div class="grid-place">
            <table class="grid" aria-label=title>
                <thead>
                    <tr>{columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
