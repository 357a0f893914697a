//! What a project file says that whoever looks at the sources must know. It is read as text: what an expression or an import adds is not known.

use extension::{Extension, Resource};

use crate::merge::project::{attribute, element, tags};
use crate::update;

/// What the project of an extension says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectFacts {
    /// The simple names of the assemblies that it refers to, each once, in its order.
    pub references: Vec<String>,
    /// The version of C# that it asks for.
    pub language: Option<String>,
    /// The symbols of the preprocessor in a release build.
    pub symbols: Vec<String>,
    /// Whether unsafe code is allowed.
    pub allows_unsafe: bool,
    /// Whether it is in the style of the SDK, which refers to the common assemblies by itself.
    pub is_of_sdk: bool,
}

/// What the project file of an extension says; nothing where there is none or it is not text.
pub fn project_facts(extension: &Extension) -> ProjectFacts {
    let text = extension.project_file().and_then(|file| file.content.text()).unwrap_or_default();
    let mut facts = ProjectFacts::default();
    let mut is_other_build = false;
    for (start, end) in tags(&text) {
        let tag = &text[start..end];
        let value = || {
            let rest = &text[end..];
            rest[..rest.find('<').unwrap_or(rest.len())].trim().to_owned()
        };
        match element(tag) {
            "Project" => facts.is_of_sdk |= attribute(tag, "Sdk").is_some(),
            "Sdk" => facts.is_of_sdk = true,
            "PropertyGroup" | "ItemGroup" => is_other_build = is_of_debug(tag),
            _ if is_other_build || is_of_debug(tag) => {}
            "Reference" => {
                let name = attribute(tag, "Include").unwrap_or_default().split(',').next().unwrap_or_default().trim();
                let name = name.strip_suffix(".dll").or_else(|| name.strip_suffix(".DLL")).unwrap_or(name);
                let is_known = facts.references.iter().any(|other| other.eq_ignore_ascii_case(name));
                if !name.is_empty() && !is_known {
                    facts.references.push(name.to_owned());
                }
            }
            "LangVersion" => facts.language = Some(value()).filter(|version| !version.is_empty()),
            "DefineConstants" => {
                let value = value();
                let symbols = value.split([';', ',', ' ']).map(str::trim);
                let is_name = |symbol: &&str| !symbol.is_empty() && !symbol.contains(['$', '(', ')']);
                let more: Vec<String> = symbols.filter(is_name).map(str::to_owned).collect();
                if !value.contains("$(DefineConstants)") {
                    facts.symbols.clear();
                }
                facts.symbols.extend(more);
            }
            "AllowUnsafeBlocks" => facts.allows_unsafe = value().eq_ignore_ascii_case("true"),
            _ => {}
        }
    }
    facts
}

/// Whether the condition of a tag holds in a debug build alone.
fn is_of_debug(tag: &str) -> bool {
    attribute(tag, "Condition").is_some_and(|condition| condition.contains("Debug"))
}

/// Whether the definition alone says what is in a file, so that nobody writes there.
pub fn is_generated(extension: &Extension, resource: &Resource) -> bool {
    update::is_generated(extension, &resource.folder, &resource.file_name)
}
