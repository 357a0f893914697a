//! Closures: questions out, answers of a feed in memory in, versions out.

use std::collections::BTreeMap;

use extension::TargetFramework;
use package::{
    Answer, Dependency, Known, PackageId, PackageVersion, Question, Release, Resolution, ResolutionError, Resolved,
    Step, Wanted, Wish,
};
use proptest::prelude::*;
use support::feed::nupkg;

/// Packages by name and version.
#[derive(Default)]
pub(crate) struct Shelf(BTreeMap<PackageId, Vec<(Release, Vec<u8>)>>);

impl Shelf {
    pub(crate) fn with(mut self, id: &str, version: &str, needs: &[(&str, &str)]) -> Self {
        let dll = format!("lib/net45/{id}.dll");
        let content = format!("{id} {version}");
        let bytes = nupkg(id, version, needs, &[(&dll, content.as_bytes())]);
        self.put(id, version, bytes);
        self
    }

    pub(crate) fn put(&mut self, id: &str, version: &str, bytes: Vec<u8>) {
        let release = Release::plain(version.parse().unwrap());
        self.0.entry(id.parse().unwrap()).or_default().push((release, bytes));
    }

    fn hide(mut self, id: &str, version: &str) -> Self {
        for (release, _) in self.0.get_mut(&id.parse().unwrap()).unwrap() {
            release.is_listed &= release.version != version.parse().unwrap();
        }
        self
    }

    fn answer(&self, question: &Question) -> Answer {
        let of = |id: &PackageId| self.0.get(id).map(Vec::as_slice).unwrap_or_default();
        match question {
            Question::Releases(id) => Answer::Releases(id.clone(), of(id).iter().map(|it| it.0.clone()).collect()),
            Question::Versions(id) => {
                Answer::Versions(id.clone(), of(id).iter().map(|it| it.0.version.clone()).collect())
            }
            Question::Package(id, version) => {
                let found = of(id).iter().find(|it| it.0.version == *version);
                Answer::Package(id.clone(), version.clone(), found.map(|it| it.1.clone()))
            }
        }
    }

    /// Drives a search; the answers of each step come in the order that `order` makes.
    fn resolve(
        &self,
        mut resolution: Resolution,
        order: &mut dyn FnMut(&mut Vec<Question>),
    ) -> Result<Vec<Resolved>, ResolutionError> {
        let mut step = resolution.begin();
        loop {
            match step {
                Step::Ask(mut questions) => {
                    order(&mut questions);
                    let mut last = Step::Wait;
                    for question in &questions {
                        assert!(matches!(last, Step::Wait | Step::Failed(_)), "a step comes after the last answer");
                        last = resolution.answer(self.answer(question));
                        if matches!(last, Step::Failed(_)) {
                            break;
                        }
                    }
                    step = last;
                }
                Step::Wait => panic!("nobody is asked"),
                Step::Done(closure) => return Ok(closure),
                Step::Failed(error) => return Err(error),
            }
        }
    }

    pub(crate) fn closure(&self, wishes: &[Wish], known: Vec<Known>) -> Result<Vec<Resolved>, ResolutionError> {
        self.resolve(Resolution::new(TargetFramework::V472, wishes.to_vec(), known), &mut |_| ())
    }

    fn words(&self, wishes: &[Wish], known: Vec<Known>) -> String {
        match self.closure(wishes, known) {
            Ok(closure) => shown(&closure),
            Err(error) => error.to_string(),
        }
    }
}

fn shown(closure: &[Resolved]) -> String {
    let one = |it: &Resolved| format!("{} {}{}", it.id, it.version, if it.is_direct { "!" } else { "" });
    closure.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(crate) fn latest(id: &str) -> Wish {
    Wish { id: id.parse().unwrap(), wanted: Wanted::Latest { prerelease: false } }
}

pub(crate) fn exactly(id: &str, version: &str) -> Wish {
    Wish { id: id.parse().unwrap(), wanted: Wanted::Exactly(version.parse().unwrap()) }
}

fn known(id: &str, version: &str, needs: Option<&[(&str, &str)]>, is_direct: bool) -> Known {
    let need = |(id, range): &(&str, &str)| Dependency { id: (*id).to_owned(), range: (*range).to_owned() };
    let needs = needs.map(|needs| needs.iter().map(need).collect());
    Known { id: id.parse().unwrap(), version: version.parse().unwrap(), needs, is_direct }
}

fn bank() -> Shelf {
    Shelf::default()
        .with("Bank", "1.0", &[("Core", "1.0"), ("Json", "9.0")])
        .with("Bank", "2.0", &[("Core", "1.1"), ("Json", "[9.0,12.0)")])
        .with("Bank", "3.0-beta", &[])
        .with("Core", "1.0", &[("Json", "10.0")])
        .with("Core", "1.1", &[("Json", "10.0")])
        .with("Core", "1.2", &[("Json", "13.0")])
        .with("Json", "9.0", &[])
        .with("Json", "10.0.1", &[])
        .with("Json", "11.0", &[])
        .with("Json", "13.0", &[])
        .with("Json", "14.0-rc", &[])
}

#[test]
fn the_latest_with_the_lowest_versions_that_serve() {
    assert_eq!(bank().words(&[latest("bank")], Vec::new()), "Bank 2.0.0!, Core 1.1.0, Json 10.0.1");
    assert_eq!(bank().words(&[exactly("Bank", "1.0")], Vec::new()), "Bank 1.0.0!, Core 1.0.0, Json 10.0.1");
    let prerelease = Wish { wanted: Wanted::Latest { prerelease: true }, ..latest("Bank") };
    assert_eq!(bank().words(&[prerelease], Vec::new()), "Bank 3.0.0-beta!");
    assert_eq!(bank().hide("Bank", "2.0").words(&[latest("Bank")], Vec::new()), "Bank 1.0.0!, Core 1.0.0, Json 10.0.1");
    let all = [latest("Bank"), latest("Core")];
    assert_eq!(
        bank().words(&all, Vec::new()),
        "No version of Json fits: Bank 2.0.0 needs 9.0.0 or later but before 12.0.0, Core 1.2.0 needs 13.0.0 or later. \
         The feed has 14.0.0-rc, 13.0.0, 11.0.0, 10.0.1, 9.0.0."
    );
}

#[test]
fn what_is_installed_stays_unless_somebody_needs_more() {
    let json = |version, is_direct| known("Json", version, Some(&[]), is_direct);
    assert_eq!(bank().words(&[latest("Bank")], vec![json("11.0", true)]), "Bank 2.0.0!, Core 1.1.0, Json 11.0.0!");
    assert_eq!(bank().words(&[latest("Bank")], vec![json("9.0", true)]), "Bank 2.0.0!, Core 1.1.0, Json 10.0.1!");
    assert_eq!(bank().words(&[latest("Bank")], vec![json("11.0", false)]), "Bank 2.0.0!, Core 1.1.0, Json 11.0.0");
    // What only an earlier version needed goes.
    let before = vec![known("Bank", "1.0", Some(&[("Old", "1.0")]), true), known("Old", "1.0", Some(&[]), false)];
    assert_eq!(bank().words(&[latest("Bank")], before), "Bank 2.0.0!, Core 1.1.0, Json 10.0.1");
    let closure = bank().closure(&[latest("Bank")], vec![json("11.0", true)]).unwrap();
    assert!(closure[2].content.is_none() && closure[1].content.is_some(), "what is there is not fetched");
    // A wish for what is there, by name, changes nothing but who asked.
    let bank_is_there = vec![known("Bank", "2.0", Some(&[]), false)];
    let closure = bank().closure(&[exactly("Bank", "2.0")], bank_is_there).unwrap();
    assert!(closure[0].is_direct && closure[0].content.is_none());
}

#[test]
fn packages_that_another_tool_noted_are_left_alone() {
    let fixed = |version| vec![known("Json", version, None, true)];
    assert_eq!(bank().words(&[latest("Bank")], fixed("10.0.1")), "Bank 2.0.0!, Core 1.1.0, Json 10.0.1!");
    assert_eq!(
        bank().words(&[latest("Bank")], fixed("13.0")),
        "Json 13.0.0 stands in packages.config, put there by another tool, and does not fit: the extension needs 13.0.0 or later, \
         Bank 2.0.0 needs 9.0.0 or later but before 12.0.0, Core 1.1.0 needs 10.0.0 or later. Add Json itself in a version that fits."
    );
    let adopted = bank().closure(&[exactly("Json", "13.0")], fixed("13.0")).unwrap();
    assert!(adopted[0].content.is_some() && adopted[0].needs.is_some(), "a wish adopts it");
}

#[test]
fn what_is_not_there_is_said() {
    let words = |wish: Wish| bank().words(&[wish], Vec::new());
    assert_eq!(words(latest("Nothing")), "The feed has no package Nothing.");
    assert_eq!(words(exactly("Bank", "7.0")), "The feed has no version 7.0.0 of Bank.");
    let lone = || Shelf::default().with("A", "1.0", &[("B", "1.0")]);
    assert_eq!(lone().words(&[latest("A")], Vec::new()), "The feed has no package B, which A 1.0.0 needs.");
    let only = Shelf::default().with("A", "1.0-a", &[]);
    let told = "A has no version that is released and listed; the latest prerelease is 1.0.0-a.";
    assert_eq!(only.words(&[latest("A")], Vec::new()), told);
    let floating = Shelf::default().with("A", "1.0", &[("B", "1.*")]);
    let told = floating.words(&[latest("A")], Vec::new());
    assert!(told.starts_with("A needs B, which is not understood: “1.*” floats"), "{told}");
    let mut wrong = Shelf::default();
    wrong.put("A", "1.0", nupkg("B", "1.0", &[], &[]));
    assert_eq!(wrong.words(&[latest("A")], Vec::new()), "The feed gave B 1.0 for A 1.0.0.");
    let mut other = Shelf::default().with("A", "1.0", &[("B", "1.0")]);
    other.put("B", "1.0", nupkg("B", "1.0", &[], &[("lib/net8.0/B.dll", b"x")]));
    let told = other.words(&[latest("A")], Vec::new());
    assert!(told.starts_with("B 1.0.0: The package has no assemblies for .NET Framework 4.7.2"), "{told}");
}

#[test]
fn circles_end_and_a_later_version_takes_demands_away() {
    let circle = Shelf::default().with("A", "1.0", &[("B", "1.0")]).with("B", "1.0", &[("A", "1.0")]);
    assert_eq!(circle.words(&[latest("A")], Vec::new()), "A 1.0.0!, B 1.0.0");
    // B 1.0 needs exactly C 1.0, which does not go with D; but D needs B 2.0, too.
    let shelf = Shelf::default()
        .with("A", "1.0", &[("B", "1.0"), ("D", "1.0")])
        .with("B", "1.0", &[("C", "[1.0]")])
        .with("B", "2.0", &[("C", "2.0")])
        .with("C", "1.0", &[])
        .with("C", "2.0", &[])
        .with("D", "1.0", &[("E", "1.0"), ("C", "2.0")])
        .with("E", "1.0", &[("B", "2.0")]);
    assert_eq!(shelf.words(&[latest("A")], Vec::new()), "A 1.0.0!, B 2.0.0, C 2.0.0, D 1.0.0, E 1.0.0");
}

#[test]
fn a_file_of_the_user_is_a_wish() {
    let mut resolution = Resolution::new(TargetFramework::V472, Vec::new(), Vec::new());
    let own = nupkg("Own", "0.1", &[("Json", "10.0")], &[("lib/net45/Own.dll", b"own")]);
    resolution.bring(own).unwrap();
    let closure = bank().resolve(resolution, &mut |_| ()).unwrap();
    assert_eq!(shown(&closure), "Json 10.0.1, Own 0.1.0!");
    let mut resolution = Resolution::new(TargetFramework::V472, Vec::new(), Vec::new());
    let told = resolution.bring(b"x".to_vec()).unwrap_err().to_string();
    assert!(told.starts_with("The file is not a NuGet package: "), "{told}");
}

#[test]
fn a_closure_is_bounded() {
    let chain = (0..300).fold(Shelf::default(), |shelf, number| {
        let next = format!("P{}", number + 1);
        shelf.with(&format!("P{number}"), "1.0", &[(&next, "1.0")])
    });
    let told = chain.words(&[latest("P0")], Vec::new());
    assert_eq!(told, "More than 200 packages would come along.");
}

proptest! {
    /// Packages at random: a search ends, what it finds satisfies everybody, and the order of answers does not matter.
    #[test]
    fn what_is_found_fits_whatever_the_order_of_answers(
        needs in prop::collection::vec((0_u8..6, 1_u8..5, prop::collection::vec((0_u8..6, 1_u8..5, any::<bool>()), 0..3)), 1..24),
        turn in 0_usize..5,
    ) {
        let mut shelf = Shelf::default();
        let mut seen = std::collections::BTreeSet::new();
        for (id, version, needs) in needs {
            if !seen.insert((id, version)) {
                continue;
            }
            let needs: Vec<(String, String)> = needs
                .iter()
                .map(|(id, version, is_exact)| {
                    (format!("P{id}"), if *is_exact { format!("[{version}.0]") } else { format!("{version}.0") })
                })
                .collect();
            let needs: Vec<(&str, &str)> = needs.iter().map(|(id, range)| (id.as_str(), range.as_str())).collect();
            shelf = shelf.with(&format!("P{id}"), &format!("{version}.0"), &needs);
        }
        let new = || Resolution::new(TargetFramework::V472, vec![latest("P0")], Vec::new());
        let found = shelf.resolve(new(), &mut |_| ());
        let turned = shelf.resolve(new(), &mut |questions| {
            let by = turn % questions.len();
            questions.rotate_left(by);
        });
        match (&found, &turned) {
            (Ok(found), Ok(turned)) => prop_assert_eq!(shown(found), shown(turned)),
            (Err(_), Err(_)) => {}
            _ => prop_assert!(false, "{:?} and {:?}", found, turned),
        }
        for one in found.iter().flatten() {
            for need in one.needs.iter().flatten() {
                let other = found.iter().flatten().find(|it| it.id.as_str() == need.id);
                let range: package::VersionRange = need.range.parse().unwrap();
                prop_assert!(other.is_some_and(|it| range.contains(&it.version)), "{} needs {:?}", one.id, need);
            }
        }
    }
}

#[test]
fn versions_are_spelt_in_one_way() {
    let version: PackageVersion = "1.0".parse().unwrap();
    assert_eq!(version.to_string(), "1.0.0");
}
