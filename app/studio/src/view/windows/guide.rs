use guide::Section;
use leptos::prelude::*;

use crate::part::Dialog;

/// The user's guide: its contents, a search, and the sections that have the words of the search.
#[component]
pub(super) fn Guide(close: Callback<()>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let found = Memo::new(move |_| text.with(|text| guide::find(text)));
    let count = move || match found.with(Vec::len) {
        0 => "Nothing has these words".to_owned(),
        1 => "1 section".to_owned(),
        count => format!("{count} sections"),
    };
    view! {
        <Dialog title="Guide" class="guide" close>
            <div class="guide-search">
                <input
                    class="input"
                    type="search"
                    aria-label="Search the guide"
                    placeholder="Search by words"
                    autocomplete="off"
                    on:input=move |event| text.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            event.prevent_default();
                            to_first(&found.get_untracked());
                        }
                    }
                />
                <p class="hint" role="status">{count}</p>
            </div>
            <nav class="guide-contents" aria-label="Contents">
                {move || found.get().into_iter().map(line_of_contents).collect_view()}
            </nav>
            <article class="guide-text" tabindex="0" aria-label="Text of the guide" on:click=move |event| follow(&event)>
                {move || {
                    let words = text.get();
                    found.get().into_iter().map(|section| section_of(section, &words)).collect_view()
                }}
            </article>
        </Dialog>
    }
}

fn line_of_contents(section: &'static Section) -> impl IntoView {
    let class = if section.level == 3 { "link-button is-part" } else { "link-button" };
    view! { <button type="button" class=class on:click=move |_| go_to(section.id)>{section.title}</button> }
}

fn section_of(section: &'static Section, words: &str) -> impl IntoView + use<> {
    let (id, title) = (id_of(section.id), section.title);
    let heading = match section.level {
        1 | 2 => view! { <h3 id=id tabindex="-1">{title}</h3> }.into_any(),
        _ => view! { <h4 id=id tabindex="-1">{title}</h4> }.into_any(),
    };
    // The text comes from our own file and is HTML without scripts.
    view! {
        <section>
            {heading}
            <div inner_html=guide::marked(section.html, words)></div>
        </section>
    }
}

/// Follows a link within the guide; the address of the page stays, since it belongs to drafts.
fn follow(event: &web_sys::MouseEvent) {
    use leptos::wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = target.and_then(|element| element.closest("a").ok().flatten());
    let Some(href) = link.and_then(|link| link.get_attribute("href")) else { return };
    if let Some(id) = href.strip_prefix('#') {
        event.prevent_default();
        go_to(id);
    }
}

/// Goes to the first section that the search found.
fn to_first(found: &[&'static Section]) {
    if let Some(first) = found.first() {
        go_to(first.id);
    }
}

fn go_to(id: &str) {
    use leptos::wasm_bindgen::JsCast;
    let heading =
        document().get_element_by_id(&id_of(id)).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(heading) = heading {
        heading.scroll_into_view();
        // Screen readers go on from there. A heading can always get the keyboard.
        let _ = heading.focus();
    }
}

fn id_of(section: &str) -> String {
    format!("guide-{section}")
}
