//! The manifest of a package: `<package><metadata>` of a .nuspec.

use extension::TargetFramework;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::{Framework, PackageError};

/// The most bytes of a manifest.
pub(crate) const LIMIT: usize = 1 << 20;
/// Elements inside elements, deeper than any manifest has.
const DEEPEST: usize = 32;

/// A package that another one needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub id: String,
    /// The versions that serve, as NuGet writes them: `1.0` for 1.0 or later, `[1.0,2.0)` for a range. Empty for any.
    pub range: String,
}

/// Under which licence a package is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum License {
    /// It does not say.
    #[default]
    Unknown,
    /// An expression, such as `MIT` or `Apache-2.0 OR MIT`.
    Expression(String),
    /// A file in the package.
    File(String),
    /// An address.
    Address(String),
}

/// What a manifest says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Manifest {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) license: License,
    /// Dependencies for every framework have none of their own.
    groups: Vec<(Option<Framework>, Vec<Dependency>)>,
}

impl Manifest {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PackageError> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader = Reader::from_str(text);
        let (mut manifest, mut path, mut inside) = (Self::default(), Vec::<String>::new(), String::new());
        loop {
            let event = reader.read_event().map_err(|error| PackageError::Manifest(error.to_string()))?;
            match event {
                Event::Start(start) => {
                    path.push(start.local_name().as_ref().to_owned());
                    if path.len() > DEEPEST {
                        return Err(PackageError::Manifest("its elements are nested too deeply".to_owned()));
                    }
                    inside.clear();
                    manifest.begin(&path, &start);
                }
                Event::Empty(start) => {
                    path.push(start.local_name().as_ref().to_owned());
                    manifest.begin(&path, &start);
                    path.pop();
                }
                Event::Text(text) => inside.push_str(&text),
                Event::CData(text) => inside.push_str(&text),
                Event::GeneralRef(reference) => {
                    let whole = format!("&{};", &*reference);
                    inside.push_str(&quick_xml::escape::unescape(&whole).unwrap_or_default());
                }
                Event::End(_) => {
                    manifest.end(&path, inside.trim());
                    inside.clear();
                    path.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if manifest.id.is_empty() || manifest.version.is_empty() {
            return Err(PackageError::Manifest("it has no id or no version".to_owned()));
        }
        Ok(manifest)
    }

    /// The dependencies of the group that fits the framework best.
    pub(crate) fn dependencies(&self, target: TargetFramework) -> Vec<Dependency> {
        let ranked = self.groups.iter().filter_map(|(framework, dependencies)| {
            let framework = framework.clone().unwrap_or(Framework::Any);
            Some((framework.rank(target)?, dependencies))
        });
        ranked.max_by_key(|(rank, _)| *rank).map(|(_, dependencies)| dependencies.clone()).unwrap_or_default()
    }

    fn begin(&mut self, path: &[String], start: &BytesStart<'_>) {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match names[..] {
            ["package", "metadata", "dependencies", "group"] => {
                let framework = attribute(start, "targetFramework").map(|name| Framework::parse(&short(&name)));
                self.groups.push((framework, Vec::new()));
            }
            ["package", "metadata", "dependencies", "group", "dependency"] => {
                if let Some((_, group)) = self.groups.last_mut() {
                    group.extend(dependency(start));
                }
            }
            ["package", "metadata", "dependencies", "dependency"] => {
                if self.groups.is_empty() {
                    self.groups.push((None, Vec::new()));
                }
                if let Some((_, group)) = self.groups.first_mut() {
                    group.extend(dependency(start));
                }
            }
            ["package", "metadata", "license"] => {
                let is_file = attribute(start, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("file"));
                self.license = if is_file { License::File(String::new()) } else { License::Expression(String::new()) };
            }
            _ => {}
        }
    }

    fn end(&mut self, path: &[String], inside: &str) {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match names[..] {
            ["package", "metadata", "id"] => inside.clone_into(&mut self.id),
            ["package", "metadata", "version"] => inside.clone_into(&mut self.version),
            ["package", "metadata", "license"] => match &mut self.license {
                License::File(text) | License::Expression(text) => inside.clone_into(text),
                License::Unknown | License::Address(_) => {}
            },
            ["package", "metadata", "licenseUrl"] if self.license == License::Unknown => {
                self.license = License::Address(inside.to_owned());
            }
            _ => {}
        }
    }
}

fn dependency(start: &BytesStart<'_>) -> Option<Dependency> {
    let id = attribute(start, "id").filter(|id| !id.is_empty())?;
    Some(Dependency { id, range: attribute(start, "version").unwrap_or_default() })
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = start.try_get_attribute(name).ok().flatten()?;
    Some(value.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The name of a folder for what manifests write: `.NETFramework4.5` is `net45`, `.NETStandard2.0` is `netstandard2.0`.
fn short(name: &str) -> String {
    if let Some(version) = name.strip_prefix(".NETFramework") {
        return format!("net{}", version.trim_start_matches(",Version=v").replace('.', ""));
    }
    name.strip_prefix('.').unwrap_or(name).replace(",Version=v", "")
}
