//! The table of codes.

use super::Page;

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $title:literal, $cause:literal, $cure:literal;)+) => {
        /// Every problem that the server can answer. S1: the archive. S2: the project. S3: the build. S4: the service. S5: the request. S6: the
        /// Platform Server. S7: shared drafts. S8: who may do what. S9: packages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// What is known about this code.
            pub const fn page(self) -> Page {
                match self {
                    $(Self::$name => Page { code: $code, status: $status, title: $title, cause: $cause, cure: $cure },)+
                }
            }

            /// The code with this text, such as `S101`.
            pub fn find(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.page().code == code)
            }
        }
    };
}

problems! {
    /// The bytes are not a zip archive.
    ArchiveUnreadable = "S101", 400, "The archive cannot be read",
        "What was sent is not a zip archive, or its table of contents is damaged or cut off.",
        "Send the Source/NET folder again as one ordinary zip file.";
    /// An entry is encrypted.
    ArchiveEncrypted = "S102", 400, "The archive is encrypted",
        "At least one entry of the archive needs a password.",
        "Pack the sources again without a password.";
    /// An entry has an unknown compression method.
    ArchiveMethod = "S103", 400, "The archive is compressed in an unknown way",
        "Entries may be stored or deflated; this archive uses another method.",
        "Pack the sources again with the ordinary method, deflate.";
    /// Too many entries.
    ArchiveEntries = "S104", 413, "The archive holds too many files",
        "The number of entries is limited, so that no archive can fill the server.",
        "Leave out folders that the build does not need, such as .git, packages or obj.";
    /// The request is too large.
    ArchiveSize = "S105", 413, "The archive is too large",
        "The size of the request is limited.",
        "Leave out files that the build does not need: move large resources from Source\\NET to another folder of the extension, and leave out .git, packages or obj.";
    /// One file inflates to too much.
    ArchiveFileSize = "S106", 413, "A file in the archive is too large",
        "The size of each file is limited and is counted while it is inflated, whatever the archive says about it.",
        "Leave the file out when the build does not need it.";
    /// All files together inflate to too much.
    ArchiveTotalSize = "S107", 413, "The archive inflates to too much",
        "The size of all files together is limited and is counted while they are inflated.",
        "Leave out files that the build does not need.";
    /// An entry is damaged.
    ArchiveDamaged = "S108", 400, "A file in the archive is damaged",
        "An entry does not inflate, or its content does not have the checksum that the archive gives.",
        "Pack the sources again; if it happens again, check the disk or the connection.";
    /// A path leaves the folder.
    PathOutside = "S109", 400, "A path in the archive leads outside",
        "Entries must lie inside the Source/NET folder; this one climbs out of it with `..`.",
        "Pack the content of the Source/NET folder itself, with paths relative to it.";
    /// A path is absolute.
    PathAbsolute = "S110", 400, "A path in the archive is absolute",
        "Entries must be relative to the Source/NET folder; this one starts at a root, a drive or a network share.",
        "Pack the content of the Source/NET folder itself, with paths relative to it.";
    /// A path has characters that Windows does not allow.
    PathInvalid = "S111", 400, "A path in the archive is not allowed",
        "The name is empty, is not UTF-8, ends with a dot or a blank, or holds a character that Windows does not allow in file names.",
        "Rename the file.";
    /// A path has a name that Windows reserves.
    PathReserved = "S112", 400, "A path in the archive has a reserved name",
        "Windows reserves names such as CON, NUL or COM1 for devices, with any ending.",
        "Rename the file.";
    /// A path is too long or too deep.
    PathLength = "S113", 400, "A path in the archive is too long",
        "The length of paths and the number of nested folders are limited.",
        "Shorten the names or move the file closer to the Source/NET folder.";
    /// Two entries have the same path for Windows.
    PathTwice = "S114", 400, "Two files in the archive have the same path",
        "Windows does not tell upper from lower case in file names, so these two would be one file, or one is a file where the other needs a folder.",
        "Rename or remove one of them.";
    /// An entry is a link or another special file.
    PathLink = "S115", 400, "The archive holds a link",
        "Only ordinary files and folders are taken: links and devices could lead outside.",
        "Put the file itself into the archive.";

    /// There is no project file.
    ProjectMissing = "S201", 400, "There is no project file",
        "The archive has no .csproj file at its top.",
        "Update the sources so that the project file is written, and pack the content of the Source/NET folder, not the folder around it.";
    /// There are several project files, none with the extension's name.
    ProjectAmbiguous = "S202", 400, "There is more than one project file",
        "Several .csproj files lie at the top of the archive and none has the extension's name.",
        "Name the extension's project file after the extension, or remove the others.";
    /// The project file is not XML.
    ProjectUnreadable = "S203", 400, "The project file cannot be read",
        "The project file is not well-formed XML.",
        "Correct the project file at the place that the message names.";
    /// The project has another target framework.
    ProjectFramework = "S204", 400, "The project's target framework is not supported",
        "Extensions are compiled for .NET Framework 4.6.1 to 4.8.1; the project names another one or none.",
        "Choose the target framework in the extension's editor, or set TargetFrameworkVersion in the project file to v4.6.1, v4.6.2, v4.7, v4.7.1, v4.7.2, v4.8 or v4.8.1.";
    /// The name is not one of an extension.
    ExtensionName = "S205", 400, "This is not a name of an extension",
        "Names of extensions start with a letter and have letters, digits and underscores only.",
        "Compile under the extension's own name.";
    /// The extension does not have an assembly that the project references.
    AssemblyMissing = "S206", 422, "An assembly is missing",
        "The project references an assembly that is neither part of .NET Framework nor of the extension. Integration Studio and Visual Studio find some in folders of the developer's computer, which the server does not have.",
        "Add the DLL as a resource in Source\\NET\\Bin and compile again, or take the reference out of the project file. In the studio the problem's menu adds the DLL: from a file, or from the server when its operator put it there.";
    /// The server does not have an assembly of the framework.
    FrameworkAssemblyMissing = "S207", 422, "The server lacks an assembly of .NET Framework",
        "The project references an assembly that belongs to .NET Framework, and the reference assemblies of this server do not have it. Nothing is wrong with the project.",
        "Ask the server's operator to add Microsoft's reference assemblies (--references, see OPERATING.md). Until then compile the extension where they are, or take the reference out if nothing uses it.";
    /// The compiler does not know the version of C#.
    LanguageVersion = "S208", 422, "The compiler does not know this version of C#",
        "The project file asks for a version of C#, or a source has syntax of one, that is newer than the server's compiler.",
        "Write LangVersion and sources for a version that the message names, or ask the server's operator for a newer .NET SDK.";
    /// Packages are not fetched.
    PackageMissing = "S209", 422, "Packages of NuGet are not fetched",
        "The project references a package. Builds have no network, and a XIF carries assemblies and not packages: what a package brings must lie in Source\\NET\\Bin, here and on the Platform Server.",
        "Take the PackageReference out of the project file and run xif package add TARGET NAME --version VERSION: it brings the DLLs of the package and of all that it needs, with their references. By hand: take the DLL out of the package's folder lib/net45 or another net4 folder that is not later than the target framework, add it as a resource in Source\\NET\\Bin with a Reference and its HintPath, and do the same for the packages that it needs.";

    /// The time is used up.
    BuildTime = "S301", 422, "The build took too long",
        "The time of a build and the processor time it may use are limited.",
        "Look in the project file for targets that do not end or wait for something; a build has no network to wait for. Then compile again.";
    /// The memory is used up.
    BuildMemory = "S302", 422, "The build needed too much memory",
        "The memory of all processes of a build together is limited.",
        "Look for very large generated sources or resources, and for build tasks that collect data. Then compile again.";
    /// The disk space is used up.
    BuildDisk = "S303", 422, "The build wrote too much",
        "The space and the number of files that a build may write are limited.",
        "Look in the project file for targets that copy or create many or large files. Then compile again.";
    /// Too many processes.
    BuildProcesses = "S304", 422, "The build started too many processes",
        "The number of processes of a build is limited.",
        "Look in the project file for targets that start programs. Then compile again.";
    /// The assembly is too large.
    BuildAssemblySize = "S305", 422, "The assembly is too large",
        "The size of the compiled assembly is limited.",
        "Take large embedded resources out of the assembly and make them resources of the extension.";
    /// There is no assembly with the right name.
    BuildAssemblyMissing = "S306", 422, "The build did not make the extension's assembly",
        "The build ended without an error, but OutSystems.Nss<Extension>.dll is not in its output folder.",
        "Set AssemblyName in the project file to OutSystems.Nss<Extension> and OutputType to Library.";
    /// The server was asked to stop.
    BuildEnded = "S307", 503, "The build was ended because the server stops",
        "Whoever runs the server stopped or restarted it during the build.",
        "Compile again when the server is back.";

    /// Too many builds.
    Busy = "S401", 503, "The server is busy",
        "Only as many builds run at a time as the machine has processors, and the queue is full or did not move in time.",
        "Wait a little and compile again.";
    /// One client builds as much as it may.
    ClientBuilds = "S421", 429, "Too many builds come from your address",
        "The number of builds that run and wait at one time is limited for each address, so that others get their turn.",
        "Wait until one of them is done: the studio and xif try again by themselves. If many people share your address, or a proxy stands in front of the server, its operator can raise the limit or name the proxy's header.";
    /// No request has this ticket.
    NoTicket = "S422", 404, "There is no build with this ticket",
        "The build has ended, its request broke off, or it was sent to another server.",
        "The answer of the build's own request says how it ended.";
    /// There is no toolchain.
    NoToolchain = "S402", 503, "The server has no C# toolchain",
        "The server was started without a toolchain, or what its description names is not there.",
        "Start the server again with server/run, or with xif-studio from the package: both say what is missing and how to get it.";
    /// There is no sandbox.
    NoSandbox = "S403", 503, "The server cannot compile safely",
        "Sources are only compiled in a sandbox, and this machine does not let the server make one: bubblewrap 0.8 or later is missing, or user namespaces are off.",
        "Install bubblewrap and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0), then restart the server.";
    /// The build could not be started.
    BuildNotStarted = "S404", 500, "The build could not be started",
        "The server could not start or feed the sandbox, for example because the machine has no memory or no free process left.",
        "Compile again; if it happens again, look into the server's log.";
    /// Something went wrong in the server.
    Internal = "S405", 500, "The server failed",
        "A fault of the server, not of the extension.",
        "Try again; if it happens again, report it with the server's log.";
    /// Too many connections.
    Connections = "S406", 503, "There are too many connections",
        "The number of connections at one time is limited, in all and for each address, so that there is room for everybody.",
        "Close pages that you do not need and try again in a moment. If a proxy stands in front of the server, its operator can name the proxy's header.";

    /// The host name is not the server's own.
    ForeignHost = "S501", 421, "The server does not answer under this name",
        "The server only answers under its own host names, so that no other site can reach it through your browser.",
        "Open the address that the server prints when it starts, or start it with --name and this host name.";
    /// The request comes from another page.
    ForeignOrigin = "S502", 403, "The request comes from another site",
        "Only the studio's own pages may ask the server to do something.",
        "Use the studio that this server serves.";
    /// There is nothing at this path.
    NotFound = "S503", 404, "There is nothing at this address",
        "The address is misspelt, or the server is of an earlier version than the page or the program that asks.",
        "Reload the studio. For xif: use the version that comes with the server.";
    /// The method does not fit.
    MethodNotAllowed = "S504", 405, "This address does not take this method",
        "The address exists, but the request used another HTTP method than it takes.",
        "Reload the studio.";
    /// The content type does not fit.
    ContentType = "S505", 415, "The request has the wrong content type",
        "Each address takes one kind of body: sources as a zip archive, a XIF as bytes, everything else as JSON.",
        "Send sources as application/zip, a XIF as application/octet-stream, everything else as application/json.";
    /// The query does not fit.
    Query = "S506", 400, "The request's query is not understood",
        "The address needs the extension's name, as in /api/compile?extension=MyExtension, once.",
        "Reload the studio.";
    /// The body did not come.
    BodyIncomplete = "S507", 408, "The request did not arrive completely",
        "The connection broke or was too slow while the request was sent.",
        "Check the connection and try again.";
    /// The client is too old.
    ClientVersion = "S508", 400, "This page or program is too old for the server",
        "The studio's server was renewed, and no longer understands what an earlier version of the page or of xif sends. Nothing was done.",
        "Reload the studio: nothing is lost, since drafts are kept in this browser. For xif: use the version that comes with the server.";

    /// Too much arrives.
    BodiesBusy = "S521", 503, "The server has no room for the request at this moment",
        "What all requests together may send at one time is limited, so that they fit into the server's memory.",
        "Wait a little and try again.";
    /// Too much arrives from one client.
    ClientBodies = "S522", 429, "Too much is sent from your address at this moment",
        "What one address may send at one time is limited, so that there is room for others.",
        "Wait until the other requests are done and try again. If many people share your address, or a proxy stands in front of the server, its operator can raise the limit or name the proxy's header.";

    /// What was typed is not an address.
    PlatformAddress = "S601", 400, "This is not the address of a Platform Server",
        "An address is a host name or an IP address, with https:// before it or not, and a port when it is not 443. User names and passwords do not belong into it.",
        "Type the host name of the environment, as in dev.example.com.";
    /// The address may not be called from here.
    PlatformNotAllowed = "S602", 403, "The studio's server does not call this address",
        "Addresses inside of the server's own network, and plain http, are only called when the operator of the studio allowed them; others may be barred as well.",
        "Check the host name. If it is right, ask the operator of the studio's server to add --platform-host with this name.";
    /// There is no such host, or nothing listens there.
    PlatformUnreachable = "S603", 502, "The Platform Server cannot be reached",
        "The name is unknown, or nothing answers at this address and port.",
        "Check the host name, and that the environment runs and can be reached from the studio's server.";
    /// The certificate is doubtful.
    PlatformCertificate = "S604", 422, "The Platform Server's certificate is doubtful",
        "The certificate is not vouched for by a known authority, is for another name, or is not valid at this time. Anybody between the servers could read along. No credential was sent.",
        "Ask the environment's administrator whether this is its certificate and compare the fingerprint. Only then accept this one certificate and go on.";
    /// It does not answer in time.
    PlatformSilent = "S605", 504, "The Platform Server does not answer",
        "The connection stands, but no answer came in time.",
        "Try again later; if it happens again, ask the environment's administrator.";
    /// What it answers is not what the protocol says.
    PlatformMalformed = "S606", 502, "The Platform Server's answer is not understood",
        "The answer is cut off, is not well-formed XML or JSON, or has another form than the protocol profile of the studio's server describes.",
        "Check that the address is that of an OutSystems 11 environment. If it is, the operator can complete the profile from the server's own description (server discover). Until then use Service Center.";
    /// Only the internal network may ask.
    PlatformInternalNetwork = "S607", 403, "The Platform Server refuses connections from this network",
        "The environment takes requests to its services from its Internal Network only, and the address of the studio's server is not part of it.",
        "Ask the environment's administrator to add the studio's server to the Internal Network (Service Center, Administration > Security > Network Security), or use Service Center.";
    /// Wrong user or password.
    PlatformLogIn = "S608", 403, "Wrong user name or password",
        "The Platform Server did not accept the credentials. They were sent once.",
        "Type them again. Too many wrong ones lock the user for a while. If the password is right, the server may expect it in another form: ask the operator of the studio's server.";
    /// Too many wrong passwords.
    PlatformLocked = "S609", 403, "The user is locked for a while",
        "After several wrong passwords the Platform Server refuses the user or the address, also with the right password.",
        "Wait some minutes, or ask the environment's administrator. Do not try again at once: that makes it longer.";
    /// Users log in at a provider.
    PlatformIdentityProvider = "S610", 403, "This environment logs users in with an identity provider",
        "With an external identity provider the environment takes no passwords from tools, and the way tokens are handed over is not public. No credential was sent.",
        "Save the XIF and upload it in Service Center, where the provider's log-in works; or use LifeTime with a service account's token.";
    /// A right is missing.
    PlatformRight = "S611", 403, "A right is missing",
        "The Platform Server knows the user, but the user may not do this. What was published before is unchanged.",
        "Ask the environment's administrator for Change & Deploy Applications; without LifeTime for Allow Extensions and, when the extension has entities, Allow Foreign Entities. Entities also need Publish on their database connections.";
    /// The name belongs to another extension or module.
    PlatformNameConflict = "S612", 409, "The name is taken on this Platform Server",
        "Another extension or module with this name, and with another key, is on the server.",
        "Rename the extension, or download the server's version and change that one.";
    /// The extension is of an older major version.
    PlatformUpgradeDisabled = "S613", 422, "The server does not upgrade extensions of older versions",
        "The XIF was made for an earlier major version, and from 11.14.0 on servers do not recompile such extensions unless an administrator allows it.",
        "Open it in the studio and choose Upgrade to OutSystems 11, or run xif upgrade. Then compile, save and publish that XIF.";
    /// The XIF is too large.
    PlatformTooLarge = "S614", 413, "The XIF is too large",
        "This server and Platform Servers limit the size of what is sent. A XIF grows by a third on its way.",
        "Take resources out that are not needed, or ask the environment's administrator to raise maxRequestLength and maxAllowedContentLength.";
    /// It is not on the server.
    PlatformNotFound = "S615", 404, "The Platform Server does not have it",
        "The extension, the version or the service is not on this server, or the user may not see it.",
        "Read the list again. If a service is missing, this may not be an OutSystems 11 environment.";
    /// Nobody knows how a publish ended.
    PlatformOutcomeUnknown = "S616", 502, "It is not known how the publish ended",
        "The connection broke, or no answer came, after the XIF had been handed over. It was not sent a second time.",
        "Read the versions first: if the new one is there, and is the published one, all is well. Only if it is not, publish again.";
    /// The server refused with words of its own.
    PlatformRefused = "S617", 422, "The Platform Server refused",
        "The server gave a reason that the studio does not know; the message has its own words.",
        "Follow the server's message, or ask the environment's administrator.";
    /// The way does not have this operation.
    PlatformUnsupported = "S618", 422, "This cannot be done over this connection",
        "The protocol of this connection has no such operation that is publicly known.",
        "Do it in Service Center: the connection tells the steps.";
    /// The connection is gone.
    PlatformNoConnection = "S619", 404, "The connection is closed",
        "Connections end when they are not used for a while, when the user disconnects, and when the studio's server restarts. Credentials are forgotten then.",
        "Connect again.";
    /// The job is not known.
    PlatformNoJob = "S620", 404, "This publish is no longer known",
        "The studio's server keeps what it knows of a publish for an hour after its end, and nothing beyond a restart.",
        "Read the versions to see what is published.";
    /// The job does not wait.
    PlatformJobState = "S621", 409, "The publish does not wait for this",
        "It is over, or has not come to the point where it asks.",
        "Look at how it stands.";
    /// The connection broke and nothing was changed.
    PlatformBroken = "S622", 502, "The connection to the Platform Server broke",
        "The connection ended in the middle of a request that changes nothing, or before one was complete.",
        "Try again.";
    /// The publish ended with errors.
    PlatformPublishFailed = "S623", 422, "The Platform Server ended the publish with errors",
        "Compiling or deploying the extension failed on the server; its messages say where. The version is stored, and what was published before is still published.",
        "Read the messages, mend what they name, and publish again.";
    /// It sends elsewhere.
    PlatformRedirect = "S624", 502, "The Platform Server sends to another address",
        "The server answered that the service is at another host. The studio follows to no other host, since credentials would go there.",
        "Connect to that address directly, if you know it.";
    /// The helper of the operator failed.
    PlatformPasswordHelper = "S625", 500, "The password could not be prepared",
        "The operator of the studio's server configured a program that brings passwords into the form that the Platform Server expects, and it failed. Nothing was sent.",
        "Ask the operator of the studio's server.";
    /// Too many connections or jobs.
    PlatformBusy = "S626", 503, "There are too many connections",
        "The number of connections and of publishes at one time is limited.",
        "Disconnect what you do not need, or try again in a few minutes.";
    /// The request does not have the right form.
    PlatformRequest = "S627", 400, "The request is not understood",
        "A field is missing or has a wrong value, or the body is not what belongs there.",
        "Reload the studio.";
    /// The server is of another kind.
    PlatformFailed = "S628", 502, "The Platform Server failed",
        "The server answered with an error of its own.",
        "Try again later; if it happens again, ask the environment's administrator to look into its logs.";
    /// The user did not answer.
    PlatformUnanswered = "S629", 422, "The publish waited too long for an answer",
        "It waited for its user, who did not say whether it goes on. The Platform Server was asked to stop it, and the credentials were forgotten.",
        "Read the messages and the versions, then publish again.";
    /// The server stops.
    PlatformStopping = "S630", 503, "The studio's server is about to stop",
        "It takes no new publish, waits for those that run, and ends. Whoever looks after it restarts it.",
        "Publish again in a few minutes. Nothing was sent.";
    /// The request has no secret.
    PlatformSecret = "S631", 401, "The request lacks the secret of the connection",
        "The page or the program is of an earlier version than the studio's server: then the id alone was enough, which logs may have.",
        "Reload the studio, or update xif, and connect again.";

    /// No such draft, or no right to it.
    DraftUnknown = "S701", 404, "There is no shared draft at this link",
        "The link is misspelt or cut off, was revoked or has expired, or the draft was deleted by its owner or has expired. Which of these it is, is not told.",
        "Ask whoever shared the draft for a new link. A copy that this browser keeps stays as it is.";
    /// The link does not give the right.
    DraftRight = "S702", 403, "This link does not allow it",
        "A link gives the right to view, to comment or to edit; this needs a higher one.",
        "Ask the owner of the draft for a link with that right, or work on a copy.";
    /// Another revision was faster.
    DraftConflict = "S703", 409, "The shared draft has changed meanwhile",
        "Somebody else added a revision first, or an earlier one is missing. Nothing was written.",
        "Take over the newer revisions and send the change again; the studio does so by itself.";
    /// The id is taken.
    DraftTaken = "S704", 409, "This id is taken",
        "Ids of shared drafts, links and tokens are random and used once; this one is there already, for something else.",
        "Share again.";
    /// The revision is too large.
    RevisionSize = "S705", 413, "The revision is too large",
        "The size of one revision of a shared draft is limited.",
        "Remove large resources from the extension, or share its XIF as a file.";
    /// The draft is full.
    DraftFull = "S706", 507, "The shared draft is full",
        "The size of a shared draft, and the number of its revisions and links, are limited.",
        "Share the draft anew, under a new link. Nothing of the old one is lost.";
    /// The store is full.
    DraftStoreFull = "S707", 507, "The server has no space left",
        "The place where the server keeps shared drafts is full. Nothing was written; what was kept before is unchanged.",
        "Save the XIF as a file, and tell the operator of the studio's server.";
    /// Too many requests.
    DraftRate = "S708", 429, "Too many requests to shared drafts",
        "The number of requests, and of bytes sent and read, that one address or network may have in a minute is limited. A list of links counts as a request for each.",
        "Wait as long as the answer says; the studio tries again by itself. If many people share your address, the operator can raise the limit.";
    /// Too much in a day.
    DraftQuota = "S709", 429, "Too much was shared today",
        "The number of shared drafts that one address may create in a day, and the bytes that it may add, are limited.",
        "Go on tomorrow, or ask the operator of the studio's server to raise the limit. Your draft in this browser is not affected.";
    /// The store does not work.
    DraftStore = "S710", 503, "Shared drafts cannot be reached at this moment",
        "The place where the server keeps them does not answer, is too slow, or refuses. Whether a revision that was being sent is kept is not known; sending it again does no harm.",
        "The studio tries again by itself. Your changes stay in this browser. If it lasts, tell the operator of the studio's server.";
    /// The request does not have the right form.
    DraftRequest = "S711", 400, "The request is not understood",
        "A field is missing or has a wrong value, or the body is not what belongs there.",
        "Reload the studio.";
    /// This kind of draft does not take it.
    DraftFrozen = "S712", 409, "A draft of this kind does not take it",
        "The first revision is whole; a snapshot never changes after it, and can only be viewed; a review takes comments only.",
        "Share a draft to edit it together.";
    /// The end is not possible.
    DraftExpiry = "S713", 422, "It cannot end then",
        "The end of a draft or a link must be in the future, and the operator limits how far.",
        "Choose an earlier end.";
    /// What the store has of it is not what was written.
    DraftDamaged = "S714", 500, "The server's copy of this shared draft is damaged",
        "The store has other bytes than were written.",
        "Tell the operator of the studio's server, who may have a backup. Share the copy in your browser anew.";
    /// The operator switched it off.
    DraftsOff = "S715", 501, "This server keeps no shared drafts",
        "Its operator has switched sharing off.",
        "Save the XIF and pass it on as a file.";
    /// Too many requests at one time.
    DraftBusy = "S716", 503, "The server is busy with shared drafts",
        "The number of revisions that arrive at one time, of open pages and of streams of events is limited.",
        "The studio tries again by itself in a moment.";
    /// One client has as many places as it may have.
    DraftPlaces = "S717", 429, "Too many shared drafts are open at your address",
        "The number of pages that follow shared drafts, and of answers that are read, at one time is limited for each address, so that there is room for others.",
        "Close pages that you do not need; the studio tries again by itself. If many people share your address, or a proxy stands in front of the server, its operator can raise the limit or name the proxy's header.";
    /// The revision is encrypted with an earlier key.
    DraftKey = "S718", 409, "The shared draft has a new key",
        "Its owner revoked a link, and made a new key so that nobody who had that link reads what is changed from now on. Nothing was written.",
        "The studio asks for the new key and sends the change again by itself. If it does not, reload it.";

    /// The server wants to know who asks.
    AccessUnknown = "S801", 401, "Sign in first",
        "This server only works for people and programs that it knows: it has users, tokens or both, and this request names neither.",
        "Sign in in the studio, or enter the access token that the server's operator gave you. For xif: --token-file FILE, or XIF_STUDIO_TOKEN.";
    /// The token is not one of the server's.
    AccessToken = "S802", 401, "The access token is not known",
        "The token is misspelt or cut off, or the server's operator has replaced it.",
        "Enter the token again, or ask the server's operator for the current one.";
    /// The user may not do it.
    AccessRight = "S803", 403, "You may not do this on this server",
        "The server's operator decides who may compile, publish, share and administer. Your user or token may not do this.",
        "Ask the server's operator for the right.";
    /// The operator switched it off.
    FeatureOff = "S804", 501, "This server does not do this",
        "Its operator has switched it off.",
        "Use another server, or do it in Integration Studio or Service Center.";
    /// Too many unknown tokens from one client.
    AccessAttempts = "S805", 429, "Too many wrong access tokens",
        "Several requests from your address came with tokens that the server does not know. It takes none from there for a while, also no right one.",
        "Correct the token where it is kept, and try again when the time that the answer says is over.";
    /// Too many failed log-ins at a Platform Server.
    LogInAttempts = "S806", 429, "Too many wrong passwords",
        "Several log-ins of this user, or from your address, were refused by Platform Servers within 15 minutes. The studio's server holds further ones back, so that nobody guesses passwords through it and no user gets locked.",
        "Check user and password, and try again when the time that the answer says is over. The Platform Server's own Service Center is not affected.";
    /// A password came over an unprotected connection.
    LogInUnprotected = "S807", 403, "Passwords are only taken over https",
        "The connection between your browser and the studio's server is not encrypted, so that others on the way could read a password. Nothing was sent to the Platform Server.",
        "Open the studio by its https address. If you run the server: put a proxy with a certificate in front of it, which sets X-Forwarded-Proto, and name it with --trusted-proxy.";
    /// Too many questions to Platform Servers.
    ProbeRate = "S808", 429, "Too many servers were asked for",
        "The number of Platform Servers that one address may ask for in a minute is limited.",
        "Wait as long as the answer says, and try again.";
    /// The identity provider did not say who it is.
    SignInFailed = "S809", 403, "Signing in did not work",
        "The identity provider did not confirm who you are, or the answer was not for this browser, or too late.",
        "Try to sign in once more. If it happens again, ask the server's operator to look into its log.";
    /// The identity provider cannot be reached.
    SignInProvider = "S810", 502, "The identity provider does not answer as it should",
        "The studio's server cannot reach the identity provider that its operator named, or does not understand it.",
        "Try again in a moment. If it lasts, tell the server's operator.";
    /// Too many requests about signing in.
    SignInRate = "S811", 429, "Signing in was tried too often",
        "The number of times that one address may go to the identity provider and back in a minute is limited.",
        "Wait as long as the answer says, and try again.";

    /// The feed of packages does not answer.
    FeedUnreachable = "S901", 502, "The feed of packages cannot be reached",
        "The server that has the packages is not found, takes no connection, gives no answer in time, or is not one that the studio's server calls.",
        "Try again in a moment. If it lasts, tell the server's operator, who chose the feed.";
    /// The feed's answer is not understood.
    FeedMalformed = "S902", 502, "The feed's answer is not understood",
        "The feed does not speak the third version of NuGet's protocol, sends to another place, or its answer is too large.",
        "Tell the server's operator, who chose the feed.";
    /// The feed refuses.
    FeedRefused = "S903", 403, "The feed refuses",
        "It wants a user who may read it, or has a trouble of its own.",
        "Name a user who may read the feed, with the password or token. Otherwise try again later.";
    /// The feed does not have a version of a package.
    FeedNoPackage = "S904", 404, "The feed does not have the package",
        "No package has the name, or it has no such version.",
        "Check name and version.";
    /// Too many questions to feeds.
    FeedBusy = "S905", 503, "Too much is asked of the feed at this moment",
        "The number of questions that the server asks at one time, in all and for one address, is limited.",
        "Try again in a moment.";
    /// A request about packages is wrong.
    FeedRequest = "S906", 400, "The request about packages is not understood",
        "The name of a package, a version or the log-in at the feed is not of its form.",
        "Correct it as the message says.";
}
