use extension::Property;
use leptos::prelude::*;

use super::list::List;

/// The names of the columns.
#[component]
pub(super) fn Head(list: List) -> impl IntoView {
    let name = |property: Property| match property {
        Property::Direction => view! { <span class="only-read">"Input or output"</span> }.into_any(),
        other => view! { <span>{other.label()}</span> }.into_any(),
    };
    let column = move |(property, _): &(Property, &'static str)| {
        let class = cell_class(*property);
        view! {
            <div role="columnheader" class=class>
                {name(*property)}
            </div>
        }
    };
    view! {
        <div role="rowgroup" class="grid-top">
            <div role="row" class="grid-row" aria-rowindex="1">
                <div role="columnheader" class="cell of-head">
                    <span class="only-read">"Row"</span>
                </div>
                {list.columns().iter().map(column).collect_view()}
                <div role="columnheader" class="cell">
                    <span class="only-read">"Delete"</span>
                </div>
            </div>
        </div>
    }
}

/// The classes of a property's cells.
pub(super) const fn cell_class(property: Property) -> &'static str {
    match property {
        Property::Name => "cell of-name",
        Property::Direction => "cell middle of-direction",
        Property::Mandatory | Property::AutoNumber | Property::Ignore => "cell middle",
        Property::Length | Property::Decimals => "cell of-number",
        _ => "cell",
    }
}
