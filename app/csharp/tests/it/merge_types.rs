//! How the user's code follows renames of structures, entities and their attributes.

use csharp::update;
use extension::{
    BasicType, DataType, Edit, Entity, EntityAttribute, EntityAttributeEdit, EntityEdit, Extension, Folder, Severity,
    Structure, StructureAttribute, StructureAttributeEdit, StructureEdit,
};

use crate::sources::*;

/// Structures Point (X, Label, Tag, list of Spot) and Spot (X, Label), entity Country (Name), a join of both structures.
fn definition() -> Extension {
    let attribute = |number, text: &str, data_type: DataType| {
        let mut attribute = StructureAttribute::new(key(number), name(text));
        attribute.data_type = data_type;
        attribute
    };
    let mut spot = Structure::new(key(51), name("Spot"));
    spot.attributes = [attribute(65, "X", BasicType::Integer.into()), attribute(66, "Label", BasicType::Text.into())]
        .into_iter()
        .collect();
    let mut point = Structure::new(key(50), name("Point"));
    point.attributes = [
        attribute(60, "X", BasicType::Integer.into()),
        attribute(61, "Label", BasicType::Text.into()),
        attribute(62, "Tag", BasicType::Text.into()),
        attribute(63, "Spots", DataType::RecordList(record(&[51]))),
        attribute(64, "Best", DataType::Record(record(&[51]))),
    ]
    .into_iter()
    .collect();
    let mut country = Entity::new(key(52), name("Country"));
    let mut code = EntityAttribute::new(key(67), name("Code"));
    code.data_type = BasicType::Text.into();
    country.identifier = Some(code.key);
    country.attributes = [code].into_iter().collect();
    let join = parameter(20, "Join", INPUT, DataType::Record(record(&[50, 51])));
    let list = parameter(21, "List", INPUT, DataType::RecordList(record(&[50])));
    let edits = [
        Edit::AddStructure(spot, None),
        Edit::AddStructure(point, None),
        Edit::AddEntity(country, None),
        Edit::AddAction(action(10, "Do", vec![join, list]), None),
    ];
    edited(&empty("X"), &edits)
}

fn structure(number: u8, text: &str) -> Edit {
    Edit::Structure(key(number), StructureEdit::Rename(name(text)))
}

fn attribute(structure: u8, number: u8, text: &str) -> Edit {
    let rename = StructureAttributeEdit::Rename(name(text));
    Edit::Structure(key(structure), StructureEdit::Attribute(key(number), rename))
}

/// The code of another file and of the method's body, before and after.
fn check(edits: &[Edit], before: &str, after: &str, expected_findings: &[&str]) {
    let signature = "public void MssDo(RCPointSpotRecord ssJoin, RLPointRecordList ssList)";
    let start = with_code(&definition(), &class(&format!("{signature} {{ }}")));
    let start = with_file(&start, Folder::SOURCE, "Other.cs", before.as_bytes());
    let current = edited(&start, edits);
    let update = update(&start, &current);
    let done = written(&current, &update.files);
    assert_eq!(source(&done, "Other.cs"), after);
    let findings: Vec<String> =
        update.findings.iter().filter(|it| it.severity == Severity::Warning).map(ToString::to_string).collect();
    assert_eq!(findings.len(), expected_findings.len(), "{findings:#?}");
    for (finding, expected) in findings.iter().zip(expected_findings) {
        assert!(finding.starts_with(expected), "{finding}");
    }
    assert!(csharp::update(&start, &done).files.is_empty(), "the same update again");
    assert!(csharp::update(&done, &done).files.is_empty(), "a later update");
}

#[test]
fn types_of_a_renamed_structure() {
    check(
        &[structure(50, "Place")],
        r#"class Y { // STPointStructure
	RCPointRecord a; List<STPointStructure> b; string s = "RCPointRecord" + nameof(RLPointRecordList) + $"{typeof(RCPointRecord)} RCPointRecord";
	RCPointSpotRecord Join(STPointStructureLike x) { var y = new RCPointSpotRecord(null); y.ssSTPoint.ssX = a.ssSTPoint.ssX + b[0].ssX; return y; }
	object Id() { return RCPointRecord.IdPoint; }
#if DEBUG
	RLPointRecordList c;
#else
	RLPointRecordList d;
#endif
}"#,
        r#"class Y { // STPointStructure
	RCPlaceRecord a; List<STPlaceStructure> b; string s = "RCPointRecord" + nameof(RLPlaceRecordList) + $"{typeof(RCPlaceRecord)} RCPointRecord";
	RCPlaceSpotRecord Join(STPointStructureLike x) { var y = new RCPlaceSpotRecord(null); y.ssSTPlace.ssX = a.ssSTPlace.ssX + b[0].ssX; return y; }
	object Id() { return RCPlaceRecord.IdPlace; }
#if DEBUG
	RLPlaceRecordList c;
#else
	RLPlaceRecordList d;
#endif
}"#,
        &[],
    );
}

#[test]
fn signatures_follow_too() {
    let start = with_code(
        &definition(),
        &class(
            "public void MssDo(RCPointSpotRecord ssJoin, RLPointRecordList ssList) { ssJoin.ssSTPoint.ssX = 1; ssList.CurrentRec.ssSTPoint.ssX = 2; }",
        ),
    );
    let (code, findings) = merged(&start, &[structure(50, "Place"), attribute(50, 60, "Left")]);
    assert_eq!(findings, Vec::<String>::new());
    assert_eq!(
        code,
        class(
            "public void MssDo(RCPlaceSpotRecord ssJoin, RLPlaceRecordList ssList) { ssJoin.ssSTPlace.ssLeft = 1; ssList.CurrentRec.ssSTPlace.ssLeft = 2; }"
        )
    );
}

#[test]
fn entities_and_their_attributes() {
    let rename = EntityAttributeEdit::Rename(name("Iso"));
    check(
        &[
            Edit::Entity(key(52), EntityEdit::Rename(name("Land"))),
            Edit::Entity(key(52), EntityEdit::Attribute(key(67), rename)),
        ],
        "class Y { void F(RCCountryRecord r) { ENCountryEntityRecord e = r; e.ssCode = r.ssENCountry.ssCode + \"ssCode\"; var t = ENCountryEntity.ViewName(null, ENCountryEntityConfiguration.GetPhysicalTableName()); } }",
        "class Y { void F(RCLandRecord r) { ENLandEntityRecord e = r; e.ssIso = r.ssENLand.ssIso + \"ssCode\"; var t = ENLandEntity.ViewName(null, ENLandEntityConfiguration.GetPhysicalTableName()); } }",
        &[],
    );
}

#[test]
fn a_member_that_one_struct_has() {
    // Whatever the expression is: only one struct has it.
    check(
        &[attribute(50, 62, "Mark")],
        "class Y { void F(int ssTag) { x.ssTag = ssTag; G().ssTag = F(ssTag: 1); y?.ssTag.ToString(); list.Select(it => it.ssTag); var p = new STPointStructure(null) { ssTag = ssTag }; } /* x.ssTag */ }",
        "class Y { void F(int ssTag) { x.ssMark = ssTag; G().ssMark = F(ssTag: 1); y?.ssMark.ToString(); list.Select(it => it.ssMark); var p = new STPointStructure(null) { ssMark = ssTag }; } /* x.ssTag */ }",
        &[],
    );
}

#[test]
fn a_member_that_several_structs_have() {
    check(
        &[attribute(50, 60, "Left")],
        r#"class Y {
	STPointStructure field; static STSpotStructure Make() { return new STSpotStructure(null); }
	RLPointRecordList Points() { return null; }
	void F(RCPointRecord p, RCSpotRecord s, RLPointRecordList list, RCPointSpotRecord both) {
		p.ssSTPoint.ssX = s.ssSTSpot.ssX; both.ssSTPoint.ssX = both.ssSTSpot.ssX;
		field.ssX = this.field.ssX + Make().ssX + Points().CurrentRec.ssSTPoint.ssX;
		foreach (RCPointRecord r in list) { r.ssSTPoint.ssX++; }
		foreach (var r in list.Data) { r.ssSTPoint.ssX--; foreach (var t in r.ssSTPoint.ssSpots) { t.ssSTSpot.ssX = 1; } }
		var q = new STPointStructure(null) { ssX = 1, ssBest = { ssSTSpot = { ssX = 2 } } }; q.ssX = q.ssBest.ssSTSpot.ssX;
		var w = (STPointStructure) z; w.ssX = ((STPointStructure) z).ssX + (z as STSpotStructure?).ssX;
		STPointStructure[] array = null; array[0].ssX = list.Data[1].ssSTPoint.ssX;
		if (z is STPointStructure { ssX: 1 } found) { int ssX = 1; ssX++; var copy = field.Duplicate(); copy.ssX = ssX; }
		Mine m = null; m.ssX = 1; Get(out STPointStructure o); o.ssX = 1;
		var t2 = new { field.ssX, s.ssSTSpot.ssLabel };
		Dictionary<string, STPointStructure> map = null; map["a"].ssX = 1;
		unknown.ssX = 1;
	}
}
partial struct STPointStructure { int Twice() { return ssX * 2; } int Other(int ssX) { return ssX; } }
class Mine { public int ssX; }"#,
        r#"class Y {
	STPointStructure field; static STSpotStructure Make() { return new STSpotStructure(null); }
	RLPointRecordList Points() { return null; }
	void F(RCPointRecord p, RCSpotRecord s, RLPointRecordList list, RCPointSpotRecord both) {
		p.ssSTPoint.ssLeft = s.ssSTSpot.ssX; both.ssSTPoint.ssLeft = both.ssSTSpot.ssX;
		field.ssLeft = this.field.ssLeft + Make().ssX + Points().CurrentRec.ssSTPoint.ssLeft;
		foreach (RCPointRecord r in list) { r.ssSTPoint.ssLeft++; }
		foreach (var r in list.Data) { r.ssSTPoint.ssLeft--; foreach (var t in r.ssSTPoint.ssSpots) { t.ssSTSpot.ssX = 1; } }
		var q = new STPointStructure(null) { ssLeft = 1, ssBest = { ssSTSpot = { ssX = 2 } } }; q.ssLeft = q.ssBest.ssSTSpot.ssX;
		var w = (STPointStructure) z; w.ssLeft = ((STPointStructure) z).ssLeft + (z as STSpotStructure?).ssX;
		STPointStructure[] array = null; array[0].ssLeft = list.Data[1].ssSTPoint.ssLeft;
		if (z is STPointStructure { ssLeft: 1 } found) { int ssX = 1; ssX++; var copy = field.Duplicate(); copy.ssLeft = ssX; }
		Mine m = null; m.ssX = 1; Get(out STPointStructure o); o.ssLeft = 1;
		var t2 = new { ssX = field.ssLeft, s.ssSTSpot.ssLabel };
		Dictionary<string, STPointStructure> map = null; map["a"].ssX = 1;
		unknown.ssX = 1;
	}
}
partial struct STPointStructure { int Twice() { return ssLeft * 2; } int Other(int ssX) { return ssX; } }
class Mine { public int ssX; }"#,
        &["Other.cs(15): It is not certain whose ssX this is", "Other.cs(16): It is not certain whose ssX this is"],
    );
}

#[test]
fn a_member_that_the_user_s_class_has_too() {
    check(
        &[attribute(50, 62, "Mark")],
        "class Mine { public int ssTag; void F(Mine m, STPointStructure p) { m.ssTag = p.ssTag; G().ssTag = 1; } }",
        "class Mine { public int ssTag; void F(Mine m, STPointStructure p) { m.ssTag = p.ssMark; G().ssTag = 1; } }",
        &["Other.cs(1): It is not certain whose ssTag"],
    );
}

#[test]
fn exchanged_names() {
    check(
        &[
            structure(50, "T"),
            structure(51, "Point"),
            structure(50, "Spot"),
            attribute(50, 60, "T"),
            attribute(50, 61, "X"),
            attribute(50, 60, "Label"),
        ],
        "class Y { void F(STPointStructure p, STSpotStructure s) { p.ssX = s.ssX; p.ssLabel = s.ssLabel; } }",
        "class Y { void F(STSpotStructure p, STPointStructure s) { p.ssLabel = s.ssX; p.ssX = s.ssLabel; } }",
        &[],
    );
}

#[test]
fn code_without_structure_keeps_what_is_not_certain() {
    check(
        &[structure(50, "Place"), attribute(50, 60, "Left"), attribute(50, 62, "Mark")],
        "class Y { void F(STPointStructure p) { p.ssX = 1; p.ssTag = 2; }",
        "class Y { void F(STPlaceStructure p) { p.ssX = 1; p.ssMark = 2; }",
        &["Other.cs(1): It is not certain whose ssX"],
    );
}
