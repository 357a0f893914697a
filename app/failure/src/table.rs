//! The table of codes.

use super::{Page, Severity, Subject};

macro_rules! failures {
    ($($subject:ident { $($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $title:literal, $cause:literal, $cure:literal;)+ })+) => {
        /// Every failure beside those of the server.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($($(#[$doc])* $name,)+)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Self] = &[$($(Self::$name),+),+];

            /// Everything that is known about this code.
            pub const fn page(self) -> Page {
                match self {
                    $($(Self::$name => Page {
                        code: $code, subject: Subject::$subject, severity: Severity::$severity, title: $title, cause: $cause, cure: $cure,
                    },)+)+
                }
            }

            /// The code with this text, such as `X101`.
            pub fn find(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.text() == code)
            }
        }
    };
}

failures! {
    Xif {
        /// The file has no bytes.
        Empty = "X100", Error, "The file is empty",
            "The download or the copy of the file stopped before anything was written.",
            "Download the extension again from the environment's Service Center, or take an earlier copy of the file.";
        /// The file does not begin as a compressed stream.
        NotAXif = "X101", Error, "The file is not a XIF",
            "A XIF is one compressed stream; this file begins differently. Often it is a pack that holds XIFs, or a pointer that stands for the file in a repository.",
            "Check that the file is the extension itself. If it should be one, download it again.";
        /// Compressed bytes are wrong.
        Damaged = "X102", Error, "The file is damaged",
            "Bytes inside the compressed data are wrong, for example because a tool treated the file as text.",
            "Download the extension again from the environment's Service Center, or take an earlier copy of the file.";
        /// The compressed stream has no end.
        CutOff = "X103", Error, "The file is cut off",
            "The end of the file is missing: a download or a copy broke off.",
            "Download the extension again from the environment's Service Center, or take an earlier copy of the file.";
        /// The inflated bytes do not have the checksum.
        Checksum = "X104", Error, "The checksum is wrong",
            "The file inflates, but not to what was packed: some bytes were changed.",
            "Download the extension again from the environment's Service Center, or take an earlier copy of the file.";
        /// Bytes follow the compressed stream.
        BytesAfterEnd = "X105", Error, "There is something behind the end",
            "Bytes follow the compressed data. They would be lost when the file is saved, so it is not opened.",
            "Find out what added them; the extension itself ends before them.";
        /// The definition inflates beyond the limit.
        XifTooLarge = "X106", Error, "The file is too large",
            "The definition inflates to more than 128 MiB, the most that the studio reads. Either it is not an honest file, or the extension carries very large resources.",
            "Remove large resources from the extension with Integration Studio, or split it.";
        /// The definition is not UTF-8.
        XifNotUtf8 = "X107", Error, "The text has a wrong encoding",
            "The definition of an extension is UTF-8; this one has bytes that are not.",
            "Download the extension again from the environment's Service Center, or take an earlier copy of the file.";
        /// The XML is not well-formed.
        NotWellFormed = "X201", Error, "The definition is not well-formed XML",
            "Something other than Integration Studio or a Platform Server has changed the file.",
            "Correct the place that the message names, or take an earlier copy of the file.";
        /// The XML has a document type.
        DocumentType = "X202", Error, "The definition declares a document type",
            "A document type can declare entities, which can make a small file endless. No real XIF has one.",
            "Check that the file is the extension itself. If it should be one, download it again.";
        /// The XML is nested too deep or too wide.
        Excessive = "X203", Error, "The definition is not built like a XIF",
            "Elements are nested deeper, or have more attributes, than any real XIF has.",
            "Check that the file is the extension itself. If it should be one, download it again.";
        /// The root is not Extension.
        OtherRoot = "X204", Error, "The file is another kind of document",
            "It is compressed XML, but its root element is not Extension.",
            "Check that the file is the extension itself. If it should be one, download it again.";
        /// An element is missing.
        MissingElement = "X205", Error, "A part is missing",
            "Something other than Integration Studio or a Platform Server has changed the file.",
            "Add the element that the message names, empty if need be, or take an earlier copy of the file.";
        /// An element occurs twice.
        DoubleElement = "X206", Error, "A part occurs twice",
            "Something other than Integration Studio or a Platform Server has changed the file.",
            "Join the two parts that the message names, or take an earlier copy of the file.";
        /// An attribute is missing.
        MissingAttribute = "X207", Error, "An attribute is missing",
            "Something other than Integration Studio or a Platform Server has changed the file.",
            "Add the attribute that the message names, or take an earlier copy of the file.";
        /// An attribute has a wrong value.
        BadValue = "X208", Error, "An attribute has a wrong value",
            "Something other than Integration Studio or a Platform Server has changed the file.",
            "Give the attribute a value of the form that the message names, or take an earlier copy of the file.";
        /// A key occurs twice.
        DoubleKey = "X209", Error, "A key occurs twice",
            "Two elements have the same key, often after a merge of two versions of the file. The platform could not tell them apart.",
            "Remove one of the two elements, or give it another key.";
        /// A resource is not base64.
        BrokenContent = "X210", Error, "The content of a resource is damaged",
            "Files are base64 in a XIF. This one has characters that base64 does not have.",
            "Take the file from an earlier copy of the extension.";
    }
    Edit {
        /// The element of the edit is gone.
        ElementMissing = "E100", Error, "The element is not there",
            "It was deleted, or the edit was taken back, while it was being changed.",
            "Undo until it is there again, or go on without it.";
        /// Another element or file has the name.
        NameTaken = "E101", Error, "The name is taken",
            "The platform tells elements apart by name and ignores upper and lower case.",
            "Choose another name, or rename the other element first.";
        /// A function would not have exactly one output.
        FunctionRule = "E102", Error, "The rule of functions",
            "A function is used in expressions, so it must have exactly one output parameter.",
            "Take the offer that comes with the message, or switch Function off first.";
        /// An output would be mandatory.
        MandatoryOutput = "E103", Error, "Outputs are never mandatory",
            "Mandatory means that the caller must give a value; only inputs get values from the caller.",
            "Make the parameter an input first.";
        /// Other elements use the element.
        InUse = "E104", Error, "The element is used",
            "Parameters or attributes have it as their type; without it they would have none.",
            "Change the types that the message names, then delete it.";
        /// The icon is not a resource.
        IconMissing = "E105", Error, "The icon is not a resource",
            "The icon of an action is a file of the extension.",
            "Add the picture to the resources first.";
        /// The name is not allowed.
        NameRule = "E106", Error, "The name breaks a rule",
            "Names have letters A–Z, digits and _, begin with a letter, and have at most 50 characters (28 for attributes of entities). File names are those of Windows.",
            "Change the name as the message says.";
        /// The text is not allowed.
        TextRule = "E107", Error, "The text breaks a rule",
            "Descriptions have at most 255 characters, and no text has characters that XML cannot hold.",
            "Shorten the text, or remove the character that the message names.";
        /// The value is not of the type.
        ValueRule = "E108", Error, "The value does not fit",
            "Default values are literals of the element's type and within its range.",
            "Write the value in the form that the message shows, or clear it.";
        /// A file to be edited is not UTF-8.
        FileNotUtf8 = "E110", Error, "The file is not UTF-8 text",
            "Its bytes are not UTF-8. Editing it as text would change bytes that nobody touched.",
            "Convert the file to UTF-8 in the tool that it came from and replace the resource.";
        /// The clipboard does not fit.
        NotPasted = "E111", Error, "The clipboard cannot be pasted there",
            "Elements, rows copied from an extension, and lines or cells of text can be pasted. Rows need an action, a structure or an entity, and each must fit there: an attribute of an entity, for example, holds no record.",
            "Copy again, and select the element that is to get the rows.";
        /// A file has no template.
        NoTemplate = "E120", Error, "The file has no template",
            "Only the source files that every extension has are generated from its definition: project, solution, AssemblyInfo.cs, the file with the actions' methods and those with interface, structures, entities and records. A file of your own has nothing to be compared with, and neither has one that is not text.",
            "Open one of those files and compare it. To compare a file of your own with an earlier state, use Compare with Saved or the History panel.";
        /// There are no source files.
        NoSources = "E121", Error, "The extension has no source files",
            "Nothing lies in the folder Source\\NET, where the solution, the project and the C# files of an extension are.",
            "Add the files, or open an extension that has them.";
        /// The project names no single framework.
        FrameworkFixed = "E122", Error, "The target framework cannot be changed",
            "The project file is missing, is not UTF-8 text, or names no target framework or several, so that no single place of it can be changed.",
            "Open the project file and change its TargetFrameworkVersion there.";
    }
    Browser {
        /// The browser does not read or write a file.
        BrowserFile = "B101", Error, "The browser cannot reach the file",
            "The file was moved, is in use, or the browser was not allowed to read or write it.",
            "Allow access when the browser asks, or use Save As to choose another place.";
        /// Work in the background broke off.
        Worker = "B102", Error, "A background task failed",
            "Packing and unpacking run beside the page. The browser ended that work, perhaps for want of memory.",
            "Try again; close other tabs if it happens again.";
        /// The server does not answer.
        NoServer = "B103", Error, "The server does not answer",
            "The studio's server is stopped, or the connection is lost. Editing and saving need none.",
            "Start the server or restore the connection, then try again.";
        /// The answer of the server is not understood.
        BadAnswer = "B104", Error, "The server's answer is not understood",
            "The page and the server are of different versions, or something between them has answered.",
            "Save your work and load the page again.";
        /// The document changed while a file was read.
        NotOpened = "B105", Error, "The file was not opened",
            "The open extension was changed while another file was being read; opening it would have thrown the change away.",
            "Save, then open the file again.";
        /// The browser stores nothing.
        NotKept = "B106", Error, "The changes are not kept in this browser",
            "The browser gives the page no storage: a private window, a setting that forbids it, or a disk that is full. What is open is complete, but only in this page.",
            "Save the extension to a file before you leave the page. Delete drafts that you no longer need, free space on the disk, or allow the page to store data; then the studio keeps the changes again by itself.";
        /// Records of a draft are damaged or newer.
        DraftUnreadable = "B107", Error, "A part of the draft cannot be read",
            "Something changed the records that the browser keeps, or a newer version of the studio wrote them.",
            "Load the page again to get the newest studio. The readable part opens as a copy; the latest whole copy of the draft may be more recent. The draft itself stays as it is.";
        /// Another tab changes the draft.
        DraftElsewhere = "B108", Warning, "Another tab changes the draft",
            "The draft is open in another tab or window of this browser. Only one changes it, so that no change is lost.",
            "Go on in the other tab, or choose Take over here.";
        /// The draft is not there.
        NoDraft = "B109", Error, "The draft is not in this browser",
            "It was deleted, the browser's data was cleared, or the address is that of another browser or computer.",
            "Look for it among the drafts of the start screen, or open the file that it was saved to.";
        /// Page and server do not understand each other.
        OtherVersion = "B110", Error, "The page and the server are of different versions",
            "The studio's server was renewed, or went back to an earlier version, while this page was open, and the two no longer understand each other.",
            "Reload the page: it comes from the server, so both are of one version then. Drafts are kept in this browser; save the file first if it is not one.";
        /// The file of the extension would not read back the same.
        NotShareable = "B201", Error, "The extension cannot be shared",
            "The file that others would open is read back before it is shared, and it would differ from the open extension.",
            "Save the extension and share the saved file: open it again and share that.";
        /// A link is cut off or changed.
        LinkUnreadable = "B202", Error, "The link cannot be read",
            "A link to a shared draft holds the draft, a right and a key behind the #. It was cut off or changed, often by a program that broke the line.",
            "Copy the link again, wholly, or ask whoever sent it for another one.";
        /// A shared draft or its key is damaged.
        SharedDamaged = "B203", Error, "A shared draft is damaged",
            "A part of it is missing or was changed after it was encrypted, or the key in the link is not its key.",
            "Check the link. Somebody who has the draft open still has all of it and can share it again. Your copy can be kept as a draft of your own.";
        /// A shared draft is written in a newer form.
        SharedNewer = "B204", Error, "The shared draft is of a newer studio",
            "Somebody changes it with a version of the studio that writes in a form this one does not know.",
            "Load this page again to get the newer studio. What is here stays.";
        /// The link gives no right to change.
        OnlyShown = "B205", Warning, "The link only shows the draft",
            "It was made for viewing: the server takes no change through it.",
            "Ask for a link to edit, or make a copy that is a draft of your own.";
        /// The browser does not encrypt on this page.
        NoEncryption = "B206", Error, "The browser cannot encrypt here",
            "Browsers encrypt only on pages that come over https or from this computer.",
            "Open the studio over https.";
        /// Both sides of a review are the same.
        NothingToReview = "B207", Error, "There is nothing to review",
            "The two sides of the comparison differ in nothing but what every save writes.",
            "Compare with another version, or change something first.";
        /// A comment is too long.
        CommentTooLong = "B208", Error, "The comment is too long",
            "A comment of a review has at most 10,000 characters.",
            "Say it in several comments, or put the long part into a file and say where it is.";
        /// The log is shorter than what was read of it.
        SetBack = "B211", Error, "The shared draft was set back",
            "The server has fewer changes of it than were read from it before, as when it was restored from a backup. What is changed here cannot follow there.",
            "Nothing of what is here is lost. Choose Keep as a draft of my own, share that, and send the others its link.";
        /// The log differs from what was read of it.
        Forked = "B212", Error, "The shared draft has two states",
            "The server has other changes of it than those that were read from it before, or changes that were made behind others. It was restored from a backup and changed since, or it shows different states to different people.",
            "Nothing of what is here is lost. Compare the fingerprints in the Share window with the others. Choose Keep as a draft of my own, share that, and send the others its link; tell the operator of the server.";
        /// The link does not lead to the key.
        NoKey = "B213", Error, "The link does not lead to the new key",
            "The owner of the shared draft revoked a link. So that whoever had it reads no later change, there is a new key, which was given to the other links. This link did not get it: it is of an earlier version, or was made at the same moment.",
            "Ask the owner for a new link. What is here stays: choose Keep as a draft of my own, and merge it with what the new link opens.";
        /// Another draft was opened before one was shared.
        OtherDraftOpened = "B214", Error, "Another draft was opened meanwhile",
            "Sharing writes the open draft, and another one was opened before its first revision was written.",
            "Open the draft again and share it.";
        /// Links are made by the owner only.
        NotTheOwner = "B215", Error, "Only the owner makes links",
            "The browser that shared a draft first keeps what proves it. This browser does not have it.",
            "Pass on the link that you have, or ask the owner for another one.";
    }
    Command {
        /// The arguments are wrong.
        Usage = "F001", Error, "The command line is wrong",
            "A command, a value or an option is missing, unknown or too much. The message names it.",
            "See xif --help, or xif COMMAND --help.";
        /// `SOURCE_DATE_EPOCH` is not a time.
        Clock = "F002", Error, "The time to take for now is wrong",
            "SOURCE_DATE_EPOCH is set, and is not a number of seconds since 1970-01-01 00:00:00 UTC.",
            "Set SOURCE_DATE_EPOCH to the seconds since 1970-01-01 00:00:00 UTC, or unset it.";
        /// The answer cannot be written.
        Output = "F003", Error, "The answer cannot be written",
            "The standard output is closed or its disk is full.",
            "Free space, or send the output elsewhere. The command itself was carried out.";
        /// The operating system refuses.
        System = "F004", Error, "The system refuses",
            "The operating system gives the command no random numbers, threads or connections.",
            "Read the words of the system in the message; limits of the container or the user are the usual reason.";
        /// A file cannot be read or written.
        Disk = "F101", Error, "The file system refuses",
            "The file is missing, is in use, is not permitted, or the disk is full. The message has the words of the system.",
            "Correct the path or the permissions, or free space.";
        /// The folder has something in it.
        FolderNotEmpty = "F102", Error, "The folder is not empty",
            "Files are unpacked into a new or empty folder, so that nothing is mixed up.",
            "Take an empty folder, or --force, which replaces the XIF that was unpacked there and leaves other files alone.";
        /// Files of others are where files must go.
        InTheWay = "F103", Error, "Files are in the way",
            "Files that belong to no unpacked XIF are where files of this one must go.",
            "Move the files that the message names.";
        /// A link is where a file is wanted.
        Link = "F104", Error, "There is a link",
            "Links are never followed, because they may lead out of the folder.",
            "Put a plain file or folder in its place.";
        /// The file of a resource is gone.
        FileMissing = "F105", Error, "The file of a resource is missing",
            "resources.tsv names a file that is not in the folder.",
            "Bring the file back. When the resource is to go, use xif remove, or delete it from definition.xml and resources.tsv.";
        /// The written folder does not give the XIF back.
        Different = "F106", Error, "The folder reads back differently",
            "The file system changed something: names, line ends or letters.",
            "Do not use the folder. Take another file system, or switch off what changes files there.";
        /// The file exists already.
        Exists = "F107", Error, "The file exists already",
            "xif new does not overwrite.",
            "Take another name, or remove the file.";
        /// The folder does not hold an unpacked XIF.
        NotUnpacked = "F201", Error, "The folder does not hold an unpacked XIF",
            "definition.xml is not there.",
            "Name the folder that xif unpack or xif new wrote.";
        /// The folder holds more than a XIF.
        FolderTooLarge = "F202", Error, "There is more than a XIF can hold",
            "All files together are larger than the largest XIF that is read.",
            "Remove large resources.";
        /// A text file is not UTF-8.
        TextNotUtf8 = "F203", Error, "A file is not UTF-8 text",
            "Its bytes are not UTF-8; the message has the position of the first wrong one.",
            "Convert the file to UTF-8.";
        /// `resources.tsv` is wrong.
        Mapping = "F204", Error, "resources.tsv cannot be used",
            "A line is damaged, or two lines contradict each other, often after a merge.",
            "Correct the line that the message names.";
        /// A resource has no line.
        NoLine = "F205", Error, "A resource has no file",
            "definition.xml has a resource that resources.tsv does not name.",
            "Add its line to resources.tsv, or use xif add resource.";
        /// The files have the old name of the extension.
        OldNames = "F206", Error, "The files have the old name of the extension",
            "The extension was renamed in definition.xml alone. Its sources are called after it.",
            "Rename it with xif rename, or in the studio: both rename the files too.";
        /// The edited definition cannot be written without loss.
        DefinitionNotKept = "F207", Error, "The edited definition cannot be written",
            "definition.xml was checked after the edit, and reading it would not give the same extension.",
            "Nothing was written. Do the edit in the studio.";
        /// Both sides added the XIF.
        NoBase = "F301", Error, "There is nothing to merge by",
            "BASE is empty: both sides added the XIF.",
            "Look at the two with xif diff, then take one: git checkout --ours FILE, or --theirs.";
        /// The changed XIF cannot be written without loss.
        XifNotKept = "F302", Error, "The changed XIF cannot be written",
            "The XIF was checked before it was written, and reading it would not give the same extension.",
            "Nothing was written. Do it in the studio.";
        /// The earlier definition is not known.
        NoBefore = "F303", Error, "The earlier definition is not known",
            "definition.xml was changed since it was unpacked, and without the earlier one a renamed element cannot be told from a new one.",
            "Name it with --before: git show HEAD:./FOLDER/definition.xml | xif update FOLDER --before -.";
        /// The XIF cannot be changed so.
        NotChanged = "F304", Error, "The XIF cannot be changed",
            "The change breaks a rule of extensions. The message names it.",
            "Change the definition first, as the message says.";
        /// Lines written by hand would be overwritten.
        HandWritten = "F305", Error, "Lines written by hand would be overwritten",
            "The definition wants other lines where somebody changed a generated file.",
            "Move the lines to a file of your own, or use --overwrite.";
        /// The address is wrong.
        Address = "F401", Error, "The address of the server is wrong",
            "It is not an address of http or https.",
            "Write it like https://studio.example.com.";
        /// The server does not answer.
        Unreachable = "F402", Error, "The studio's server does not answer",
            "The name, the port, the network or the certificate is wrong, or the server is stopped.",
            "Open the address in a browser. The message has the words of the connection.";
        /// The connection broke off.
        Broken = "F403", Error, "The connection broke off",
            "The server or something between ended the exchange.",
            "Try again. Of a publish look at the versions first.";
        /// The answer is not one of a studio of this version.
        Foreign = "F404", Error, "The answer is not understood",
            "Something else answers at the address, or the server has another version than xif.",
            "Check the address, or take the xif of the server's version.";
        /// The sources cannot be sent.
        Archive = "F405", Error, "The sources cannot be sent",
            "They have a path or a size that the server does not take.",
            "Rename or remove the file that the message names.";
        /// The password is missing or cannot be read.
        Password = "F406", Error, "There is no password",
            "The variable XIF_PASSWORD is not set, or the file of --password-file cannot be read.",
            "Set XIF_PASSWORD, or name a file with --password-file; - is the standard input.";
        /// A password would be sent in plain text.
        PlainPassword = "F407", Error, "The password would be readable on the way",
            "The address of the server is plain http and is not this machine.",
            "Use the server's https address. --plain-http allows it all the same.";
        /// The access token is missing or wrong.
        Token = "F408", Error, "The access token cannot be used",
            "The file of --token-file or the variable XIF_STUDIO_TOKEN has no token, or a character that tokens do not have.",
            "Ask the operator of the server for a token.";
        /// A token would be sent in plain text.
        PlainToken = "F409", Error, "The access token would be readable on the way",
            "The address of the server is plain http and is not this machine.",
            "Use the server's https address.";
        /// A path names no element.
        NoElement = "F501", Error, "The element is not there",
            "No element, or more than one, has the path.",
            "List the paths with xif show --paths.";
        /// An edit is refused.
        Refused = "F502", Error, "The edit is refused",
            "It breaks a rule of extensions. The message names it; in JSON, uses has the elements in the way.",
            "Change the edit, or the element that the message names.";
        /// An element does not have a property.
        Property = "F503", Error, "The property is not there",
            "The kind of element does not have a property of this name.",
            "See xif set --help for the properties of each kind.";
        /// A value is wrong.
        Given = "F504", Error, "The value does not fit",
            "A value is not of the form of its property, or a resource has no content.",
            "Write it in the form that the message names; files are @FILE.";
        /// The sources cannot follow.
        EditedSources = "F505", Error, "The sources cannot follow the edit",
            "A source file is damaged or changed in a way that leaves no safe place for the edit.",
            "Correct the source, or use --definition-only and change it by hand.";
        /// An element cannot be moved there.
        Place = "F506", Error, "The place does not exist",
            "The position is beyond the list, or the element cannot be in a folder.",
            "Name first, last or a position of its list; a folder for resources only.";
        /// A script makes no table of the name, or none at all.
        NoTable = "F507", Error, "The script does not have the table",
            "No CREATE TABLE or CREATE VIEW of the script makes it, or the script was read in the dialect of another database.",
            "Name a table of the script, or the right --dialect.";
        /// A script is no text.
        ScriptText = "F508", Error, "The script is not a text",
            "It is in an encoding other than UTF-8 and UTF-16, or not a script.",
            "Save it as UTF-8.";
        /// A script is beyond a limit.
        ScriptSize = "F509", Error, "The script is too large",
            "It has more bytes, tables or columns than are read.",
            "Leave the rows out, or split it.";
        /// A SQLite file, rows or a workbook give no table.
        TableFile = "F510", Error, "The file does not give tables",
            "It is not of the kind that its option names, is damaged, or has no rows.",
            "Check that it is the whole file, and that the option fits: --script, --sqlite, --csv or --xlsx.";
        /// The DLL does not have the form of one.
        NotAnAssembly = "F601", Error, "The file is not a .NET assembly",
            "It does not begin as a DLL, or ends before its own headers.",
            "Check that it is the whole file.";
        /// The DLL has machine code alone.
        NativeDll = "F602", Error, "The DLL is native",
            "It is machine code for Windows and does not have a public surface of .NET.",
            "Name the .NET assembly that calls it.";
        /// The metadata of the assembly is damaged.
        DamagedAssembly = "F603", Error, "The assembly is damaged",
            "Its metadata contradict each other, or end too early.",
            "Take another copy of the file.";
        /// An import names a type that is not there.
        NoType = "F604", Error, "The assembly does not have the type",
            "No public type has the name that --type gives.",
            "List its types with xif inspect, and name one of them with or without its namespace.";
        /// An import would make too many actions.
        TooManyActions = "F605", Error, "Too many actions would be made",
            "The whole of a large assembly is more than an extension should offer.",
            "Name the types that you need with --type.";
        /// Nothing of the choice can be imported.
        NothingImported = "F606", Error, "Nothing can be imported",
            "The chosen types have no member that an action can call.",
            "The message has the reasons. Choose other types, or write a class that calls them.";
        /// The extension has another file of the name of an imported assembly.
        OtherAssembly = "F607", Error, "The extension has another version of the assembly",
            "A file of its name is in the Bin folder, with other content.",
            "Import it with --again, which brings the actions in step, or import from that one.";
        /// An action that a re-import names does not differ.
        NoDifference = "F608", Error, "The action does not differ",
            "xif import --again finds nothing of the action that --action names.",
            "List what it finds with --show.";
        /// The feed of packages is not there.
        FeedAddress = "F701", Error, "There is no feed there",
            "--feed is neither the address of a service index nor a folder that can be read, or would make a password readable on the way.",
            "Write it as https://api.nuget.org/v3/index.json, or name a folder with .nupkg files.";
        /// A feed does not answer.
        FeedUnreachable = "F702", Error, "The feed does not answer",
            "The host is not found, takes no connection, or broke off.",
            "Check the address and the network; HTTPS_PROXY names a proxy. A folder with the packages serves as a feed, too.";
        /// A feed refuses.
        FeedRefused = "F703", Error, "The feed refuses",
            "It wants a user who may read it, or has a trouble of its own.",
            "Name the user with --feed-user, and set XIF_FEED_PASSWORD. Otherwise try again later.";
        /// A feed's answer is not understood.
        FeedMalformed = "F704", Error, "The answer is not that of a feed",
            "The address leads to something else, or to a feed of version 2 of the protocol.",
            "Take the address of the service index of version 3, which ends in index.json as a rule.";
        /// A feed does not have a package.
        NoPackage = "F705", Error, "The feed does not have the package",
            "No package has the name, or it has no such version.",
            "Check name and version. Prereleases are taken with --prerelease or by --version.";
        /// Packages need versions that exclude each other.
        PackageConflict = "F706", Error, "The packages do not fit together",
            "Each package can be in an extension in one version only, and there is none that satisfies everybody.",
            "The message says who needs what. Take another --version, or update the package that holds the others up.";
        /// A package cannot be used.
        UnusablePackage = "F707", Error, "The package cannot be used",
            "It is damaged, too large, or has nothing for the project's target framework.",
            "Take another version of the package, or another target framework.";
        /// A file of a package is in the way of another.
        PackageFile = "F708", Error, "Another file is in the way",
            "The extension has a file of the same name with other content, which no package or another one brought.",
            "Remove it with xif remove TARGET resource:PATH, or the package that brought it, and add the package again.";
        /// The list of packages is damaged.
        PackageRecord = "F709", Error, "packages.config cannot be read",
            "It is not the XML that NuGet writes, or somebody damaged it.",
            "Correct the line that the message names.";
        /// A package to remove is not there.
        NoInstalledPackage = "F710", Error, "The extension does not have the package",
            "packages.config has no line for it.",
            "See xif package list. DLLs that were added by hand are removed with xif remove.";
        /// A package to remove is needed.
        NeededPackage = "F711", Error, "Another package needs it",
            "Without it that one would fail at run time.",
            "Remove the package that needs it first.";
        /// There is no password for a private feed.
        FeedPassword = "F712", Error, "There is no password of the feed",
            "--feed-user is given, and neither a file nor the variable has the password.",
            "Set XIF_FEED_PASSWORD, or name a file with --feed-password-file; - is the standard input.";
    }
}
