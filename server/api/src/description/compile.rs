//! Compiling.

use super::Shape;
use super::operation::{Content, Method, Need, Operation, json, text};
use crate::access::Right;
use crate::compile::{
    Assembly, CONTENT_TYPE, CompileAnswer, Diagnostic, LARGEST_ARCHIVE, OFFERED, OfferedAssemblies, OfferedAssembly,
    Outcome, PATH, PLATFORM, PlatformAssemblies, PlatformAssembly, Position, Severity, Span, Standing, TICKETS, Ticket,
    Way,
};
use crate::problem::Code;

const OF_THE_ARCHIVE: [Code; 21] = [
    Code::ArchiveUnreadable,
    Code::ArchiveEncrypted,
    Code::ArchiveMethod,
    Code::ArchiveEntries,
    Code::ArchiveSize,
    Code::ArchiveFileSize,
    Code::ArchiveTotalSize,
    Code::ArchiveDamaged,
    Code::PathOutside,
    Code::PathAbsolute,
    Code::PathInvalid,
    Code::PathReserved,
    Code::PathLength,
    Code::PathTwice,
    Code::PathLink,
    Code::ProjectMissing,
    Code::ProjectAmbiguous,
    Code::ProjectUnreadable,
    Code::ProjectFramework,
    Code::ExtensionName,
    Code::Query,
];

const OF_THE_COMPILER: [Code; 6] =
    [Code::Busy, Code::ClientBuilds, Code::BuildEnded, Code::NoToolchain, Code::NoSandbox, Code::BuildNotStarted];

pub(super) fn operations() -> Vec<Operation> {
    let right = Need::Right(Right::Compile);
    let ticket = || Shape::of(&Ticket([7; 16]));
    let platform = PlatformAssemblies {
        assemblies: vec![PlatformAssembly {
            name: "OutSystems.HubEdition.RuntimePlatform.dll".into(),
            dll: b"MZ".to_vec(),
        }],
    };
    vec![
        Operation::new(Method::Post, PATH, "compile", "Compiles an extension")
            .text(format!(
                "The body is a zip of the extension's folder `Source/NET`, {} MiB at most, with entries relative to that folder. The answer comes when the build \
                 has ended; it is 200 whenever a build was started, also when it found errors or was stopped, which is then in `outcome`. It is given away while \
                 it is read, within 15 minutes: when it takes longer the connection breaks off before `Content-Length` bytes came. A client that closes the \
                 connection ends the build.",
                LARGEST_ARCHIVE >> 20
            ))
            .needs(right)
            .asks("extension", "Name of the extension: the assembly is `OutSystems.Nss<extension>.dll`.", text("MortgageLib"))
            .may_ask("ticket", "By which the client can ask how the request stands while it waits.", ticket())
            .takes(Content::Bytes(CONTENT_TYPE))
            .answers(200, "How the build ended.", json(&answer()))
            .with_header("Content-Length")
            .refuses(&OF_THE_ARCHIVE)
            .refuses(&OF_THE_COMPILER),
        Operation::new(Method::Get, format!("{TICKETS}/{{ticket}}"), "compileStanding", "How a request to compile stands")
            .needs(right)
            .part("ticket", "The ticket of the request.", ticket())
            .answers(200, "It is on its way, waits or is built.", json(&Standing::Waiting { place: 3 }))
            .refuses(&[Code::NoTicket, Code::NotFound]),
        Operation::new(Method::Get, OFFERED, "offeredAssemblies", "Assemblies that extensions may add")
            .text("Those that the server's operator put there.")
            .needs(right)
            .answers(200, "All of them, by name, the latest version first.", json(&OfferedAssemblies { assemblies: vec![offered()] }))
            .refuses(&[Code::NoToolchain, Code::NoSandbox]),
        Operation::new(Method::Get, format!("{OFFERED}/{{id}}"), "offeredAssembly", "One assembly that extensions may add")
            .needs(right)
            .part("id", "Its id.", text("0a1b2c"))
            .answers(200, "Its bytes.", Content::Bytes("application/octet-stream"))
            .refuses(&[Code::NotFound, Code::NoToolchain, Code::NoSandbox]),
        Operation::new(Method::Get, PLATFORM, "platformAssemblies", "Reference assemblies of the platform")
            .text("Declarations of our own, without code: what a project needs to be built where there is no platform.")
            .needs(right)
            .answers(200, "All of them.", json(&platform))
            .refuses(&[Code::NoToolchain, Code::NoSandbox]),
    ]
}

fn offered() -> OfferedAssembly {
    OfferedAssembly {
        id: "0a1b2c".into(),
        name: "Newtonsoft.Json.dll".into(),
        version: Some("13.0.3.27908".into()),
        size: 711_952,
    }
}

fn answer() -> CompileAnswer {
    let place = |line, column| Position { line, column };
    CompileAnswer {
        outcome: Outcome::Succeeded {
            assembly: Assembly {
                name: "OutSystems.NssMortgageLib.dll".into(),
                dll: b"MZ".to_vec(),
                documentation: None,
            },
        },
        diagnostics: vec![Diagnostic {
            file: Some("MortgageLib.cs".into()),
            span: Some(Span { start: place(12, 17), end: Some(place(12, 22)) }),
            severity: Severity::Warning,
            code: "CS0168".into(),
            text: "The variable 'years' is declared but never used".into(),
            cause: None,
        }],
        way: Some(Way::Host),
        kept: false,
        output: String::new(),
        waited_ms: 0,
        elapsed_ms: 19,
    }
}
