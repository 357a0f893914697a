//! The routes under `/api/packages`.

use crate::hosts::single;
use crate::packages::Asker;
use crate::routes::Routes;
use crate::state::Server;
use api::package::{
    FEED_HEADER, FoundPackage, PACKAGE_TYPE, PACKAGES, PackageRelease, PackageSearch, PackageVersions, ReleaseList,
    SEARCH_LIMIT, SearchQuery,
};
use api::problem::{Code, Problem};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use package::feed::Hit;
use package::{PackageId, PackageVersion, Release};
use web::client::Client;
use web::named::Named;
use web::problem::Refusal;

/// Characters of a text that is searched for.
const LONGEST_TEXT: usize = 200;
/// Characters of a log-in.
const LONGEST_LOG_IN: usize = 4000;

/// These and more.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get(PACKAGES, search)
        .get(&format!("{PACKAGES}/{{id}}/releases"), releases)
        .get(&format!("{PACKAGES}/{{id}}/versions"), versions)
        .get(&format!("{PACKAGES}/{{id}}/versions/{{version}}/content"), content)
}

async fn search(
    State(server): State<Server>,
    client: Client,
    query: Result<Query<SearchQuery>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Json<PackageSearch>, Refusal> {
    let asker = asker(client, &headers)?;
    let Query(SearchQuery { text, prerelease }) = query.map_err(|error| wrong(error.body_text()))?;
    if text.len() > LONGEST_TEXT {
        return Err(wrong(format!("A search has {LONGEST_TEXT} characters at most.")).into());
    }
    let hits = server.packages.search(&asker, &text, prerelease, SEARCH_LIMIT).await?;
    let found = |hit: Hit| FoundPackage {
        id: hit.id,
        version: hit.version,
        description: hit.description,
        authors: hit.authors,
        downloads: hit.downloads,
    };
    Ok(Json(PackageSearch { packages: hits.into_iter().map(found).collect() }))
}

async fn releases(
    State(server): State<Server>,
    client: Client,
    Named(id): Named<String>,
    headers: HeaderMap,
) -> Result<Json<ReleaseList>, Refusal> {
    let (asker, id) = (asker(client, &headers)?, id_of(&id)?);
    let release = |release: Release| PackageRelease {
        version: release.version.to_string(),
        is_listed: release.is_listed,
        license: release.license,
        deprecation: release.deprecation,
        vulnerabilities: release.vulnerabilities,
    };
    let releases = server.packages.releases(&asker, &id).await?;
    Ok(Json(ReleaseList { releases: releases.into_iter().map(release).collect() }))
}

async fn versions(
    State(server): State<Server>,
    client: Client,
    Named(id): Named<String>,
    headers: HeaderMap,
) -> Result<Json<PackageVersions>, Refusal> {
    let (asker, id) = (asker(client, &headers)?, id_of(&id)?);
    let versions = server.packages.versions(&asker, &id).await?;
    Ok(Json(PackageVersions { versions: versions.iter().map(ToString::to_string).collect() }))
}

async fn content(
    State(server): State<Server>,
    client: Client,
    Named((id, version)): Named<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (asker, id) = (asker(client, &headers)?, id_of(&id)?);
    let version: PackageVersion = version.parse().map_err(|error: package::VersionError| wrong(error.to_string()))?;
    // Until it is read it lies in memory.
    let place = server
        .packages
        .calls
        .download(client)
        .await
        .map_err(|_| Problem::new(Code::FeedBusy, "Too many packages are downloaded at this moment."))?;
    let bytes = server.packages.content(&asker, &id, &version).await?;
    drop(place);
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(PACKAGE_TYPE)), (header::CONTENT_LENGTH, bytes.len().into())];
    Ok((headers, bytes).into_response())
}

fn asker(client: Client, headers: &HeaderMap) -> Result<Asker, Problem> {
    if !headers.contains_key(FEED_HEADER) {
        return Ok(Asker { client, log_in: None });
    }
    let is_basic = |value: &&str| value.len() <= LONGEST_LOG_IN && value.starts_with("Basic ");
    let value = single(headers, FEED_HEADER).filter(is_basic);
    let value = value.and_then(|value| HeaderValue::from_str(value).ok());
    let mut value = value.ok_or_else(|| wrong(format!("{FEED_HEADER} is not of the form Basic BASE64.")))?;
    value.set_sensitive(true);
    Ok(Asker { client, log_in: Some(value) })
}

fn id_of(text: &str) -> Result<PackageId, Problem> {
    text.parse().map_err(|error: package::IdError| wrong(error.to_string()))
}

fn wrong(what: String) -> Problem {
    Problem::new(Code::FeedRequest, what)
}
