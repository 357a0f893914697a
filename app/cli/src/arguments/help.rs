//! What `--help` prints.

/// The help of the whole command, or of one of its commands.
pub(super) fn of(command: Option<&str>) -> &'static str {
    match command {
        Some("show") => SHOW,
        Some("unpack") => UNPACK,
        Some("pack") => PACK,
        Some("verify") => VERIFY,
        Some("diff") => DIFF,
        Some("merge") => MERGE,
        Some("update") => UPDATE,
        Some("compile") => COMPILE,
        Some("publish") => PUBLISH,
        _ => ALL,
    }
}

const ALL: &str = "\
A XIF, the file of an OutSystems 11 extension, as text, as files for git, and back.

Usage:
  xif show FILE                    Print the definition, one fact a line.
  xif diff A B                     Print what differs between two XIFs.
  xif merge BASE OURS THEIRS       Merge two versions of a XIF, as git asks for it.
  xif unpack FILE FOLDER           Write the definition and every resource as files.
  xif update FOLDER                Make the sources of such a folder follow its definition.
  xif pack FOLDER FILE             Make the XIF of such a folder.
  xif verify FILE...               Print what is wrong with the definition.
  xif compile FILE                 Compile the sources in FILE with a studio's server.
  xif publish FILE                 Publish FILE in an environment through a studio's server.

Options:
  --json       Answer in JSON, errors too.
  --help       Print this; after a command, more about it and its options.
  --version    Print the version.

Exit codes of show, unpack and pack: 0 done, 1 the input is wrong, 2 wrong usage, 3 the file system. The others
have 0 and 1 for their answer and 2 for every trouble; their help says which answer.
";

const SHOW: &str = "\
Usage: xif show FILE [--json]

Prints the definition in FILE: the extension, what a save changes (head), resources with size and SHA-256,
actions, structures, entities, technologies. The same definition always gives the same text; empty
properties have no line. --json prints everything, with the number of its form in \"shape\".

For readable differences of .xif files in git:
  git config diff.xif.textconv \"xif show\"
  echo '*.xif diff=xif' >> .gitattributes
";

const UNPACK: &str = "\
Usage: xif unpack FILE FOLDER [--force] [--json]

Writes into FOLDER:
  definition.xml    the definition without the contents of its resources
  Source/NET/...    each resource, in the folder it has in the extension
  resources.tsv     which file belongs to which resource, and the SHA-256 it had
  .gitattributes    so that git changes no byte
Names that a file system does not take, that begin with a dot, or that lead outside get a _ instead;
resources.tsv has the name. FOLDER must be empty or new. With --force the XIF that was unpacked there is
replaced, its stale files are removed, and other files are left alone.
";

const PACK: &str = "\
Usage: xif pack FOLDER FILE [--json]

Makes FILE of what xif unpack wrote to FOLDER. When nothing was changed, the definition in FILE is that of the
XIF that was unpacked, byte for byte. Otherwise what changed gets the time of now, and the extension
the next generation and a new hash. New files in FOLDER are named, not packed. FOLDER stays as it
is: unpack FILE with --force to go on from it. SOURCE_DATE_EPOCH, when set, is taken for now.
";

const VERIFY: &str = "\
Usage: xif verify FILE... [--json]

Prints what is wrong with the definition in each FILE, in the order of the definition, a line each:
  error Pay.Years, Default Value: 'Integer' value exceeded: ... (V307)
An error makes the extension invalid, a warning does not, an information only tells. The last line has
the counts. Nothing is compiled.

With several FILEs each line begins with its FILE. Exit codes: 0 no errors, 1 errors, 2 a FILE cannot be
read (the others are verified) or the usage is wrong.
";

const DIFF: &str = "\
Usage: xif diff A B [--breaking] [--json]

Prints what differs from the XIF A to the XIF B, by element: what was added, removed, moved, and which
property had which value; sources line by line. Elements are matched by key, so a rename is a rename.
A line that begins with ! says why modules that use the extension break.

  --breaking   only what breaks modules that use the extension

Exit codes: 0 nothing differs (nothing breaks), 1 something does, 2 trouble.

As git's own view of .xif files:
  git config diff.xif.command \"xif diff --git\"
  echo '*.xif diff=xif' >> .gitattributes
--git takes the arguments that git gives such a command, and ends with 0, as git asks for it.
";

const MERGE: &str = "\
Usage: xif merge BASE OURS THEIRS [--output FILE] [--ours | --theirs] [--choose N=ours|theirs]... [--force] [--json]

Merges what changed from BASE to OURS and from BASE to THEIRS, by element and property, sources by line, and
writes the merged XIF to OURS, or to FILE. What both sides changed differently is a conflict: then nothing
is written, and every conflict is printed with its number and what each side has.

  --output FILE         write to FILE and leave OURS as it is
  --choose N=ours       settle conflict N with our side; N=theirs with theirs; several with commas between
  --ours, --theirs      settle all other conflicts with this side
  --force               write also what does not fit together, such as two elements of one name; mend it then

A merged XIF gets the next generation, a new hash and Valid=\"No\". SOURCE_DATE_EPOCH, when set, is taken for now.
Exit codes: 0 merged, 1 conflicts, 2 trouble.

As git's merge of .xif files:
  git config merge.xif.driver \"xif merge %O %A %B\"
  echo '*.xif merge=xif' >> .gitattributes
";

const UPDATE: &str = "\
Usage: xif update FOLDER [--before FILE] [--check] [--json]

Makes the sources in FOLDER, which xif unpack wrote, follow definition.xml: generated files are written anew, and in
your own only signatures and names change. What cannot be changed safely is left alone and named with its place.

  --before FILE   the definition that the sources follow, a XIF or a definition.xml, - for the standard input. Only
                  with it can a renamed element be told from a new one:
                  git show HEAD:./FOLDER/definition.xml | xif update FOLDER --before -
  --check         write nothing; say what would change

Exit codes: 0 done, with --check nothing would change; 1 the sources cannot follow, with --check they are
behind; 2 trouble.
";

const COMPILE: &str = "\
Usage: xif compile FILE --server URL [--token-file FILE] [--out FILE | --in-place] [--json]

Compiles the sources in FILE as they are, in the sandbox of a studio's server, and prints what the compiler says:
  Source/NET/Bank.cs(12,5): error CS0103: The name 'x' does not exist in the current context
FILE stays as it is unless one of these is given; nothing is written after an error:

  --out FILE          write the XIF with the new assembly to FILE
  --in-place          write it over FILE itself
  --server URL        the studio's server: https://studio.example.com
  --token-file FILE   the access token for a server that wants one, - for the standard input; without it the variable
                      XIF_STUDIO_TOKEN, when it is set. It is sent over https or on this machine only

Sources that do not follow the definition are named; xif update brings them in step. Equal sources give an equal
assembly, and a XIF that has it already is left as it is, to the byte. SOURCE_DATE_EPOCH, when set, is taken for now.
Exit codes: 0 compiled, 1 errors, 2 trouble.
";

const PUBLISH: &str = "\
Usage: xif publish FILE --to ENVIRONMENT --server URL [--token-file FILE] [--user USER [--password-file FILE]]
                   [--backend NAME] [--trust FINGERPRINT] [--plain-http] [--json]

Verifies the definition in FILE, hands FILE as it is to the environment through a studio's server, publishes it there,
and prints what happens while it happens. Nothing is sent twice.

  --to ENVIRONMENT       the environment's address: dev.example.com
  --server URL           the studio's server: https://studio.example.com
  --token-file FILE      the access token for a server that wants one, - for the standard input; without it the variable
                         XIF_STUDIO_TOKEN, when it is set. It is sent over https or on this machine only
  --user USER            the user in the environment. The password is in the variable XIF_PASSWORD, or
  --password-file FILE   in FILE, - for the standard input; never in an argument
  --backend NAME         service-center, native, or assisted: by hand in Service Center. Without it the best that
                         the studio's server offers for the environment
  --trust FINGERPRINT    go on although the environment's certificate is doubtful, when it is exactly this one
  --plain-http           send the password although the studio's server is reached over plain http

With --json each line is an object with \"event\"; the last one is \"ended\", with outcome, version and exitCode.
Ctrl+C asks the environment to stop and waits for its answer; once more leaves it alone.

Exit codes: 0 published, 1 not published, 2 trouble before anything was sent, 3 not known whether it is published
(look at the versions before you publish again), 4 publish by hand as the steps say, 5 stopped because something
must be configured in Service Center first.
";
