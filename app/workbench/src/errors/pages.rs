//! The table of codes with their pages.

/// What is known about a code, whatever happened in a single case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The code. Codes are stable: they are never renamed or used again.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it happens.
    pub cause: &'static str,
    /// What to do.
    pub cure: &'static str,
}

/// The page of a code, the server's included.
pub fn page(code: &str) -> Option<Page> {
    pages().find(|page| page.code == code)
}

/// Every page, ours first.
pub fn pages() -> impl Iterator<Item = Page> {
    let of_server = api::problem::Code::ALL.iter().map(|code| {
        let page = code.page();
        Page { code: page.code, title: page.title, cause: page.cause, cure: page.cure }
    });
    PAGES.iter().copied().chain(of_server)
}

const fn of(code: &'static str, title: &'static str, cause: &'static str, cure: &'static str) -> Page {
    Page { code, title, cause, cure }
}

const FETCH_AGAIN: &str =
    "Download the extension again from the environment's Service Center, or take an earlier copy of the file.";
const NOT_A_XIF: &str = "Check that the file is the extension itself. If it should be one, download it again.";
const CHANGED_OUTSIDE: &str = "Something other than Integration Studio or a Platform Server has changed the file.";

const PAGES: &[Page] = &[
    of(
        "X100",
        "The file is empty",
        "The download or the copy of the file stopped before anything was written.",
        FETCH_AGAIN,
    ),
    of(
        "X101",
        "The file is no XIF",
        "A XIF is one compressed stream; this file begins differently. Often it is a pack that holds XIFs, or a pointer that stands for the file in a repository.",
        NOT_A_XIF,
    ),
    of(
        "X102",
        "The file is damaged",
        "Bytes inside the compressed data are wrong, for example because a tool treated the file as text.",
        FETCH_AGAIN,
    ),
    of("X103", "The file is cut off", "The end of the file is missing: a download or a copy broke off.", FETCH_AGAIN),
    of(
        "X104",
        "The checksum is wrong",
        "The file inflates, but not to what was packed: some bytes were changed.",
        FETCH_AGAIN,
    ),
    of(
        "X105",
        "There is something behind the end",
        "Bytes follow the compressed data. They would be lost when the file is saved, so it is not opened.",
        "Find out what added them; the extension itself ends before them.",
    ),
    of(
        "X106",
        "The file is too large",
        "The definition inflates to more than the studio reads. Either it is no honest file, or the extension carries very large resources.",
        "Remove large resources from the extension with Integration Studio, or split it.",
    ),
    of(
        "X107",
        "The text has a wrong encoding",
        "The definition of an extension is UTF-8; this one has bytes that are not.",
        FETCH_AGAIN,
    ),
    of(
        "X201",
        "The definition is no well-formed XML",
        CHANGED_OUTSIDE,
        "Mend the place that the message names, or take an earlier copy of the file.",
    ),
    of(
        "X202",
        "The definition declares a document type",
        "A document type can declare entities, which can make a small file endless. No real XIF has one.",
        NOT_A_XIF,
    ),
    of(
        "X203",
        "The definition is built like no XIF",
        "Elements are nested deeper, or have more attributes, than any real XIF has.",
        NOT_A_XIF,
    ),
    of(
        "X204",
        "The file is another kind of document",
        "It is compressed XML, but its root element is not Extension.",
        NOT_A_XIF,
    ),
    of(
        "X205",
        "A part is missing",
        CHANGED_OUTSIDE,
        "Add the element that the message names, empty if need be, or take an earlier copy of the file.",
    ),
    of(
        "X206",
        "A part stands twice",
        CHANGED_OUTSIDE,
        "Join the two parts that the message names, or take an earlier copy of the file.",
    ),
    of(
        "X207",
        "An attribute is missing",
        CHANGED_OUTSIDE,
        "Add the attribute that the message names, or take an earlier copy of the file.",
    ),
    of(
        "X208",
        "An attribute has a wrong value",
        CHANGED_OUTSIDE,
        "Give the attribute a value of the form that the message names, or take an earlier copy of the file.",
    ),
    of(
        "X209",
        "A key stands twice",
        "Two elements have the same key, often after a merge of two versions of the file. The platform could not tell them apart.",
        "Remove one of the two elements, or give it another key.",
    ),
    of(
        "X210",
        "The content of a resource is damaged",
        "Files stand in a XIF as base64; this one has characters that are none.",
        "Take the file from an earlier copy of the extension.",
    ),
    of(
        "E100",
        "The element is not there",
        "It was deleted, or the edit was taken back, while it was being changed.",
        "Undo until it is there again, or go on without it.",
    ),
    of(
        "E101",
        "The name is taken",
        "The platform tells elements apart by name and ignores upper and lower case.",
        "Choose another name, or rename the other element first.",
    ),
    of(
        "E102",
        "The rule of functions",
        "A function stands in expressions, so it must have exactly one output parameter.",
        "Take the offer that comes with the message, or switch Function off first.",
    ),
    of(
        "E103",
        "Outputs are never mandatory",
        "Mandatory means that the caller must give a value; only inputs get values from the caller.",
        "Make the parameter an input first.",
    ),
    of(
        "E104",
        "The element is used",
        "Parameters or attributes have it as their type; without it they would have none.",
        "Change the types that the message names, then delete it.",
    ),
    of(
        "E105",
        "The icon is no resource",
        "The icon of an action is a file of the extension.",
        "Add the picture to the resources first.",
    ),
    of(
        "E106",
        "The name breaks a rule",
        "Names have letters A–Z, digits and _, begin with a letter, and have at most 50 characters (28 for attributes of entities). File names are those of Windows.",
        "Change the name as the message says.",
    ),
    of(
        "E107",
        "The text breaks a rule",
        "Descriptions have at most 255 characters, and no text has characters that XML cannot hold.",
        "Shorten the text, or remove the character that the message names.",
    ),
    of(
        "E108",
        "The value does not fit",
        "Default values are literals of the element's type and within its range.",
        "Write the value in the form that the message shows, or clear it.",
    ),
    of(
        "E110",
        "The file is not UTF-8 text",
        "Its bytes are no UTF-8. Editing it as text would change bytes that nobody touched.",
        "Convert the file to UTF-8 in the tool that it came from and replace the resource.",
    ),
    of(
        "E120",
        "The file has no template",
        "Only the source files that every extension has are generated from its definition: project, solution, AssemblyInfo.cs, the file with the actions' methods and those with interface, structures, entities and records. A file of your own has nothing to be compared with, and neither has one that is no text.",
        "Open one of those files and compare it. To compare a file of your own with an earlier state, use Compare with Saved or the History panel.",
    ),
    of(
        "E121",
        "The extension has no source files",
        "Nothing lies in the folder Source\\NET, where the solution, the project and the C# files of an extension are.",
        "Add the files, or open an extension that has them.",
    ),
    of(
        "E111",
        "The clipboard cannot be pasted there",
        "Elements, rows copied from an extension, and lines or cells of text can be pasted. Rows need an action, a structure or an entity, and each must fit there: an attribute of an entity, for example, holds no record.",
        "Copy again, and select the element that is to get the rows.",
    ),
    of(
        "B101",
        "The browser cannot reach the file",
        "The file was moved, is in use, or the browser was not allowed to read or write it.",
        "Allow access when the browser asks, or use Save As to choose another place.",
    ),
    of(
        "B102",
        "Work in the background broke off",
        "Packing and unpacking run beside the page. The browser ended that work, perhaps for want of memory.",
        "Try again; close other tabs if it happens again.",
    ),
    of(
        "B103",
        "The server does not answer",
        "The studio's server is stopped, or the connection is lost. Editing and saving need none.",
        "Start the server or mend the connection, then try again.",
    ),
    of(
        "B104",
        "The server's answer is not understood",
        "The page and the server are of different versions, or something between them has answered.",
        "Save your work and load the page again.",
    ),
    of(
        "B105",
        "The file was not opened",
        "The open extension was changed while another file was being read; opening it would have thrown the change away.",
        "Save, then open the file again.",
    ),
    of(
        "B106",
        "The changes are not kept in this browser",
        "The browser gives the page no storage: a private window, a setting that forbids it, or a disk that is full. What is open is complete, but only in this page.",
        "Save the extension to a file before you leave the page. Delete drafts that you no longer need, free space on the disk, or allow the page to store data; then the studio keeps the changes again by itself.",
    ),
    of(
        "B107",
        "The draft cannot be read wholly",
        "Something changed the records that the browser keeps, or a newer version of the studio wrote them.",
        "Load the page again to get the newest studio. What can be read opens as a copy, the latest whole copy of the draft may be more recent; the draft itself stays as it is.",
    ),
    of(
        "B108",
        "Another tab changes the draft",
        "The draft is open in another tab or window of this browser. Only one changes it, so that no change is lost.",
        "Go on in the other tab, or choose Take over here.",
    ),
    of(
        "B109",
        "The draft is not in this browser",
        "It was deleted, the browser's data was cleared, or the address is that of another browser or computer.",
        "Look for it among the drafts of the start screen, or open the file that it was saved to.",
    ),
    of(
        "B201",
        "The extension cannot be shared",
        "What others would open is checked first, and it would not be the same as what is here.",
        "Save the extension and share the saved file: open it again and share that.",
    ),
    of(
        "B202",
        "The link cannot be read",
        "A link to a shared draft holds the draft, a right and a key behind the #. It was cut off or changed, often by a program that broke the line.",
        "Copy the link again, wholly, or ask whoever sent it for another one.",
    ),
    of(
        "B203",
        "A shared draft is damaged",
        "A part of it is missing or was changed after it was encrypted, or the key in the link is not its key.",
        "Check the link. Whoever has the draft open still has all of it and can share it anew; what is here can be kept as a draft of your own.",
    ),
    of(
        "B204",
        "The shared draft is of a newer studio",
        "Somebody changes it with a version of the studio that writes in a form this one does not know.",
        "Load this page again to get the newer studio. What is here stays.",
    ),
    of(
        "B205",
        "The link only shows the draft",
        "It was made to be looked at: the server takes no change by it.",
        "Ask for a link to edit, or make a copy that is a draft of your own.",
    ),
    of(
        "B206",
        "The browser cannot encrypt here",
        "Browsers encrypt only on pages that come over https or from this computer.",
        "Open the studio over https.",
    ),
    of(
        "B207",
        "There is nothing to review",
        "The two sides of the comparison are the same but for what every save writes anew.",
        "Compare with another version, or change something first.",
    ),
    of(
        "B208",
        "The comment is too long",
        "A comment of a review has at most 10,000 characters.",
        "Say it in several comments, or put the long part into a file and say where it is.",
    ),
    of(
        "B211",
        "The shared draft was set back",
        "The server has fewer changes of it than were read from it before, as when it was restored from a backup. What is changed here cannot follow there.",
        "Nothing of what is here is lost. Choose Keep as a draft of my own, share that, and send the others its link.",
    ),
    of(
        "B212",
        "The shared draft has two states",
        "The server has other changes of it than those that were read from it before, or changes that were made behind others. It was restored from a backup and changed \
         since, or it shows different states to different people.",
        "Nothing of what is here is lost. Compare the fingerprints in the Share window with the others. Choose Keep as a draft of my own, share that, and send \
         the others its link; tell the operator of the server.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_pages_complete() {
        let mut seen = std::collections::BTreeSet::new();
        for page in pages() {
            assert!(seen.insert(page.code), "{} stands twice", page.code);
            for text in [page.title, page.cause, page.cure] {
                assert!(!text.is_empty(), "{}", page.code);
            }
        }
    }
}
