use crate::{PackageError, PackageId, PackageVersion, VersionRange};

/// Who needs which versions of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The package that needs it; none for the user.
    pub by: Option<(PackageId, PackageVersion)>,
    /// The versions that serve.
    pub range: VersionRange,
}

/// Why there is no closure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResolutionError {
    /// The feed does not have a package.
    #[error("The feed has no package {id}{}.", needed_by(demands))]
    NoSuchPackage {
        /// Its name.
        id: PackageId,
        /// Who needs it.
        demands: Vec<Demand>,
    },
    /// The feed does not have a version of a package.
    #[error("The feed has no version {version} of {id}.")]
    NoSuchVersion {
        /// The package.
        id: PackageId,
        /// The version.
        version: PackageVersion,
    },
    /// All versions are prereleases, or hidden.
    #[error("{id} has no version that is released and listed{}.", latest.as_ref().map(|it| format!("; the latest prerelease is {it}")).unwrap_or_default())]
    OnlyPrereleases {
        /// The package.
        id: PackageId,
        /// The latest listed prerelease.
        latest: Option<PackageVersion>,
    },
    /// No version satisfies everybody.
    #[error("No version of {id} fits: {}. The feed has {}.", told(demands), listed(offered))]
    Conflict {
        /// The package.
        id: PackageId,
        /// Who needs which versions.
        demands: Vec<Demand>,
        /// The versions that there are.
        offered: Vec<PackageVersion>,
    },
    /// A package that another tool noted does not satisfy everybody.
    #[error(
        "{id} {version} stands in packages.config, put there by another tool, and does not fit: {}. Add {id} itself in a version that fits.",
        told(demands)
    )]
    Fixed {
        /// The package.
        id: PackageId,
        /// Its version.
        version: PackageVersion,
        /// Who needs which versions.
        demands: Vec<Demand>,
    },
    /// A package needs something that is not understood.
    #[error("{by} needs {needed:.100}, which is not understood: {why}")]
    Dependency {
        /// The package.
        by: PackageId,
        /// What it needs.
        needed: String,
        /// Why it is not understood.
        why: String,
    },
    /// A package cannot be used.
    #[error("{id} {version}: {error}")]
    Package {
        /// The package.
        id: PackageId,
        /// Its version.
        version: PackageVersion,
        /// Why.
        error: PackageError,
    },
    /// The user's file cannot be used.
    #[error("{error}")]
    File {
        /// Why.
        error: PackageError,
    },
    /// The feed gave another package.
    #[error("The feed gave {found:.200} for {id} {version}.")]
    OtherPackage {
        /// The package.
        id: PackageId,
        /// Its version.
        version: PackageVersion,
        /// What the feed gave.
        found: String,
    },
    /// There are too many packages.
    #[error("More than {0} packages would come along.")]
    TooMany(usize),
    /// There are too many bytes.
    #[error("The packages have more than {} MB of files.", .0 >> 20)]
    TooLarge(usize),
}

fn told(demands: &[Demand]) -> String {
    let who = |demand: &Demand| match &demand.by {
        Some((id, version)) => format!("{id} {version}"),
        None => "the extension".to_owned(),
    };
    let told = demands.iter().map(|demand| format!("{} needs {}", who(demand), demand.range));
    told.collect::<Vec<_>>().join(", ")
}

fn needed_by(demands: &[Demand]) -> String {
    let by: Vec<String> = demands.iter().filter_map(|it| it.by.as_ref()).map(|(id, it)| format!("{id} {it}")).collect();
    if by.is_empty() { String::new() } else { format!(", which {} needs", by.join(" and ")) }
}

/// So many versions are told.
const TOLD: usize = 8;

fn listed(versions: &[PackageVersion]) -> String {
    let mut latest: Vec<&PackageVersion> = versions.iter().collect();
    latest.sort_unstable_by(|one, other| other.cmp(one));
    let words: Vec<String> = latest.iter().take(TOLD).map(ToString::to_string).collect();
    if latest.len() > TOLD {
        format!("{} and {} more", words.join(", "), latest.len() - TOLD)
    } else {
        words.join(", ")
    }
}
