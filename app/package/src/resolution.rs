//! What comes along with the packages that are wanted: one version of each.
//!
//! The rules are NuGet's for projects of the .NET Framework: of each package the lowest version is taken that satisfies everybody
//! who needs it, and what is installed stays unless somebody needs a later version. Where NuGet lets the nearest demand win and
//! warns of the others, this ends with a conflict: extensions have no binding redirects, so such a choice fails at run time.
//!
//! A [`Resolution`] does no input or output. It gives [`Question`]s and takes [`Answer`]s; the result does not depend on the order
//! of the answers.

mod error;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use extension::TargetFramework;

use crate::{Dependency, License, Package, PackageError, PackageId, PackageVersion, Selection, VersionRange};

pub use error::{Demand, ResolutionError};

/// The most packages of one closure.
pub const CLOSURE_LIMIT: usize = 200;
/// The most bytes of files of one closure.
const FILES_LIMIT: usize = 512 << 20;

/// A package that the user wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Its name.
    pub id: PackageId,
    /// Which version.
    pub wanted: Wanted,
}

/// Which version of a package is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The latest that the feed lists.
    Latest {
        /// Whether it may be a prerelease.
        prerelease: bool,
    },
    /// This one.
    Exactly(PackageVersion),
}

/// A package that the extension has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub id: PackageId,
    /// Its version.
    pub version: PackageVersion,
    /// What it needs; none where nobody noted it, and then it is left as it is.
    pub needs: Option<Vec<Dependency>>,
    /// Whether the user asked for it, and not another package.
    pub is_direct: bool,
}

/// What is asked of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The versions of a package, with what the feed says of each.
    Releases(PackageId),
    /// All versions of a package.
    Versions(PackageId),
    /// The bytes of a package.
    Package(PackageId, PackageVersion),
}

/// What a feed says.
#[derive(Debug)]
pub enum Answer {
    /// The versions of a package, with what is said of each; empty where there is no such package.
    Releases(PackageId, Vec<Release>),
    /// All versions of a package; empty where there is no such package.
    Versions(PackageId, Vec<PackageVersion>),
    /// The bytes of a package; none where there is no such version.
    Package(PackageId, PackageVersion, Option<Vec<u8>>),
}

/// A version in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The version.
    pub version: PackageVersion,
    /// Whether its author shows it to people who look for it.
    pub is_listed: bool,
    /// Its licence, as an expression or an address.
    pub license: Option<String>,
    /// What its author says against using it: the reasons, and what to take instead.
    pub deprecation: Option<String>,
    /// Its known vulnerabilities: how severe each is, and where to read of it.
    pub vulnerabilities: Vec<String>,
}

impl Release {
    /// A version of which nothing else is known.
    pub fn plain(version: PackageVersion) -> Self {
        Self { version, is_listed: true, license: None, deprecation: None, vulnerabilities: Vec::new() }
    }
}

/// A package of a closure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// Its name, as it spells it itself.
    pub id: PackageId,
    /// Its version.
    pub version: PackageVersion,
    /// Whether the user asked for it, and not another package.
    pub is_direct: bool,
    /// The packages that it needs; none where nobody noted it.
    pub needs: Option<Vec<Dependency>>,
    /// Its licence and files; none where the extension has this version.
    pub content: Option<(License, Selection)>,
}

/// How a resolution goes on.
#[derive(Debug)]
pub enum Step {
    /// These questions are to be asked, in any order. The answers of earlier ones are all there.
    Ask(Vec<Question>),
    /// Some answers are still missing.
    Wait,
    /// The closure, sorted by name.
    Done(Vec<Resolved>),
    /// There is none.
    Failed(ResolutionError),
}

/// A search for a closure.
#[derive(Debug)]
pub struct Resolution {
    target: TargetFramework,
    wishes: Vec<Wish>,
    known: BTreeMap<PackageId, Known>,
    releases: BTreeMap<PackageId, Vec<Release>>,
    versions: BTreeMap<PackageId, Vec<PackageVersion>>,
    read: BTreeMap<(PackageId, PackageVersion), ReadPackage>,
    /// The version of each package so far; it only rises, so that the search ends.
    chosen: BTreeMap<PackageId, PackageVersion>,
    /// How many answers are missing.
    open: usize,
    bytes: usize,
}

/// A package that was fetched.
#[derive(Debug)]
struct ReadPackage {
    id: PackageId,
    license: License,
    selection: Selection,
}

impl Resolution {
    /// Looks for what these wishes need beside the packages that the extension has, for a project of this framework.
    pub fn new(target: TargetFramework, wishes: Vec<Wish>, known: Vec<Known>) -> Self {
        Self {
            target,
            wishes,
            known: known.into_iter().map(|known| (known.id.clone(), known)).collect(),
            releases: BTreeMap::new(),
            versions: BTreeMap::new(),
            read: BTreeMap::new(),
            chosen: BTreeMap::new(),
            open: 0,
            bytes: 0,
        }
    }

    /// Brings a package that the user has as a file, and wants.
    ///
    /// # Errors
    /// It is no package, or has nothing for the project.
    pub fn bring(&mut self, bytes: Vec<u8>) -> Result<(), ResolutionError> {
        let unread = |error| ResolutionError::File { error };
        let package = Package::read(bytes).map_err(unread)?;
        let wrong = |text: String| unread(PackageError::Manifest(text));
        let id: PackageId = package.id().parse().map_err(|error: crate::IdError| wrong(error.to_string()))?;
        let version: PackageVersion =
            package.version().parse().map_err(|error: crate::VersionError| wrong(error.to_string()))?;
        self.take(&id, &version, package)?;
        self.wishes.retain(|wish| wish.id != id);
        self.wishes.push(Wish { id, wanted: Wanted::Exactly(version) });
        Ok(())
    }

    /// The first step.
    pub fn begin(&mut self) -> Step {
        self.advance()
    }

    /// Takes an answer.
    pub fn answer(&mut self, answer: Answer) -> Step {
        self.open = self.open.saturating_sub(1);
        let taken = match answer {
            Answer::Releases(id, releases) => {
                self.releases.insert(id, releases);
                Ok(())
            }
            Answer::Versions(id, versions) => {
                self.versions.insert(id, versions);
                Ok(())
            }
            Answer::Package(id, version, None) => Err(ResolutionError::NoSuchVersion { id, version }),
            Answer::Package(id, version, Some(bytes)) => match Package::read(bytes) {
                Ok(package) => self.take(&id, &version, package),
                Err(error) => Err(ResolutionError::Package { id, version, error }),
            },
        };
        match taken {
            Err(error) => Step::Failed(error),
            Ok(()) if self.open > 0 => Step::Wait,
            Ok(()) => self.advance(),
        }
    }

    /// What the feed says of the versions that were asked about.
    pub fn release(&self, id: &PackageId, version: &PackageVersion) -> Option<&Release> {
        self.releases.get(id)?.iter().find(|release| release.version == *version)
    }

    fn take(&mut self, id: &PackageId, version: &PackageVersion, mut package: Package) -> Result<(), ResolutionError> {
        let own: Option<PackageId> = package.id().parse().ok();
        let own_version: Option<PackageVersion> = package.version().parse().ok();
        let Some(own) = own.filter(|own| own == id && own_version.as_ref() == Some(version)) else {
            let found = format!("{} {}", package.id(), package.version());
            return Err(ResolutionError::OtherPackage { id: id.clone(), version: version.clone(), found });
        };
        let license = package.license().clone();
        let selection = package.for_framework(self.target).map_err(|error| ResolutionError::Package {
            id: own.clone(),
            version: version.clone(),
            error,
        })?;
        let files = selection.files.iter().chain(&selection.native);
        self.bytes += files.map(|file| file.bytes.len()).sum::<usize>();
        if self.bytes > FILES_LIMIT {
            return Err(ResolutionError::TooLarge(FILES_LIMIT));
        }
        self.read.insert((id.clone(), version.clone()), ReadPackage { id: own, license, selection });
        Ok(())
    }

    fn advance(&mut self) -> Step {
        match self.search() {
            Ok(walk::Found::Missing(questions)) => {
                self.open = questions.len();
                Step::Ask(questions)
            }
            Ok(walk::Found::All(reached)) => Step::Done(self.closure(&reached)),
            Err(error) => Step::Failed(error),
        }
    }

    fn closure(&mut self, reached: &BTreeSet<PackageId>) -> Vec<Resolved> {
        let is_direct = |id: &PackageId, wishes: &[Wish], known: Option<&Known>| {
            wishes.iter().any(|wish| wish.id == *id) || known.is_some_and(|known| known.is_direct)
        };
        let mut all = Vec::new();
        for id in reached {
            let Some(version) = self.chosen.get(id) else { continue };
            let known = self.known.get(id);
            let is_direct = is_direct(id, &self.wishes, known);
            let version = version.clone();
            // What was read of a version that is there says nothing new, unless another tool noted it.
            let is_there = known.is_some_and(|known| known.version == version && known.needs.is_some());
            let read = self.read.remove(&(id.clone(), version.clone())).filter(|_| !is_there);
            let resolved = match (read, known) {
                (Some(read), _) => Resolved {
                    id: read.id,
                    version,
                    is_direct,
                    needs: Some(read.selection.dependencies.clone()),
                    content: Some((read.license, read.selection)),
                },
                (None, Some(known)) => {
                    Resolved { id: known.id.clone(), version, is_direct, needs: known.needs.clone(), content: None }
                }
                (None, None) => continue,
            };
            all.push(resolved);
        }
        all
    }

    /// What a chosen package needs, where that is known.
    fn needs(&self, id: &PackageId) -> Option<&[Dependency]> {
        let version = self.chosen.get(id)?;
        if let Some(read) = self.read.get(&(id.clone(), version.clone())) {
            return Some(&read.selection.dependencies);
        }
        let known = self.known.get(id).filter(|known| known.version == *version)?;
        match &known.needs {
            Some(needs) => Some(needs),
            // Another tool noted it, with what it needs beside it. When it is wished for, it is read.
            None if self.is_wished(id) => None,
            None => Some(&[]),
        }
    }

    fn is_wished(&self, id: &PackageId) -> bool {
        self.wishes.iter().any(|wish| wish.id == *id)
    }
}

/// The range of a dependency.
fn range_of(by: &PackageId, dependency: &Dependency) -> Result<(PackageId, VersionRange), ResolutionError> {
    let wrong = |why: String| ResolutionError::Dependency { by: by.clone(), needed: dependency.id.clone(), why };
    let id = dependency.id.parse().map_err(|error: crate::IdError| wrong(error.to_string()))?;
    let range = dependency.range.parse().map_err(|error: crate::RangeError| wrong(error.to_string()))?;
    Ok((id, range))
}
