//! The walk over what is known: who needs what, and which version of each package that makes.

use std::collections::{BTreeMap, BTreeSet};

use super::{CLOSURE_LIMIT, Demand, Question, Resolution, ResolutionError, Wanted, range_of};
use crate::{PackageId, PackageVersion, VersionRange};

/// What a search finds.
pub(super) enum Found {
    /// What must be known first.
    Missing(Vec<Question>),
    /// The packages of the closure.
    All(BTreeSet<PackageId>),
}

/// The version of a package, or what must be known first.
enum Choice {
    Version(PackageVersion),
    Ask(Question),
}

impl Resolution {
    pub(super) fn search(&mut self) -> Result<Found, ResolutionError> {
        // Each round raises a version or is the last one, and versions only rise.
        loop {
            let demands = self.demands()?;
            if demands.len() > CLOSURE_LIMIT {
                return Err(ResolutionError::TooMany(CLOSURE_LIMIT));
            }
            let (mut missing, mut has_changed, mut failed) = (Vec::new(), false, None);
            for (id, demands) in &demands {
                let choice = match self.choice(id, demands) {
                    Ok(choice) => choice,
                    // What is known later may take a demand away.
                    Err(error) => {
                        failed.get_or_insert(error);
                        continue;
                    }
                };
                match choice {
                    Choice::Ask(question) => missing.push(question),
                    Choice::Version(version) => {
                        has_changed |= self.chosen.get(id) != Some(&version);
                        self.chosen.insert(id.clone(), version.clone());
                        if self.needs(id).is_none() {
                            missing.push(Question::Package(id.clone(), version));
                        }
                    }
                }
            }
            if has_changed {
                continue;
            }
            if !missing.is_empty() {
                return Ok(Found::Missing(missing));
            }
            return failed.map_or_else(|| Ok(Found::All(demands.into_keys().collect())), Err);
        }
    }

    /// Who needs which versions of each package, as far as the walk gets.
    fn demands(&self) -> Result<BTreeMap<PackageId, Vec<Demand>>, ResolutionError> {
        let mut demands: BTreeMap<PackageId, Vec<Demand>> = BTreeMap::new();
        let mut next = Vec::new();
        for wish in &self.wishes {
            let range = match &wish.wanted {
                Wanted::Exactly(version) => VersionRange::exactly(version.clone()),
                Wanted::Latest { .. } => VersionRange::default(),
            };
            demands.entry(wish.id.clone()).or_default().push(Demand { by: None, range });
            next.push(wish.id.clone());
        }
        let stays = |id: &PackageId| !self.is_wished(id);
        for known in self.known.values().filter(|known| stays(&known.id) && (known.is_direct || known.needs.is_none()))
        {
            let range = VersionRange::at_least(known.version.clone());
            demands.entry(known.id.clone()).or_default().push(Demand { by: None, range });
            next.push(known.id.clone());
        }
        let mut seen = BTreeSet::new();
        while let Some(id) = next.pop() {
            if !seen.insert(id.clone()) || seen.len() > CLOSURE_LIMIT {
                continue;
            }
            let (Some(needs), Some(version)) = (self.needs(&id), self.chosen.get(&id)) else { continue };
            for dependency in needs {
                let (needed, range) = range_of(&id, dependency)?;
                let by = Some((id.clone(), version.clone()));
                demands.entry(needed.clone()).or_default().push(Demand { by, range });
                next.push(needed);
            }
        }
        for demands in demands.values_mut() {
            demands.sort_by(|one, other| one.by.cmp(&other.by));
        }
        Ok(demands)
    }

    /// The lowest version that satisfies everybody; the latest where the user wants that.
    fn choice(&self, id: &PackageId, demands: &[Demand]) -> Result<Choice, ResolutionError> {
        let serves = |version: &PackageVersion| demands.iter().all(|demand| demand.range.contains(version));
        let wish = self.wishes.iter().find(|wish| wish.id == *id).map(|wish| &wish.wanted);
        let known = self.known.get(id).filter(|_| wish.is_none());
        // What the extension has stays where it serves. A range without a prerelease still lets an installed one stay.
        let floor = self.chosen.get(id).or(known.map(|known| &known.version));
        if let Some(known) = known.filter(|known| known.needs.is_none()) {
            let version = known.version.clone();
            return if serves(&version) {
                Ok(Choice::Version(version))
            } else {
                Err(ResolutionError::Fixed { id: id.clone(), version, demands: demands.to_vec() })
            };
        }
        if let Some(version) = floor.filter(|version| serves(version)) {
            return Ok(Choice::Version(version.clone()));
        }
        let conflict = |offered: &[PackageVersion]| {
            let (id, demands) = (id.clone(), demands.to_vec());
            if offered.is_empty() {
                ResolutionError::NoSuchPackage { id, demands }
            } else {
                ResolutionError::Conflict { id, demands, offered: offered.to_vec() }
            }
        };
        match wish {
            Some(Wanted::Exactly(version)) => {
                let is_served = serves(version);
                if is_served {
                    Ok(Choice::Version(version.clone()))
                } else {
                    Err(conflict(std::slice::from_ref(version)))
                }
            }
            Some(Wanted::Latest { prerelease }) => {
                let Some(releases) = self.releases.get(id) else {
                    return Ok(Choice::Ask(Question::Releases(id.clone())));
                };
                let all: Vec<PackageVersion> = releases.iter().map(|release| release.version.clone()).collect();
                if all.is_empty() {
                    return Err(conflict(&[]));
                }
                let listed = || releases.iter().filter(|it| it.is_listed).map(|it| &it.version);
                let latest = listed().filter(|version| *prerelease || !version.is_prerelease()).max();
                let only = || ResolutionError::OnlyPrereleases { id: id.clone(), latest: listed().max().cloned() };
                let latest = latest.ok_or_else(only)?;
                // The wish itself asks for no range, so that a prerelease can be the latest.
                let is_served = demands.iter().filter(|demand| demand.by.is_some()).all(|it| it.range.contains(latest));
                if is_served { Ok(Choice::Version(latest.clone())) } else { Err(conflict(&all)) }
            }
            None => {
                let Some(versions) = self.versions.get(id) else {
                    return Ok(Choice::Ask(Question::Versions(id.clone())));
                };
                let above = |version: &&PackageVersion| floor.is_none_or(|floor| *version >= floor);
                let lowest = versions.iter().filter(above).filter(|version| serves(version)).min();
                lowest.cloned().map(Choice::Version).ok_or_else(|| conflict(versions))
            }
        }
    }
}
