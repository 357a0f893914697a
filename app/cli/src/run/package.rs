//! NuGet packages of an extension.

use ::package::installation::{FileChangeKind, Installation, PackageChange, install, remove, target_of};
use ::package::record::{Entry, Record};
use ::package::{Answer, License, PackageId, PackageVersion, Question, Release, Resolution, Wanted, Wish};
use cli::editing::derived_key;
use cli::feed::{LogIn, Source};
use cli::folder;
use extension::FileName;
use serde_json::{Value, json};
use std::path::Path;

use super::edit::Target;
use super::{Outcome, answered, read, secret, wait};
use crate::arguments::{FeedOptions, PackageAdd, PackageList, PackageOutdated, PackageRemove, PackageVerb, is_file};
use crate::clock;
use crate::failure::Failure;

/// Does what is wanted with packages.
pub(super) fn package(verb: &PackageVerb, as_json: bool) -> Result<Outcome, Failure> {
    match verb {
        PackageVerb::Add(arguments) => add(arguments, as_json),
        PackageVerb::Remove(arguments) => take_out(arguments, as_json),
        PackageVerb::List(arguments) => list(arguments, as_json),
        PackageVerb::Outdated(arguments) => outdated(arguments, as_json).map_err(Failure::in_answer),
    }
}

fn add(arguments: &PackageAdd, as_json: bool) -> Result<Outcome, Failure> {
    let target = Target::open(&arguments.target)?;
    let before = target.extension();
    let (files, names): (Vec<&String>, Vec<&String>) = arguments.names.iter().partition(|name| is_file(name));
    let wanted = match &arguments.version {
        Some(version) => Wanted::Exactly(version.clone()),
        None => Wanted::Latest { prerelease: arguments.prerelease },
    };
    let wish = |name: &&String| {
        let id: PackageId = name.parse().map_err(|error: ::package::IdError| Failure::Usage(error.to_string()))?;
        Ok(Wish { id, wanted: wanted.clone() })
    };
    let wishes = names.iter().map(wish).collect::<Result<Vec<Wish>, Failure>>()?;
    let mut resolution = Resolution::new(target_of(before), wishes, Record::read(before)?.known());
    for file in files {
        resolution.bring(folder::read_file(Path::new(file))?).map_err(cli::feed::FeedFailure::from)?;
    }
    let log_in = log_in(&arguments.feed)?;
    let closure = wait(async {
        let source = Source::open(&arguments.feed.feed, log_in).await?;
        source.resolve(&mut resolution).await
    })??;
    let now = clock::now()?;
    let installation = install(before, closure, &mut |path| derived_key(before, path), &now.local)?;
    let warned = warnings(&installation, &resolution);
    written(&target, &arguments.target, &installation, warned, now, as_json)
}

fn take_out(arguments: &PackageRemove, as_json: bool) -> Result<Outcome, Failure> {
    let target = Target::open(&arguments.target)?;
    let (before, now) = (target.extension(), clock::now()?);
    let installation = remove(before, &arguments.name, &mut |path| derived_key(before, path), &now.local)?;
    written(&target, &arguments.target, &installation, Vec::new(), now, as_json)
}

/// What the feed says against the versions that were taken.
fn warnings(installation: &Installation, resolution: &Resolution) -> Vec<String> {
    let of = |change: &PackageChange| {
        let release = resolution.release(&change.id, change.after.as_ref()?)?;
        let troubles = troubles_of(release);
        (!troubles.is_empty()).then(|| format!("{} {}: {}.", change.id, release.version, troubles.join("; ")))
    };
    installation.packages.iter().filter_map(of).collect()
}

fn troubles_of(release: &Release) -> Vec<String> {
    let deprecated = release.deprecation.iter().map(|why| format!("deprecated: {}", why.trim_end_matches('.')));
    let vulnerable = release.vulnerabilities.iter().map(|what| format!("vulnerable, {what}"));
    deprecated.chain(vulnerable).collect()
}

fn written(
    target: &Target,
    path: &Path,
    installation: &Installation,
    mut notices: Vec<String>,
    now: cli::unpacked::Now,
    as_json: bool,
) -> Result<Outcome, Failure> {
    let before = target.extension();
    let is_changed = installation.extension != *before;
    let generation = target.write(path, &installation.extension, now)?;
    notices.splice(0..0, installation.notes.iter().map(ToString::to_string));
    let step = installation.edit.label(before);
    let answer = json!({
        "shape": 1,
        "extension": before.name.as_str(),
        "target": path.display().to_string(),
        "step": is_changed.then_some(&step),
        "changed": is_changed,
        "packages": installation.packages.iter().map(package_json).collect::<Vec<_>>(),
        "files": installation.files.iter().map(|file| json!({
            "file": file.file.as_str(),
            "change": word(file.kind).to_lowercase(),
        })).collect::<Vec<_>>(),
        "generation": generation,
        "notices": notices,
    });
    let first = if is_changed { &step } else { "nothing changes" };
    let mut lines = vec![format!("{}: {first}", before.name)];
    lines.extend(installation.packages.iter().map(package_line));
    lines.extend(installation.files.iter().map(|file| format!("{} {}", word(file.kind), file.file)));
    Ok(answered(as_json, &answer, &lines.join("\n"), notices))
}

fn package_json(change: &PackageChange) -> Value {
    let text = |version: &Option<PackageVersion>| version.as_ref().map(ToString::to_string);
    json!({
        "id": change.id.as_str(),
        "before": text(&change.before),
        "after": text(&change.after),
        "direct": change.is_direct,
        "license": change.license.as_ref().and_then(license_text),
    })
}

/// `Added Bank.Rates 1.0.0 (licence MIT)`.
fn package_line(change: &PackageChange) -> String {
    let PackageChange { id, before, after, license, is_direct } = change;
    let license = license.as_ref().map(|license| match license_text(license) {
        Some(text) => format!("licence {text}"),
        None => "it does not say its licence".to_owned(),
    });
    let needed = (!is_direct && after.is_some()).then(|| "needed by others".to_owned());
    let more: Vec<String> = license.into_iter().chain(needed).collect();
    let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
    match (before, after) {
        (Some(before), Some(after)) => format!("Updated {id} {before} to {after}{more}"),
        (Some(before), None) => format!("Removed {id} {before}{more}"),
        (None, Some(after)) => format!("Added {id} {after}{more}"),
        (None, None) => id.to_string(),
    }
}

fn license_text(license: &License) -> Option<String> {
    match license {
        License::Unknown => None,
        License::Expression(text) | License::Address(text) => Some(text.clone()),
        License::File(path) => Some(format!("in the package's file {path}")),
    }
}

fn word(kind: FileChangeKind) -> &'static str {
    match kind {
        FileChangeKind::Added => "Added",
        FileChangeKind::Replaced => "Replaced",
        FileChangeKind::Removed => "Removed",
    }
}

fn list(arguments: &PackageList, as_json: bool) -> Result<Outcome, Failure> {
    let (_, extension) = read(&arguments.target)?;
    let record = Record::read(&extension)?;
    let entries = record.entries();
    let answer: Vec<Value> = entries.iter().map(|entry| entry_json(entry, entries)).collect();
    if as_json {
        return Ok(Outcome::plain(format!("{:#}\n", json!({ "shape": 1, "packages": answer }))));
    }
    let line = |entry: &Entry| {
        let why = match &entry.note {
            None => "noted by another tool".to_owned(),
            Some(note) if note.is_direct => "asked for".to_owned(),
            Some(_) => format!("needed by {}", needed_by(entry, entries).join(", ")),
        };
        let framework = if entry.framework.is_empty() { String::new() } else { format!(", {}", entry.framework) };
        format!("{} {}{framework}, {why}\n", entry.id, entry.version)
    };
    let lines: String = entries.iter().map(line).collect();
    Ok(Outcome::plain(if lines.is_empty() { "no packages\n".to_owned() } else { lines }))
}

fn entry_json(entry: &Entry, all: &[Entry]) -> Value {
    let note = entry.note.as_ref();
    json!({
        "id": entry.id.as_str(),
        "version": entry.version.to_string(),
        "framework": entry.framework,
        "direct": note.is_none_or(|note| note.is_direct),
        "foreign": note.is_none(),
        "files": note.map(|note| note.files.iter().map(FileName::as_str).collect::<Vec<_>>()).unwrap_or_default(),
        "neededBy": needed_by(entry, all),
    })
}

fn needed_by(entry: &Entry, all: &[Entry]) -> Vec<String> {
    let needs = |other: &&Entry| {
        let mut needs = other.note.iter().flat_map(|note| &note.needs);
        needs.any(|need| need.id.eq_ignore_ascii_case(entry.id.as_str()))
    };
    all.iter().filter(needs).map(|other| other.id.to_string()).collect()
}

/// What the feed says of a package in use.
struct Standing {
    id: PackageId,
    version: PackageVersion,
    /// A later version that is released and listed.
    later: Option<PackageVersion>,
    /// What speaks against the version.
    troubles: Vec<String>,
    is_known: bool,
}

impl Standing {
    fn of(entry: &Entry, releases: &[Release]) -> Self {
        let listed = releases.iter().filter(|release| release.is_listed).map(|release| &release.version);
        // Who uses a prerelease wants to hear of the next one.
        let is_wanted = |version: &&PackageVersion| entry.version.is_prerelease() || !version.is_prerelease();
        let later = listed.filter(is_wanted).max().filter(|latest| **latest > entry.version).cloned();
        let own = releases.iter().find(|release| release.version == entry.version);
        let troubles = own.map(troubles_of).unwrap_or_default();
        let (id, version) = (entry.id.clone(), entry.version.clone());
        Self { id, version, later, troubles, is_known: !releases.is_empty() }
    }

    fn is_fine(&self) -> bool {
        self.later.is_none() && self.troubles.is_empty()
    }

    fn line(&self) -> String {
        let later = self.later.as_ref().map(|later| format!("outdated: {later} is there"));
        let unknown = (!self.is_known).then(|| "the feed does not have it".to_owned());
        let mut parts: Vec<String> = later.into_iter().chain(self.troubles.iter().cloned()).chain(unknown).collect();
        if parts.is_empty() {
            parts.push("the latest".to_owned());
        }
        format!("{} {}: {}\n", self.id, self.version, parts.join("; "))
    }
}

fn outdated(arguments: &PackageOutdated, as_json: bool) -> Result<Outcome, Failure> {
    let (_, extension) = read(&arguments.target)?;
    let record = Record::read(&extension)?;
    let log_in = log_in(&arguments.feed)?;
    let standings: Vec<Standing> = wait(async {
        let source = Source::open(&arguments.feed.feed, log_in).await?;
        let mut standings = Vec::new();
        for entry in record.entries() {
            if let Answer::Releases(_, releases) = source.answer(&Question::Releases(entry.id.clone())).await? {
                standings.push(Standing::of(entry, &releases));
            }
        }
        Ok::<_, Failure>(standings)
    })??;
    let exit_code = u8::from(!standings.iter().all(Standing::is_fine));
    if as_json {
        let packages: Vec<Value> = standings
            .iter()
            .map(|standing| {
                json!({
                    "id": standing.id.as_str(),
                    "version": standing.version.to_string(),
                    "latest": standing.later.as_ref().map(ToString::to_string),
                    "troubles": standing.troubles,
                    "known": standing.is_known,
                })
            })
            .collect();
        let text = format!("{:#}\n", json!({ "shape": 1, "packages": packages }));
        return Ok(Outcome { exit_code, ..Outcome::plain(text) });
    }
    let lines: String = standings.iter().map(Standing::line).collect();
    let text = if lines.is_empty() { "no packages\n".to_owned() } else { lines };
    Ok(Outcome { exit_code, ..Outcome::plain(text) })
}

fn log_in(feed: &FeedOptions) -> Result<Option<LogIn>, Failure> {
    let Some(user) = feed.feed_user.clone() else { return Ok(None) };
    let password = secret::FEED.read(feed.feed_password_file.as_deref())?;
    Ok(Some(LogIn { user, password }))
}
