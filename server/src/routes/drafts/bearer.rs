//! Who asks. Every request is counted, and its token becomes a right, before anything else of it is read.

use super::Refused;
use crate::state::Server;
use api::draft::Token;
use api::problem::{Code, Problem};
use axum::extract::{FromRequestParts, Path};
use axum::http::header;
use axum::http::request::Parts;
use drafts::Drafts;
use drafts::access::{Access, unknown};
use drafts::manage::LinkRecords;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;
use web::places::arrivals::Sender;

/// Somebody without a right.
pub(super) struct Guest {
    /// All drafts.
    pub(super) drafts: Arc<Drafts>,
    /// Whose limits count.
    pub(super) sender: Sender,
}

/// Somebody with a right to the draft of the address.
pub(super) struct Bearer {
    /// All drafts.
    pub(super) drafts: Arc<Drafts>,
    /// Whose limits count.
    pub(super) sender: Sender,
    /// The right.
    pub(super) access: Access,
    parts: HashMap<String, String>,
}

impl Bearer {
    /// A part of the address.
    pub(super) fn part<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let part = self.parts.get(name).and_then(|part| part.parse().ok());
        part.ok_or_else(|| Problem::new(Code::DraftRequest, format!("The address has no valid {name}.")))
    }
}

impl Bearer {
    /// Which records of links there are. Each one that is to be read costs as much as a request.
    pub(super) async fn link_records(&self) -> Result<LinkRecords, Refused> {
        let records = self.drafts.link_records(&self.access).await?;
        self.drafts.rates.requests(self.sender.client, records.number())?;
        Ok(records)
    }
}

impl FromRequestParts<Server> for Guest {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Refused> {
        let off = || Problem::new(Code::DraftsOff, "Drafts cannot be shared here.");
        let drafts = Arc::clone(server.drafts.as_ref().ok_or_else(off)?);
        let Ok(sender) = Sender::from_request_parts(parts, server).await;
        drafts.rates.request(sender.client)?;
        Ok(Self { drafts, sender })
    }
}

impl FromRequestParts<Server> for Bearer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Refused> {
        let Guest { drafts, sender } = Guest::from_request_parts(parts, server).await?;
        let named = Path::<HashMap<String, String>>::from_request_parts(parts, server).await;
        let Path(named) = named.map_err(|_| unknown())?;
        let id = named.get("draft").and_then(|id| id.parse().ok()).ok_or_else(unknown)?;
        let token = token(parts).ok_or_else(unknown)?;
        let access = drafts.access(id, token.hash()).await?;
        Ok(Self { drafts, sender, access, parts: named })
    }
}

fn token(parts: &Parts) -> Option<Token> {
    let (scheme, token) = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    token.trim().parse().ok().filter(|_| scheme.eq_ignore_ascii_case("bearer"))
}
