use std::fmt;
use std::sync::Arc;

use crate::description::is_xml_character;
use crate::{ActionEdit, Content, Description, Edit, Extension, Key, Origin, Refusal, Timestamp};

/// The largest file that can be a resource, in bytes. As base64 it leaves room for as much again within
/// what a XIF can hold and still be opened.
pub const LARGEST_FILE: usize = 150 << 20;

/// Refuses a file that is too large for a resource.
///
/// # Errors
/// It is.
pub fn check_size(bytes: usize) -> Result<(), Refusal> {
    if bytes <= LARGEST_FILE { Ok(()) } else { Err(Refusal::FileTooLarge { bytes }) }
}

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

/// Why a text is not a file name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileNameError {
    /// There is no text.
    #[error("A file name is needed.")]
    Empty,
    /// Only dots, as in paths that lead out of a folder.
    #[error(
        "“{0}” cannot be part of a path: the files of an extension lie inside of it, and a path names their folders one by one."
    )]
    Dots(String),
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
        match text.trim_matches(' ') {
            "" => return Err(FileNameError::Empty),
            dots if dots.chars().all(|character| matches!(character, '.' | ' ')) => {
                return Err(FileNameError::Dots(dots.into()));
            }
            _ => {}
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

    /// What stands before the last dot.
    pub fn stem(&self) -> &str {
        self.0.rsplit_once('.').map_or(&*self.0, |(stem, _)| stem)
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

    /// A checked folder from its path with slashes or backslashes; each part must be a name that Windows takes.
    ///
    /// # Errors
    /// What is wrong with a part.
    pub fn new(path: &str) -> Result<Self, FileNameError> {
        let mut folder = String::from("\\");
        for part in path.split(['\\', '/']).filter(|part| !part.is_empty()) {
            folder.push_str(FileName::new(part)?.as_str());
            folder.push('\\');
        }
        Ok(Self(folder.into()))
    }

    /// The checked folder and name of a file from its path with slashes or backslashes.
    ///
    /// # Errors
    /// What is wrong with the name or with a part of the folder.
    pub fn of_path(path: &str) -> Result<(Self, FileName), FileNameError> {
        let (folder, name) = path.rsplit_once(['\\', '/']).unwrap_or(("", path));
        let name = FileName::new(name)?;
        Ok((Self::new(folder)?, name))
    }

    /// A path of a file as a resource has it, from one with slashes, backslashes or neither at its beginning:
    /// `Icons/a.png` is `\Icons\a.png`.
    pub fn joined(path: &str) -> String {
        let parts = path.split(['\\', '/']).filter(|part| !part.is_empty());
        parts.fold(String::new(), |joined, part| joined + "\\" + part)
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

impl Extension {
    /// The edit that makes a file the action's icon. The file becomes a resource in the folder of icons; the same file
    /// again is not added a second time.
    ///
    /// # Errors
    /// The file name breaks a rule, or the file is too large.
    pub fn edit_of_icon(
        &self,
        action: Key,
        file_name: &str,
        content: Content,
        key: Key,
        now_local: Timestamp,
    ) -> Result<Edit, Refusal> {
        check_size(content.len())?;
        let file_name = FileName::new(file_name)?;
        let set = |icon: Key| Edit::Action(action, ActionEdit::SetIcon(Some(icon)));
        let existing = self.resource_at(Folder::ICONS, file_name.as_str());
        if let Some(resource) = existing.filter(|resource| resource.content == content) {
            return Ok(set(resource.key));
        }
        let resource = Resource::new(key, file_name, Folder::as_found(Folder::ICONS), content, now_local);
        Ok(Edit::All(set(key).label(self), vec![Edit::AddResource(resource), set(key)]))
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
