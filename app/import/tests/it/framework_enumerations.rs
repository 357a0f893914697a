//! The enumerations of the framework are those of its reference assemblies.

use std::collections::BTreeSet;

use assembly::surface::{Access, TypeKind};
use assembly::{Image, Surface};
use expect_test::expect_file;

/// Those whose types libraries take and give; not the many of user interfaces and of web pages.
const ASSEMBLIES: [&str; 11] = [
    "mscorlib",
    "System",
    "System.Core",
    "System.Data",
    "System.Drawing",
    "System.Net.Http",
    "System.Runtime.Serialization",
    "System.Security",
    "System.Transactions",
    "System.Web.Services",
    "System.Xml",
];

#[test]
fn the_enumerations_of_the_framework_are_known() {
    let Some(toolchain) = support::tools::toolchain() else { return };
    let folder = toolchain.parent().unwrap().join("ref/4.7.2-api");
    let mut names = BTreeSet::new();
    for assembly in ASSEMBLIES {
        let bytes = std::fs::read(folder.join(format!("{assembly}.dll"))).unwrap();
        let Image::Managed(image) = Image::read(&bytes).unwrap() else { unreachable!("it is an assembly") };
        let surface = Surface::read(&image).unwrap();
        for index in surface.types() {
            let of = surface.describe(*index).unwrap();
            if matches!(of.kind, TypeKind::Enum { .. }) && of.access == Access::Public && surface.is_public(*index) {
                names.insert(of.full_name().replace('/', "+"));
            }
        }
    }
    assert!(names.len() > 500, "{}", names.len());
    let text: String = names.iter().map(|name| format!("{name}\n")).collect();
    expect_file!["../../src/framework_enumerations.txt"].assert_eq(&text);
}
