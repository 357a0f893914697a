//! What a server's own descriptions (`?WSDL`) tell about the names that a profile does not have for certain.
//!
//! The order of parameters is known from the vendor's published client, so a name that is not certain is taken from its place.

mod print;
mod wsdl;

use super::address::Address;
use super::allowed::Allowed;
use super::calls::Caller;
use super::certificate::Authorities;
use super::http::{AnswerSize, Http, HttpLimits, Outgoing, Purpose};
use super::profile::{Content, Element, Evidence, Name, Operation, Profile, Protocol};
use super::soap::status;
use super::xml::Node;
use api::platform::connect::Fingerprint;
use api::problem::Problem;
use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use std::collections::BTreeMap;
use wsdl::{Description, Member};

/// What was found.
#[derive(Debug)]
pub struct Discovery {
    /// A profile to be laid over the one that comes with the server.
    pub profile: String,
    /// What was not found, or is other than expected; a line each.
    pub notes: Vec<String>,
}

/// Why nothing was found.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// The server cannot be asked.
    #[error("{}: {} {}", .0.code, .0.detail, .0.cure)]
    Problem(Problem),
    /// No service describes itself.
    #[error("no service at {address} describes itself:\n{}", notes.join("\n"))]
    Nothing {
        /// The server.
        address: String,
        /// What happened with each.
        notes: Vec<String>,
    },
}

impl From<Problem> for DiscoverError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Reads the descriptions of all services of a profile and completes it. No credential is sent.
///
/// # Errors
/// When a description cannot be read, or lacks what the profile needs.
pub async fn discover(
    address: &str,
    accepted: Option<Fingerprint>,
    allowed: &Allowed,
    profile: &Profile,
) -> Result<Discovery, DiscoverError> {
    let address = Address::parse(address)?;
    let found = allowed.resolve(&address).await?;
    let http = Http::new(address, &found, &Authorities::of_system(), accepted, HttpLimits::default(), Caller::alone())?;
    let mut notes = Vec::new();
    let mut text = format!("# Completed from the descriptions of {}.\n", http.address());
    let mut any = false;
    let protocols = [("service_center", Some(&profile.service_center)), ("native", profile.native.as_ref())];
    for (title, protocol) in protocols {
        let Some(protocol) = protocol else { continue };
        let descriptions = describe(&http, protocol, &mut notes).await;
        any |= !descriptions.is_empty();
        print::services(title, protocol, &descriptions, &mut text);
        for (call, operation) in &protocol.operations {
            let Some(description) = descriptions.get(operation.service.as_str()) else { continue };
            let mut completed = operation.clone();
            complete(&mut completed, description, &mut notes);
            print::operation(title, *call, &completed, &mut text);
        }
    }
    let address = http.address().to_string();
    if any { Ok(Discovery { profile: text, notes }) } else { Err(DiscoverError::Nothing { address, notes }) }
}

/// The descriptions of those services that have one.
async fn describe<'a>(http: &Http, protocol: &'a Protocol, notes: &mut Vec<String>) -> BTreeMap<&'a str, Description> {
    let mut found = BTreeMap::new();
    for (title, service) in &protocol.services {
        match fetch(http, &service.path.text).await {
            Ok(description) => {
                found.insert(title.as_str(), description);
            }
            Err(why) => notes.push(format!("{}: {why}", service.path)),
        }
    }
    found
}

async fn fetch(http: &Http, path: &str) -> Result<Description, String> {
    let path = format!("{path}?WSDL");
    let outgoing = Outgoing {
        method: Method::GET,
        path,
        headers: HeaderMap::new(),
        body: Bytes::new(),
        bulk: false,
        answer: AnswerSize::List,
        purpose: Purpose::Question,
    };
    let incoming = http.send(outgoing).await.map_err(|error| error.to_string())?;
    if incoming.status != StatusCode::OK {
        return Err(status(http, incoming.status, &incoming.body).to_string());
    }
    let root = Node::parse(&incoming.body).map_err(|error| format!("the description is not understood: {error}"))?;
    Description::read(&root).ok_or_else(|| "it is not a description of a service".into())
}

fn complete(operation: &mut Operation, description: &Description, notes: &mut Vec<String>) {
    let name = operation.name.text.clone();
    let response = format!("{name}Response");
    let (Some(inputs), Some(outputs)) = (description.element(&name), description.element(&response)) else {
        notes.push(format!("{name}: the service has no such operation."));
        return;
    };
    operation.name.certain = true;
    if inputs.len() == operation.sends.len() {
        in_places(&mut operation.sends, inputs, description, &name, notes);
    } else {
        notes.push(format!("{name}: it takes {} fields, the profile sends {}.", inputs.len(), operation.sends.len()));
    }
    if outputs.len() >= operation.answers.len() {
        in_places(&mut operation.answers, outputs, description, &response, notes);
    } else {
        notes.push(format!(
            "{response}: it has {} fields, the profile reads {}.",
            outputs.len(),
            operation.answers.len()
        ));
    }
    if operation.is_certain() && operation.support == Evidence::Unverified {
        "The names are those of the server's own description; what it does was not verified."
            .clone_into(&mut operation.note);
    }
}

/// Names by place, at the top of a message.
fn in_places(
    elements: &mut [Element],
    members: &[Member],
    description: &Description,
    at: &str,
    notes: &mut Vec<String>,
) {
    for (element, member) in elements.iter_mut().zip(members) {
        settle(&mut element.name, Some(&member.name), at, notes);
        below(element, member, description, at, notes);
    }
}

/// Names of members of a structure: those that are there by name, then the others by place when nothing else is left over.
fn by_name(elements: &mut [Element], members: &[Member], description: &Description, at: &str, notes: &mut Vec<String>) {
    let equal = elements.len() == members.len();
    for (place, element) in elements.iter_mut().enumerate() {
        let named = members.iter().find(|member| member.name.eq_ignore_ascii_case(&element.name.text));
        let member = named.or_else(|| if equal { members.get(place) } else { None });
        settle(&mut element.name, member.map(|member| member.name.as_str()), at, notes);
        if let Some(member) = member {
            below(element, member, description, at, notes);
        }
    }
}

fn below(element: &mut Element, member: &Member, description: &Description, at: &str, notes: &mut Vec<String>) {
    let Content::Children(children) = &mut element.content else { return };
    match description.members_of(member) {
        Some(members) => by_name(children, members, description, at, notes),
        None => notes.push(format!("{at}: {} is not a structure.", member.name)),
    }
}

fn settle(name: &mut Name, found: Option<&str>, at: &str, notes: &mut Vec<String>) {
    match found {
        Some(found) if name.certain && found != name.text => {
            notes.push(format!("{at}: {name} is called {found} here; the description counts."));
            found.clone_into(&mut name.text);
        }
        Some(found) => {
            found.clone_into(&mut name.text);
            name.certain = true;
        }
        None => notes.push(format!("{at}: {name} is not in the description.")),
    }
}
