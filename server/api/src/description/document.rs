//! The document that is made of the operations.

use super::operation::{Answer, Bearer, Content, Need, Operation, Parameter};
use super::operations;
use super::shape::{Schemas, Shape};
use crate::access::TOKEN_HEADER;
use crate::draft::Conflict;
use crate::problem::{CONTENT_TYPE, Code, Problem};
use crate::version;
use serde_json::{Map, Value, json};

/// Where the cookie of a session is named.
const SESSION: &str = "xif-studio-session";

const ABOUT: &str = "What the studio's server answers to the studio, to `xif` and to other programs. Everything else that it serves is the page. \
Every path that is here takes `HEAD` where it takes `GET`; any other method is refused with 405 and S504, and any other path with 404 and S503. \
\n\nFields may be added to every answer, and codes of problems, rights, operations of a connection, events of a publish and severities may be added \
too: a client leaves out what it does not know. Anything else that changes makes the number of the interface grow, which is the version of this document \
and the header `X-XIF-Studio-API`.\
\n\nA request needs its `Host` to be one of the server's names. One that changes something and comes from a browser must come from a page of that name. \
Beside what stands here, headers of more than 64 KiB are answered with 431, and what is not HTTP with 400, both without a body.";

/// The interface as an OpenAPI document.
pub fn document() -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    for operation in operations() {
        let methods = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
        methods[operation.method.key()] = described(&operation, &mut schemas);
    }
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "XIF Studio",
            "version": version::NUMBER.to_string(),
            "description": ABOUT,
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas.all(),
            "headers": headers(),
            "securitySchemes": security_schemes(),
        },
        "x-problems": problems(),
    })
}

fn described(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut value = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "security": security(operation),
        "responses": responses(operation, schemas),
    });
    if !operation.text.is_empty() {
        value["description"] = operation.text.as_str().into();
    }
    if let Need::Right(right) = operation.need {
        value["x-right"] = right.name().into();
    }
    if !operation.parameters.is_empty() {
        value["parameters"] = operation.parameters.iter().map(|each| parameter(each, schemas)).collect();
    }
    if let Some(content) = &operation.body {
        let body = match content {
            Content::Json(shape) => json!({ "schema": schemas.request(shape), "example": shape.example }),
            _ => json!({ "schema": { "type": "string", "format": "binary" } }),
        };
        value["requestBody"] =
            json!({ "required": !operation.is_body_optional, "content": { content.media_type(): body } });
    }
    value
}

fn parameter(parameter: &Parameter, schemas: &mut Schemas) -> Value {
    json!({
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.is_needed,
        "description": parameter.text,
        "schema": schemas.request(&parameter.shape),
        "example": parameter.shape.example,
    })
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut responses = Map::new();
    for answer in &operation.answers {
        responses.insert(answer.status.to_string(), good(answer, schemas));
    }
    for (status, codes) in operation.refusals() {
        let refused = refused(&codes, schemas);
        match responses.get_mut(&status.to_string()) {
            // A balancer is told in a line of text, anybody else by a problem.
            Some(Value::Object(answer)) => {
                if let Some(Value::Object(content)) = answer.get_mut("content") {
                    content.insert(CONTENT_TYPE.into(), refused["content"][CONTENT_TYPE].clone());
                }
            }
            _ => drop(responses.insert(status.to_string(), refused)),
        }
    }
    Value::Object(responses)
}

fn good(answer: &Answer, schemas: &mut Schemas) -> Value {
    let mut value = json!({ "description": answer.text, "headers": header_references(&answer.headers) });
    if let Some(content) = &answer.content {
        let body = match content {
            Content::Json(shape) => json!({ "schema": schemas.answer(shape), "example": shape.example }),
            Content::Bytes(_) => json!({ "schema": { "type": "string", "format": "binary" } }),
            Content::Text => json!({ "schema": { "type": "string" } }),
            Content::Events(events) => {
                let event = |(name, shape): &(&str, Shape)| json!({ "event": name, "data": schemas.answer(shape), "example": shape.example });
                let events: Vec<Value> = events.iter().map(event).collect();
                json!({ "schema": { "type": "string" }, "x-events": events })
            }
        };
        value["content"] = json!({ content.media_type(): body });
    }
    value
}

fn refused(codes: &[Code], schemas: &mut Schemas) -> Value {
    let names: Vec<&str> = codes.iter().map(|code| code.page().code).collect();
    let problem = Shape::of(&Problem::new(*codes.first().unwrap_or(&Code::Internal), "What happened here."));
    let mut schema = schemas.answer(&problem);
    if let Some(code) = codes.iter().find(|code| **code == Code::DraftConflict) {
        let conflict =
            Shape::of(&Conflict { problem: Problem::new(*code, "Another revision has this number."), latest: 7 });
        schema = json!({ "anyOf": [schemas.answer(&conflict), schema] });
    }
    let mut headers = Vec::new();
    if codes.iter().any(|code| code.retry_after().is_some()) {
        headers.push("Retry-After");
    }
    json!({
        "description": format!("{}, as in x-problems", names.join(", ")),
        "headers": header_references(&headers),
        "content": { CONTENT_TYPE: { "schema": schema, "x-codes": names } },
    })
}

fn header_references(own: &[&str]) -> Value {
    let every = ["X-Request-Id", "X-XIF-Studio-API"];
    let reference = |name: &str| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    Value::Object(every.iter().chain(own).map(|name| reference(name)).collect())
}

fn headers() -> Value {
    let text = |text: &str| json!({ "description": text, "schema": { "type": "string" } });
    let number = |text: &str, is_needed: bool| json!({ "description": text, "required": is_needed, "schema": { "type": "integer", "minimum": 0 } });
    json!({
        "X-Request-Id": text("Names the request in the server's log. Missing only where the system has no randomness, and before a connection is taken."),
        "X-XIF-Studio-API": number("The number of the server's interface.", false),
        "Retry-After": number("Seconds after which the same request is worth another try; missing where waiting does not help.", false),
        "Location": text("Where the browser goes."),
        "Set-Cookie": text("The session, or that it has ended."),
        "Content-Length": number("Bytes of the body.", false),
    })
}

fn security_schemes() -> Value {
    let bearer = |text: &str| json!({ "type": "http", "scheme": "bearer", "description": text });
    json!({
        "token": {
            "type": "apiKey", "in": "header", "name": TOKEN_HEADER,
            "description": "An access token of the server, where its operator has given some.",
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": SESSION,
            "description": "A session after signing in at the identity provider, where the operator has named one. Browsers keep it. A proxy in front may name the user instead.",
        },
        "link": bearer("The token of a link to the shared draft."),
        "secret": bearer("The secret of the connection or the publish, from the answer that opened it."),
    })
}

/// The ways to be let in, of which one is enough. A server that asks nobody who he is wants neither token nor session.
fn security(operation: &Operation) -> Value {
    let own = match operation.bearer {
        Some(Bearer::Link) => vec![("link".to_owned(), json!([]))],
        Some(Bearer::Secret) => vec![("secret".to_owned(), json!([]))],
        None => Vec::new(),
    };
    let ways: &[&str] = match operation.need {
        Need::Nothing | Need::Link => &[""],
        Need::Face | Need::Right(_) => &["", "token", "session"],
    };
    let way = |name: &&str| {
        let name = (!name.is_empty()).then(|| ((*name).to_owned(), json!([])));
        Value::Object(name.into_iter().chain(own.clone()).collect())
    };
    ways.iter().map(way).collect()
}

fn problems() -> Value {
    let page = |code: &Code| {
        let page = code.page();
        json!({ "code": page.code, "status": page.status, "title": page.title, "cause": page.cause, "cure": page.cure })
    };
    Code::ALL.iter().map(page).collect()
}
