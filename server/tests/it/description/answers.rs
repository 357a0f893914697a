//! Whether an answer is one that the document tells.

use api::problem::{self, Problem};
use axum::http::{HeaderMap, StatusCode, header};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};
use support::folder::project;

/// The document as it lies in the repository.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let file = std::fs::read(project().join("server/api/openapi.json")).unwrap();
        serde_json::from_slice(&file).unwrap()
    })
}

/// Fails unless the document has an operation at this address that answers so.
pub(crate) fn check(method: &str, path: &str, status: StatusCode, headers: &HeaderMap, body: &[u8]) {
    if let Err(why) = checked(method, path, status, headers, body) {
        let body = String::from_utf8_lossy(body);
        panic!("{method} {path} answers {status}, which is not as server/api/openapi.json says: {why}\n{body:.600}");
    }
}

fn checked(method: &str, path: &str, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Result<(), String> {
    let header = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = header(header::CONTENT_TYPE).split(';').next().unwrap_or_default().to_owned();
    let problem: Option<Problem> =
        (kind == problem::CONTENT_TYPE && method != "HEAD").then(|| serde_json::from_slice(body).unwrap());
    let code = problem.as_ref().map(|problem| problem.code.as_str());
    if headers.get("x-xif-studio-api").is_none() || headers.get("x-request-id").is_none() {
        return Err("it has neither the number of the interface nor an id, or only one of them".into());
    }
    if let Some(problem) = &problem {
        let said = header(header::RETRY_AFTER).parse().ok();
        if said != problem.retry_after {
            return Err(format!("Retry-After is {said:?}, and the body says {:?}", problem.retry_after));
        }
    }
    // Everything else is the page, or is not there.
    if found(path).is_none() && !path.starts_with("/api/") {
        return Ok(());
    }
    let Some(operation) = operation(method, path) else {
        let allowed: &[&str] = if found(path).is_some() {
            &["S504", "S501", "S502", "S508"]
        } else {
            &["S503", "S501", "S502", "S508", "S504"]
        };
        // The answer to HEAD has no body to say why.
        let is_refused = method == "HEAD" && status.is_client_error();
        return if is_refused || code.is_some_and(|code| allowed.contains(&code)) {
            Ok(())
        } else {
            Err("it tells of no such operation".into())
        };
    };
    let answer = operation["responses"].get(status.as_str()).ok_or("it does not tell this status")?;
    let Some(content) = answer.get("content") else {
        return if body.is_empty() { Ok(()) } else { Err("it tells of no body".into()) };
    };
    if method == "HEAD" || (kind.is_empty() && body.is_empty()) {
        return Ok(());
    }
    let content = content.get(&kind).ok_or_else(|| format!("it does not tell the content type {kind:?}"))?;
    if let Some(code) = code {
        let codes = content["x-codes"].as_array().unwrap();
        return if codes.iter().any(|known| known == code) {
            valid(&content["schema"], body)
        } else {
            Err(format!("it does not tell {code}"))
        };
    }
    match kind.as_str() {
        "application/json" if !path.starts_with("/openapi.json") => valid(&content["schema"], body),
        "text/event-stream" => events(&content["x-events"], body),
        _ => Ok(()),
    }
}

/// Every event of a stream is one of these.
fn events(known: &Value, body: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(body);
    // The last one may be cut off.
    for event in text.split_inclusive("\n\n").filter(|event| event.ends_with("\n\n")) {
        let field =
            |name: &str| event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim_start));
        let Some(data) = field("data") else { continue };
        let name = field("event").unwrap_or("message");
        let shape = known.as_array().unwrap().iter().find(|known| known["event"] == name);
        valid(&shape.ok_or_else(|| format!("it does not tell the event {name}"))?["data"], data.as_bytes())?;
    }
    Ok(())
}

/// Whether JSON is as a schema of the document wants it.
pub(crate) fn valid(schema: &Value, json: &[u8]) -> Result<(), String> {
    static KNOWN: Mutex<BTreeMap<String, Validator>> = Mutex::new(BTreeMap::new());
    let value: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = known.entry(schema.to_string()).or_insert_with(|| {
        let whole = json!({ "allOf": [schema], "components": document()["components"] });
        jsonschema::draft202012::new(&whole).unwrap()
    });
    validator.validate(&value).map_err(|error| format!("{error} at {}", error.instance_path()))
}

/// The operation for a method at an address.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let method = if method == "HEAD" { "GET" } else { method };
    found(path)?.get(method.to_lowercase())
}

/// What the document has at an address.
fn found(path: &str) -> Option<&'static Value> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |template: &str| {
        let (parts, given) = (template.split('/'), path.split('/'));
        parts.clone().count() == given.clone().count()
            && parts
                .zip(given)
                .all(|(part, given)| if part.starts_with('{') { !given.is_empty() } else { part == given })
    };
    let paths = document()["paths"].as_object().unwrap();
    // What is written out comes before what stands for anything.
    paths.get(path).or_else(|| paths.iter().find(|(template, _)| fits(template)).map(|(_, found)| found))
}

/// A test of the tests: an answer that differs in one thing is found out.
#[test]
fn what_the_document_does_not_tell_is_found_out() {
    let headers = |kind: &str| {
        let mut headers = HeaderMap::new();
        for (name, value) in [("content-type", kind), ("x-xif-studio-api", "1"), ("x-request-id", "1")] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    };
    let standing = |status: u16, kind: &str, body: &str| {
        checked(
            "GET",
            "/api/compile/tickets/00",
            StatusCode::from_u16(status).unwrap(),
            &headers(kind),
            body.as_bytes(),
        )
    };
    let json = "application/json";
    assert_eq!(standing(200, json, r#"{"state":"waiting","place":3,"more":1}"#), Ok(()));
    assert!(standing(200, json, r#"{"state":"waiting","place":-1}"#).is_err());
    assert!(standing(200, json, r#"{"state":"waiting"}"#).is_err());
    assert!(standing(200, "text/plain", "waiting").is_err());
    assert!(standing(201, json, r#"{"state":"running"}"#).is_err());
    let problem = |code| serde_json::to_string(&Problem::new(code, "d")).unwrap();
    assert_eq!(standing(404, problem::CONTENT_TYPE, &problem(problem::Code::NoTicket)), Ok(()));
    assert!(standing(404, problem::CONTENT_TYPE, &problem(problem::Code::PlatformNoJob)).is_err());
    assert!(checked("GET", "/api/nothing", StatusCode::OK, &headers(json), b"{}").is_err());
    assert!(checked("GET", "/healthz", StatusCode::OK, &HeaderMap::new(), b"{}").is_err());
}
