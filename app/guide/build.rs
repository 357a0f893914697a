//! Makes the sections of the guide from `public/guide.md`, so that the page needs no reader of Markdown.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd, html};

/// A heading with everything up to the next one.
struct Section<'a> {
    level: u8,
    title: String,
    events: Vec<Event<'a>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../public/guide.md");
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(file)?;
    let mut table = String::from("&[\n");
    for section in sections(&text)? {
        let words = section.events.iter().fold(String::new(), |words, event| match event {
            Event::Text(text) | Event::Code(text) => words + text,
            Event::End(TagEnd::Paragraph | TagEnd::Item) | Event::SoftBreak => words + " ",
            _ => words,
        });
        let Section { level, title, events } = section;
        let mut shown = String::new();
        html::push_html(&mut shown, events.into_iter());
        let id = slug(&title);
        writeln!(
            table,
            "Section {{ level: {level}, id: {id:?}, title: {title:?}, html: {shown:?}, words: {words:?} }},"
        )?;
    }
    table.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("sections.rs"), table)?;
    Ok(())
}

fn sections(text: &str) -> Result<Vec<Section<'_>>, Box<dyn Error>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut is_in_heading = false;
    for event in Parser::new(text) {
        match (&event, sections.last_mut()) {
            (Event::Start(Tag::Heading { level, .. }), _) => {
                is_in_heading = true;
                sections.push(Section { level: number(*level), title: String::new(), events: Vec::new() });
            }
            (Event::End(TagEnd::Heading(_)), _) => is_in_heading = false,
            (Event::Text(word) | Event::Code(word), Some(section)) if is_in_heading => section.title.push_str(word),
            // What the page shows is made of these events alone, so nothing in the guide can be a script.
            (Event::Html(raw) | Event::InlineHtml(raw), _) => return Err(format!("the guide has HTML: {raw}").into()),
            (Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }), _)
                if !dest_url.starts_with('#') && !dest_url.starts_with("https://") =>
            {
                return Err(format!("the guide leads to {dest_url}").into());
            }
            (_, Some(section)) => section.events.push(event),
            (_, None) => return Err("the guide does not begin with a heading".into()),
        }
    }
    Ok(sections)
}

const fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        _ => 3,
    }
}

/// `Your own IDE` as `your-own-ide`.
fn slug(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
