//! Any bytes: reading a DLL ends, and so does a walk over all that it declares and over all that others see of it, within
//! bounds that follow from its length.

use assembly::{
    Budget, Documentation, Facts, Field, Image, Index, ManagedImage, MemberRef, Metadata, MethodDef, Row, Style,
    Surface, TypeDef, TypeRef, signature,
};

/// The longest text of a declaration, in bytes.
const LONGEST: usize = 32 << 10;

pub(crate) fn check(bytes: &[u8]) {
    let Ok(image) = Image::read(bytes) else { return };
    let _ = image.needs_32_bits();
    let Image::Managed(image) = image else { return };
    let facts = Facts::of(&image);
    assert!(facts.references.len() <= bytes.len());
    let _ = facts.target_framework_label();
    walk(&image.metadata);
    show(&image, bytes);
}

/// All that the tables hold.
fn walk(metadata: &Metadata<'_>) {
    let budget = Budget::of(metadata);
    let (mut fields, mut methods) = (0, 0);
    for index in metadata.indexes::<TypeDef>() {
        let _ = metadata.type_name(index.handle());
        for field in metadata.fields(index).filter_map(|index| metadata.row(index)) {
            fields += 1;
            let _ = metadata.name(field.name);
            let _ = metadata.blob(field.signature).and_then(|blob| signature::field(blob, &budget));
        }
        for method in metadata.methods(index) {
            methods += 1;
            let _ = metadata.parameters(method).count();
            let _ = metadata.attributes(method.handle()).take(10).count();
        }
    }
    assert!(fields <= metadata.count::<Field>() + metadata.count::<assembly::FieldPtr>());
    assert!(methods <= metadata.count::<MethodDef>() + metadata.count::<assembly::MethodPtr>());
    for reference in metadata.rows::<MemberRef>() {
        let _ = metadata.blob(reference.signature).and_then(|blob| signature::method(blob, &budget));
    }
    for index in metadata.indexes::<TypeRef>() {
        let _ = metadata.type_name(index.handle());
    }
    assert!(metadata.row(Index::<TypeDef>::new(0)).is_none());
    assert!(metadata.row(Index::<TypeDef>::new(metadata.count::<TypeDef>() + 1)).is_none());
    assert!(!TypeDef::COLUMNS.is_empty());
}

/// All that others see, in words.
fn show(image: &ManagedImage<'_>, bytes: &[u8]) {
    let Ok(surface) = Surface::read(image) else { return };
    assert!(surface.forwarded().len() <= bytes.len());
    let budget = Budget::of(surface.metadata());
    let mut types = 0;
    for described in surface.all() {
        let Ok(described) = described else { break };
        types += 1;
        let _ = surface.type_documentation_id(&described);
        let mut told = surface.type_text(&described, Style::Full).len();
        for member in &described.members {
            let text = surface.member_text(&described, member, Style::Short);
            assert!(text.len() < LONGEST, "{} bytes of text", text.len());
            told += text.len() + surface.documentation_id(&described, member).len();
        }
        // As who prints it does.
        if budget.take(told).is_none() {
            break;
        }
    }
    assert!(types <= surface.types().len());
    let _ = Documentation::read(&Documentation::decode(bytes));
}
