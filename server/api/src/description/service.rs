//! What the server tells of itself.

use super::operation::{Content, Method, Operation, json};
use crate::compile::PATH as COMPILE;
use crate::draft::DraftLimits;
use crate::health::{self, Compiler, Counted, Drafts, Health, Load, Sandbox, Wall, Ways};

/// Where the document is served.
pub(super) const DOCUMENT: &str = "/openapi.json";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::new(Method::Get, health::PATH, "health", "What runs, and what it can do")
            .text(format!(
                "Whether compiling works, which {COMPILE} needs, and whether drafts can be shared. Everybody may ask."
            ))
            .answers(200, "How the server is.", json(&example())),
        Operation::new(Method::Get, "/livez", "live", "Whether the process answers")
            .text("For balancers: it is answered under any host name.")
            .under_any_name()
            .answers(200, "It does.", Content::Text),
        Operation::new(Method::Get, "/readyz", "ready", "Whether the server takes work")
            .text("For balancers: it is answered under any host name.")
            .under_any_name()
            .answers(200, "It does.", Content::Text)
            .answers(
                503,
                "It is stopping, or its store cannot be read; or there are too many connections.",
                Content::Text,
            )
            .with_header("Retry-After"),
        Operation::new(Method::Get, DOCUMENT, "description", "This document")
            .text("It is compressed for whoever accepts that, and has an entity tag.")
            .answers(200, "The document.", Content::Bytes("application/json"))
            .with_header("Content-Length")
            .answers(304, "It is the one of `If-None-Match`.", None),
    ]
}

fn example() -> Health {
    Health {
        version: "0.1.0".into(),
        compiler: Compiler::Ready { sdk: "8.0.404".into(), support_ended: None, largest_archive: Some(64 << 20) },
        running: 1,
        waiting: 0,
        ways: Some(Ways {
            host: Load { at_once: 2, running: 1, waiting: 0 },
            dotnet_build: Load { at_once: 2, running: 0, waiting: 0 },
        }),
        drafts: Drafts::Ready { limits: limits() },
        sandbox: Some(Sandbox { counted: Counted::Cgroup, landlock: Wall::Whole }),
    }
}

pub(super) fn limits() -> DraftLimits {
    DraftLimits {
        revision_bytes: 8 << 20,
        draft_bytes: 256 << 20,
        revisions: 100_000,
        links: 1000,
        idle_days: 90,
        longest_days: 366,
    }
}
