use std::fmt;
use std::sync::Arc;

use crate::description::is_xml_character;
use crate::{Content, Description, Key, Origin, Timestamp};

/// A file in the extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its identity.
    pub key: Key,
    /// Its file name without a folder.
    pub file_name: FileName,
    /// The folder it lies in.
    pub folder: Folder,
    /// What it is for.
    pub description: Description,
    /// The report of the import that brought it; empty for others.
    pub import_details: Arc<str>,
    /// Where its file goes when a module that uses the extension is published.
    pub deploy_action: DeployAction,
    /// When it was added, changed or last saved, in local time.
    pub last_modified: Timestamp,
    /// Whether it is an assembly that the import wizard brought, for the project to reference.
    pub is_code_reference: bool,
    /// The framework assemblies that it references, when the import wizard brought it.
    pub references: Arc<[Reference]>,
    /// Its bytes.
    pub content: Content,
    /// How it stood in its file.
    pub origin: Origin,
}

/// A framework assembly that an imported assembly references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its identity.
    pub key: Key,
    /// The simple name of the assembly.
    pub name: Arc<str>,
    /// How it stood in its file.
    pub origin: Origin,
}

/// Where the file of a resource goes when a module that references the extension is published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DeployAction {
    /// Nowhere: it stays inside the extension.
    Ignore,
    /// To `bin2` under the module's directory.
    CopyToBinaries,
    /// To the module's directory.
    CopyToApplication,
    /// To `img` under the module's directory.
    CopyToImages,
    /// A text that a file has and the studio does not know.
    Other(Arc<str>),
}

impl DeployAction {
    /// Every known one, in the order in which the studio offers them.
    pub const ALL: [Self; 4] = [Self::CopyToBinaries, Self::CopyToApplication, Self::CopyToImages, Self::Ignore];

    /// The name that the platform's tools show.
    pub fn label(&self) -> &str {
        match self {
            Self::Ignore => "Ignore",
            Self::CopyToBinaries => "Copy to Binaries directory",
            Self::CopyToApplication => "Copy to Application directory",
            Self::CopyToImages => "Copy to Images directory",
            Self::Other(text) => text,
        }
    }

    /// The default for a file of this name.
    pub fn default_for(file_name: &FileName) -> Self {
        match file_name.extension().to_ascii_lowercase().as_str() {
            "dll" | "config" | "manifest" | "jar" => Self::CopyToBinaries,
            "css" | "js" | "asmx" | "aspx" => Self::CopyToApplication,
            "bmp" | "eps" | "jpg" | "jpeg" | "gif" | "tif" | "tiff" | "ico" | "png" | "svg" | "webp" => {
                Self::CopyToImages
            }
            _ => Self::Ignore,
        }
    }
}

/// The name of a file, without folders.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileName(Arc<str>);

/// Why a text is no file name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileNameError {
    /// There is no text, or only dots.
    #[error("A file name is needed.")]
    Empty,
    /// A character that Windows does not take in file names, so no Platform Server does, or that a XIF cannot
    /// store.
    #[error("“{0}” cannot stand in a file name.")]
    Character(char),
    /// A device name of Windows.
    #[error("“{0}” is the name of a device on Windows and cannot name a file.")]
    Reserved(String),
    /// More characters than Windows takes.
    #[error("The file name has {0} characters; the longest allowed is 255.")]
    TooLong(usize),
}

impl FileName {
    /// A checked file name: one that a Platform Server, which runs on Windows, can store.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn new(text: &str) -> Result<Self, FileNameError> {
        if text.chars().all(|character| matches!(character, '.' | ' ')) {
            return Err(FileNameError::Empty);
        }
        if let Some(wrong) =
            text.chars().find(|&c| c.is_control() || !is_xml_character(c) || r#"\/:*?"<>|"#.contains(c))
        {
            return Err(FileNameError::Character(wrong));
        }
        if let Some(last) = text.chars().last().filter(|last| matches!(last, '.' | ' ')) {
            return Err(FileNameError::Character(last));
        }
        let stem = text.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
        if is_device(&stem) {
            return Err(FileNameError::Reserved(text.to_owned()));
        }
        match text.chars().count() {
            length @ 256.. => Err(FileNameError::TooLong(length)),
            _ => Ok(Self(text.into())),
        }
    }

    /// The name that a file has, whatever it is.
    pub fn as_found(text: &str) -> Self {
        Self(text.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the last dot, without it.
    pub fn extension(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Whether the two name the same file on a Platform Server, which ignores case.
    pub fn is_same(&self, other: &str) -> bool {
        self.0.to_lowercase() == other.to_lowercase()
    }
}

fn is_device(stem: &str) -> bool {
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest != "0" && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The folder of a resource: backslashes at both ends and between the parts, as `\Source\NET\`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Folder(Arc<str>);

impl Folder {
    /// The folder of the source files.
    pub const SOURCE: &str = r"\Source\NET\";
    /// The folder of the assemblies.
    pub const BINARIES: &str = r"\Source\NET\Bin\";
    /// The folder of the icons.
    pub const ICONS: &str = r"\Icons\";

    /// The folder that a file has, whatever it is.
    pub fn as_found(text: &str) -> Self {
        Self(text.into())
    }

    /// The folder with backslashes, as a XIF has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names of the folders from the outermost on.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split(['\\', '/']).filter(|part| !part.is_empty())
    }

    /// Whether the two are the same folder on a Platform Server, which ignores case.
    pub fn is_same(&self, other: &str) -> bool {
        self.0.eq_ignore_ascii_case(other)
    }
}

impl Resource {
    /// A new resource with the default deploy action of its name.
    pub fn new(key: Key, file_name: FileName, folder: Folder, content: Content, last_modified: Timestamp) -> Self {
        Self {
            key,
            deploy_action: DeployAction::default_for(&file_name),
            file_name,
            folder,
            description: Description::default(),
            import_details: "".into(),
            last_modified,
            is_code_reference: false,
            references: [].into(),
            content,
            origin: Origin::default(),
        }
    }

    /// Folder and file name together, the path inside the extension: `\Source\NET\Interface.cs`.
    pub fn path(&self) -> String {
        format!("{}{}", self.folder.as_str(), self.file_name)
    }

    /// Whether the resource is this file of this folder, ignoring case.
    pub fn is_at(&self, folder: &str, file_name: &str) -> bool {
        self.file_name.is_same(file_name) && self.folder.is_same(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        assert!(FileName::new("My file.2.dll").is_ok());
        assert!(FileName::new("CONSOLE.txt").is_ok());
        for wrong in ["", "..", "a/b.cs", r"a\b", "a\nb", "x.", "nul.txt", "COM1", "lpt9.dll"] {
            assert!(FileName::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn default_deploy_actions() {
        let of = |name: &str| DeployAction::default_for(&FileName::new(name).unwrap());
        assert_eq!(of("A.DLL"), DeployAction::CopyToBinaries);
        assert_eq!(of("site.css"), DeployAction::CopyToApplication);
        assert_eq!(of("x.png"), DeployAction::CopyToImages);
        assert_eq!(of("x.cs"), DeployAction::Ignore);
        assert_eq!(of("readme"), DeployAction::Ignore);
    }
}
