//! `POST /api/compile?extension=<Name>`: the sources of an extension in, its assembly or the compiler's messages out.
//!
//! The body is a zip (`application/zip`) of the extension's `Source/NET` folder, with entries relative to that folder, such as
//! `MyExt.csproj` or `Bin/Newtonsoft.Json.dll`. The answer is a [`CompileAnswer`] (status 200) whenever a build was started, also
//! when it failed. When no build was started it is a [`Problem`] with the status that its table names.

mod cause;
mod ticket;

use crate::problem::{Code, Problem};
use serde::{Deserialize, Serialize};

pub use cause::{Cause, OfferedAssemblies, OfferedAssembly};
pub use ticket::{BadTicket, Standing, Ticket};

/// Where archives are posted to.
pub const PATH: &str = "/api/compile";

/// GET: the [`PlatformAssemblies`] to compile against.
pub const PLATFORM: &str = "/api/compile/platform";

/// GET, with a slash and a [`Ticket`] behind it: the [`Standing`] of the request with this ticket.
pub const TICKETS: &str = "/api/compile/tickets";

/// GET: the [`OfferedAssemblies`]; with a slash and an id behind it the bytes of one.
pub const OFFERED: &str = "/api/compile/assemblies";

/// Bytes that an archive may have; the server refuses larger ones with S105.
pub const LARGEST_ARCHIVE: usize = 64 << 20;

/// Why an archive of so many bytes is not sent: a server takes no more than `most`. None when it takes it.
pub fn too_large(bytes: u64, most: u64) -> Option<Problem> {
    let mib = |bytes: u64| {
        // Tenths, rounded up, so that what is too large never looks as if it were not.
        let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
        format!("{}.{} MiB", tenths / 10, tenths % 10)
    };
    (bytes > most).then(|| {
        let detail =
            format!("The sources and assemblies have {} when packed, and the server takes {}.", mib(bytes), mib(most));
        Problem::new(Code::ArchiveSize, detail)
    })
}

/// The content type of the request.
pub const CONTENT_TYPE: &str = "application/zip";

/// The query of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct CompileQuery {
    /// Name of the extension: the assembly that is answered is `OutSystems.Nss<extension>.dll`.
    pub extension: String,
    /// By which the client can ask how the request stands while it waits for the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<Ticket>,
}

impl CompileQuery {
    /// The path and query of the request.
    pub fn path(&self) -> String {
        let ticket = self.ticket.map(|ticket| format!("&ticket={ticket}")).unwrap_or_default();
        format!("{PATH}?extension={}{ticket}", crate::platform::escaped(&self.extension))
    }
}

/// How a build ended, with everything that it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct CompileAnswer {
    /// The result.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The messages of the compiler and the build, in the order they were printed, without repetitions.
    pub diagnostics: Vec<Diagnostic>,
    /// How it was compiled; servers of before hosts say nothing, and what a later one says is left out when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "crate::known::one")]
    pub way: Option<Way>,
    /// Whether this is the kept result of the same sources, which were compiled before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
    /// What the build printed; the middle is left out when it is long, and a line says so.
    pub output: String,
    /// Milliseconds the build waited for its turn.
    pub waited_ms: u64,
    /// Milliseconds the build ran.
    pub elapsed_ms: u64,
}

/// How an extension was compiled. Both ways give the same assembly, to the byte, and the same messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a warm compiler host, which runs the compiler alone.
    Host,
    /// By `dotnet build`, which runs the project.
    DotnetBuild,
}

/// The result of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The project compiled.
    Succeeded {
        /// What it compiled to.
        assembly: Assembly,
    },
    /// The compiler or the build found errors; the diagnostics name them.
    Failed,
    /// The build did not end by itself, or not with the assembly that an extension needs.
    Stopped {
        /// Why, and what to do about it.
        problem: Problem,
    },
}

/// The main assembly of an extension. Other files of the output folder are not answered: what the extension references is already
/// in its `Bin` folder, and the platform's assemblies stay on the platform.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Assembly {
    /// File name: `OutSystems.Nss<Name>.dll`.
    pub name: String,
    /// The bytes of the DLL; base64 in JSON.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64")]
    pub dll: Vec<u8>,
    /// The XML documentation file `OutSystems.Nss<Name>.xml`, when the project writes one.
    pub documentation: Option<String>,
}

impl std::fmt::Debug for Assembly {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Assembly")
            .field("name", &self.name)
            .field("bytes", &self.dll.len())
            .field("documentation", &self.documentation.is_some())
            .finish()
    }
}

/// Reference assemblies of the platform, of our own declarations: what a project needs in its `bin` folder to be built where there is
/// no platform. They have no code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct PlatformAssemblies {
    /// All of them.
    pub assemblies: Vec<PlatformAssembly>,
}

/// A reference assembly.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct PlatformAssembly {
    /// File name: `OutSystems.HubEdition.RuntimePlatform.dll`.
    pub name: String,
    /// The bytes of the DLL; base64 in JSON.
    #[cfg_attr(feature = "description", schemars(with = "String", extend("contentEncoding" = "base64")))]
    #[serde(with = "crate::base64")]
    pub dll: Vec<u8>,
}

impl std::fmt::Debug for PlatformAssembly {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PlatformAssembly").field("name", &self.name).field("bytes", &self.dll.len()).finish()
    }
}

/// One message of the compiler or the build.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// Path of the file relative to the `Source/NET` folder with `/` between folders; none for messages about the build itself.
    pub file: Option<String>,
    /// Where in the file; none for messages about the file as a whole.
    pub span: Option<Span>,
    /// How bad it is.
    pub severity: Severity,
    /// The code, such as `CS0103` or `MSB3644`; empty when the message has none.
    pub code: String,
    /// The message.
    pub text: String,
    /// What lies behind a message of the server's own, whose code begins with S.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// A place in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Span {
    /// Where it starts.
    pub start: Position,
    /// Where it ends (exclusive), when the compiler says so.
    pub end: Option<Position>,
}

/// A line and a column, both counted from 1; the column in UTF-16 units, as the compiler and the editor count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// How bad a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// There is no assembly because of it.
    Error,
    /// The assembly was made all the same.
    Warning,
    /// A remark; also what a later server calls otherwise.
    #[serde(other)]
    Info,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_keeps_its_shape_on_the_wire() {
        let answer = CompileAnswer {
            outcome: Outcome::Succeeded {
                assembly: Assembly { name: "OutSystems.NssA.dll".into(), dll: vec![0, 255], documentation: None },
            },
            way: None,
            kept: false,
            diagnostics: vec![Diagnostic {
                file: Some("A.cs".into()),
                span: Some(Span { start: Position { line: 3, column: 9 }, end: None }),
                severity: Severity::Warning,
                code: "CS0168".into(),
                text: "unused".into(),
                cause: None,
            }],
            output: String::new(),
            waited_ms: 0,
            elapsed_ms: 12,
        };
        let json = serde_json::to_string(&answer).unwrap();
        assert_eq!(
            json,
            concat!(
                r#"{"outcome":"succeeded","assembly":{"name":"OutSystems.NssA.dll","dll":"AP8=","documentation":null},"#,
                r#""diagnostics":[{"file":"A.cs","span":{"start":{"line":3,"column":9},"end":null},"severity":"warning","#,
                r#""code":"CS0168","text":"unused"}],"output":"","waited_ms":0,"elapsed_ms":12}"#
            )
        );
        assert_eq!(serde_json::from_str::<CompileAnswer>(&json).unwrap(), answer);
    }

    #[test]
    fn what_is_too_large_is_told_with_figures() {
        assert_eq!(too_large(64 << 20, 64 << 20), None);
        let problem = too_large((64 << 20) + 1, 64 << 20).unwrap();
        assert_eq!(problem.kind(), Some(Code::ArchiveSize));
        assert_eq!(
            problem.detail,
            "The sources and assemblies have 64.1 MiB when packed, and the server takes 64.0 MiB."
        );
    }

    #[test]
    fn a_failed_build_has_no_assembly() {
        let json = r#"{"outcome":"failed","diagnostics":[],"output":"x","waited_ms":1,"elapsed_ms":2}"#;
        let answer: CompileAnswer = serde_json::from_str(json).unwrap();
        assert_eq!(answer.outcome, Outcome::Failed);
    }
}
