//! One of every kind of type and member, in the words of C#.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use assembly::signature::{self, Primitive, Type};
use assembly::{Budget, Documentation, Style, Surface};
use expect_test::expect_file;

use crate::{KINDS, MODULE, managed};

fn listed(bytes: &[u8]) -> String {
    let image = managed(bytes);
    let surface = Surface::read(&image).unwrap();
    let mut out = String::new();
    for of in surface.all() {
        let of = of.unwrap();
        let mark = |remarks: &assembly::surface::Remarks<'_>| match &remarks.obsolete {
            Some(obsolete) if obsolete.is_error => {
                format!(" // an error: {}", obsolete.message.as_deref().unwrap_or("-"))
            }
            Some(obsolete) => format!(" // obsolete: {}", obsolete.message.as_deref().unwrap_or("-")),
            None => String::new(),
        };
        let _ = writeln!(out, "{}{}", surface.type_text(&of, Style::Full), mark(&of.remarks));
        for member in &of.members {
            let text = surface.member_text(&of, member, Style::Short);
            let _ = writeln!(out, "    {text}{}", mark(&member.remarks));
        }
    }
    out
}

#[test]
fn every_kind_of_type_and_member() {
    expect_file!["kinds/surface.txt"].assert_eq(&listed(KINDS));
}

/// A module has no name of its own and the same types.
#[test]
fn a_netmodule() {
    let image = managed(MODULE);
    assert_eq!(assembly::Facts::of(&image).name, None);
    assert_eq!(listed(MODULE), listed(KINDS));
}

/// What the compiler documents has the same name here, and says what stands in the source.
#[test]
fn documentation() {
    let text = Documentation::decode(include_bytes!("kinds/kinds.xml"));
    let documentation = Documentation::read(&text).unwrap();
    let image = managed(KINDS);
    let surface = Surface::read(&image).unwrap();
    let (mut found, mut without) = (BTreeSet::new(), Vec::new());
    for of in surface.all() {
        let of = of.unwrap();
        let ids = of.members.iter().map(|member| surface.documentation_id(&of, member));
        for id in std::iter::once(surface.type_documentation_id(&of)).chain(ids) {
            match documentation.entry(&id) {
                Some(entry) => {
                    assert!(!entry.summary.is_empty(), "{id}");
                    assert!(found.insert(id.clone()), "{id} twice");
                }
                None => without.push(id),
            }
        }
    }
    let hidden: Vec<&str> = documentation.names().filter(|name| !found.contains(*name)).collect();
    assert_eq!(hidden, [] as [&str; 0], "all that is documented is public");
    // What the compiler makes itself.
    let made = ["M:Kinds.Größe.#ctor", "M:Kinds.Turn`2.#ctor(System.Object,System.IntPtr)"];
    assert!(made.iter().all(|made| without.iter().any(|id| id == made)), "{without:?}");
    assert!(without.iter().all(|id| id.ends_with(".#ctor") || id.contains(".Turn`2.")), "{without:?}");

    let entry = |id: &str| documentation.entry(id).unwrap();
    assert_eq!(entry("T:Kinds.Open`1").summary, "An open type, with Dictionary and none & more.");
    let id = "M:Kinds.Ways.All(System.Int32,System.String@,System.DateTime@,System.Guid@,System.Object[])";
    let all = entry(id);
    assert_eq!(all.summary, "Turns one round.");
    assert_eq!(all.returns, "True, or false.");
    let parameter = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(all.parameters, [parameter("one", "The first, by value."), parameter("two", "The second.")]);
}

#[test]
fn what_is_no_documentation() {
    let told = |text: &str| Documentation::read(text).unwrap_err().to_string();
    let other = "The file is not XML documentation: <doc> with <members> is missing.";
    assert_eq!(told(""), other);
    assert_eq!(told("<Project><members/></Project>"), other);
    assert!(
        told("<doc><members><member name='T:A'><summary></member></members></doc>")
            .starts_with("The documentation is damaged at byte ")
    );
    let utf16: Vec<u8> = "\u{feff}<doc><members></members></doc>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Documentation::read(&Documentation::decode(&utf16)).unwrap().is_empty());
}

/// Signatures that the compiler for C# of those days could not write.
#[test]
fn rare_signatures() {
    let image = managed(KINDS);
    let surface = Surface::read(&image).unwrap();
    let of = surface.describe(surface.types()[0]).unwrap();
    let text = |bytes: &[u8]| {
        let decoded = signature::type_spec(bytes, &Budget::of(surface.metadata())).unwrap();
        surface.text(&decoded, &of, None, Style::Full)
    };
    // A pointer to a function of a platform's way, with a remark that must be understood about its int.
    assert_eq!(text(&[0x1b, 0x01, 0x01, 0x01, 0x1f, 0x05, 0x08]), "delegate* unmanaged[Cdecl]<int, void>");
    assert_eq!(text(&[0x1b, 0x00, 0x00, 0x0e]), "delegate*<string>");
    // Bounds: three dimensions, the first of size 2 from -1 on.
    let bounds = [0x14, 0x08, 0x03, 0x01, 0x02, 0x01, 0x7f];
    assert_eq!(text(&bounds), "int[,,]");
    let Some(Type::Array(array)) = signature::type_spec(&bounds, &Budget::of(surface.metadata())) else {
        unreachable!("it is an array")
    };
    assert_eq!((array.sizes, array.low_bounds), (vec![2], vec![-1]));
    assert_eq!(text(&[0x14, 0x08, 0x01, 0x00, 0x00]), "int[*]");
    let modified = signature::field(&[0x06, 0x20, 0x05, 0x08], &Budget::of(surface.metadata())).unwrap();
    assert_eq!(modified.plain(), &Type::Primitive(Primitive::Int32));
    assert_eq!(modified.modifiers().map(|(_, is_required)| is_required).collect::<Vec<_>>(), [false]);
    // Nothing, too deep, and more parameters than bytes.
    let decoded = |bytes: &[u8]| signature::type_spec(bytes, &Budget::of(surface.metadata()));
    assert_eq!(decoded(&[]), None);
    assert_eq!(decoded(&[0x1d; 200]), None);
    assert_eq!(decoded(&[0x15, 0x12, 0x05, 0xdf, 0xff, 0xff, 0xff, 0x08]), None);
}

/// What is asked for one type costs no more than this type.
#[test]
fn types_are_described_when_asked_for() {
    let image = managed(KINDS);
    let surface = Surface::read(&image).unwrap();
    let names: Vec<String> =
        surface.types().iter().map(|index| surface.describe(*index).unwrap().full_name()).collect();
    assert_eq!(names.first().map(String::as_str), Some("Bare"));
    assert!(names.contains(&"Kinds.Open`1/Inner`1".to_owned()));
    assert!(!names.iter().any(|name| name.contains("Unseen") || name.contains("Closed")), "{names:?}");
    let all: Vec<String> = surface.all().map(|of| of.unwrap().full_name()).collect();
    assert_eq!(names, all);
}
