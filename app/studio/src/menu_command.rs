//! The commands of the menus, the toolbar, the keyboard and the palette: one list for all four.

pub(crate) mod clipboard;
mod folder;
mod keys;
pub(crate) mod resources;
mod run;
pub(crate) mod search;

pub(crate) use keys::{Keys, listen};
pub(crate) use run::opened;

/// Something that the user can ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum MenuCommand {
    New,
    Open,
    Close,
    Save,
    SaveAs,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    Delete,
    AddAction,
    AddStructure,
    AddEntity,
    AddFiles,
    AddFolder,
    QuickOpen,
    Find,
    FindEverywhere,
    FindNext,
    FindPrevious,
    Verify,
    VerifyAndSave,
    UpdateSource,
    EditSource,
    Compile,
    Connect,
    Download,
    Environments,
    Consumers,
    Publish,
    CompareSaved,
    CompareFile,
    CompareTemplate,
    DownloadSolution,
    LinkFolder,
    UnlinkFolder,
    Share,
    CloseTab,
    CloseAllTabs,
    NextTab,
    PreviousTab,
    ToNavigator,
    ToFilter,
    ToEditor,
    ShowProblems,
    ShowOutput,
    ShowHistory,
    ShowFind,
    TogglePanel,
    ToggleNavigator,
    ToggleToolbar,
    ToggleStatusBar,
    ToggleTheme,
    Palette,
    Shortcuts,
    About,
}

impl MenuCommand {
    /// Every command, in the order of the palette.
    pub(crate) const ALL: [Self; 58] = [
        Self::New,
        Self::Open,
        Self::Save,
        Self::SaveAs,
        Self::Close,
        Self::Undo,
        Self::Redo,
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::Duplicate,
        Self::Delete,
        Self::AddAction,
        Self::AddStructure,
        Self::AddEntity,
        Self::AddFiles,
        Self::AddFolder,
        Self::QuickOpen,
        Self::Find,
        Self::FindEverywhere,
        Self::FindNext,
        Self::FindPrevious,
        Self::Verify,
        Self::VerifyAndSave,
        Self::UpdateSource,
        Self::EditSource,
        Self::Compile,
        Self::Connect,
        Self::Download,
        Self::Environments,
        Self::Consumers,
        Self::Publish,
        Self::CompareSaved,
        Self::CompareFile,
        Self::CompareTemplate,
        Self::DownloadSolution,
        Self::LinkFolder,
        Self::UnlinkFolder,
        Self::Share,
        Self::CloseTab,
        Self::CloseAllTabs,
        Self::NextTab,
        Self::PreviousTab,
        Self::ToNavigator,
        Self::ToFilter,
        Self::ToEditor,
        Self::ShowProblems,
        Self::ShowOutput,
        Self::ShowHistory,
        Self::ShowFind,
        Self::TogglePanel,
        Self::ToggleNavigator,
        Self::ToggleToolbar,
        Self::ToggleStatusBar,
        Self::ToggleTheme,
        Self::Palette,
        Self::Shortcuts,
        Self::About,
    ];

    /// The text in a menu.
    pub(crate) const fn label(self) -> &'static str {
        self.look().0
    }

    /// The icon, by its name in the icon font.
    pub(crate) const fn icon(self) -> &'static str {
        self.look().1
    }

    /// The keys, empty for a command that has none.
    pub(crate) const fn keys(self) -> Keys {
        Keys(self.look().2)
    }

    // Keys that browsers keep for themselves (Ctrl+N, Ctrl+W, Ctrl+T) cannot be had by a page.
    const fn look(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::New => ("New Extension…", "new-file", "Alt+N"),
            Self::Open => ("Open…", "folder-opened", "Ctrl+O"),
            Self::Close => ("Close Extension", "close", "Alt+Shift+W"),
            Self::Save => ("Save", "save", "Ctrl+S"),
            Self::SaveAs => ("Save As…", "save-as", "Ctrl+Shift+S"),
            Self::Undo => ("Undo", "discard", "Ctrl+Z"),
            Self::Redo => ("Redo", "redo", "Ctrl+Y"),
            Self::Cut => ("Cut", "screen-cut", "Ctrl+X"),
            Self::Copy => ("Copy", "copy", "Ctrl+C"),
            Self::Paste => ("Paste", "clippy", "Ctrl+V"),
            Self::Duplicate => ("Duplicate", "files", "Ctrl+D"),
            Self::Delete => ("Delete", "trash", ""),
            Self::AddAction => ("Add Action", "add", "Alt+A"),
            Self::AddStructure => ("Add Structure", "add", "Alt+S"),
            Self::AddEntity => ("Add Entity", "add", "Alt+Shift+E"),
            Self::AddFiles => ("Add Files…", "new-file", "Alt+I"),
            Self::AddFolder => ("Add Folder…", "new-folder", ""),
            Self::QuickOpen => ("Quick Open…", "go-to-file", "Ctrl+P"),
            Self::Find => ("Find…", "search", "Ctrl+F"),
            Self::FindEverywhere => ("Find in Extension…", "search", "Ctrl+Shift+F"),
            Self::FindNext => ("Find Next", "arrow-down", "F3"),
            Self::FindPrevious => ("Find Previous", "arrow-up", "Shift+F3"),
            Self::Verify => ("Verify", "pass", "Alt+V"),
            Self::VerifyAndSave => ("Verify and Save", "save-all", "Alt+Shift+V"),
            Self::UpdateSource => ("Update Source Code", "sync", "Alt+U"),
            Self::EditSource => ("Edit Source Code", "code", "Alt+E"),
            Self::Compile => ("Compile", "tools", "Ctrl+B"),
            Self::Connect => ("Connect to Environment…", "plug", "Alt+C"),
            Self::Download => ("Download…", "cloud-download", "Alt+O"),
            Self::Environments => ("Environments…", "server-environment", "Alt+Shift+O"),
            Self::Consumers => ("As Consumers See It…", "references", "Alt+M"),
            Self::Publish => ("1-Click Publish", "cloud-upload", "Alt+P"),
            Self::CompareSaved => ("Compare with Saved", "diff", "Alt+D"),
            Self::CompareFile => ("Compare or Merge with File…", "git-compare", "Alt+Shift+D"),
            Self::CompareTemplate => ("Compare with Template", "file-code", ""),
            Self::DownloadSolution => ("Download Solution", "file-zip", ""),
            Self::LinkFolder => ("Link with Folder…", "link", ""),
            Self::UnlinkFolder => ("Unlink Folder", "debug-disconnect", ""),
            Self::Share => ("Share…", "live-share", "Alt+L"),
            Self::CloseTab => ("Close Tab", "close", "Alt+W"),
            Self::CloseAllTabs => ("Close All Tabs", "close-all", ""),
            Self::NextTab => ("Next Tab", "arrow-right", "Alt+PageDown"),
            Self::PreviousTab => ("Previous Tab", "arrow-left", "Alt+PageUp"),
            Self::ToNavigator => ("Go to Navigator", "list-tree", "Ctrl+Shift+E"),
            Self::ToFilter => ("Filter Elements", "filter", "Ctrl+Alt+F"),
            Self::ToEditor => ("Go to Editor", "edit", "Alt+1"),
            Self::ShowProblems => ("Problems", "warning", "Ctrl+Shift+M"),
            Self::ShowOutput => ("Output", "output", "Ctrl+Shift+U"),
            Self::ShowHistory => ("History", "history", "Ctrl+Shift+H"),
            Self::ShowFind => ("Find Results", "search", ""),
            Self::TogglePanel => ("Panel", "layout-panel", "Ctrl+J"),
            Self::ToggleNavigator => ("Navigator", "layout-sidebar-left", "Ctrl+Alt+B"),
            Self::ToggleToolbar => ("Toolbar", "layout-menubar", ""),
            Self::ToggleStatusBar => ("Status Bar", "layout-statusbar", ""),
            Self::ToggleTheme => ("Light or Dark", "color-mode", "Alt+T"),
            Self::Palette => ("Command Palette…", "terminal", "Ctrl+Shift+P"),
            Self::Shortcuts => ("Keyboard Shortcuts", "keyboard", "Alt+K"),
            Self::About => ("About XIF Studio", "info", ""),
        }
    }
}
