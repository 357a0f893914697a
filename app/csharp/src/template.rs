use extension::{Content, Extension, Folder, Key};

use crate::generate::SourceFile;
use crate::update::record_keys;

/// What would be generated for a source file if it were not there: what Compare with Template shows beside it
/// (integration-studio, section 5.13). `None` for a file that is not among the generated ones.
pub fn template(extension: &Extension, resource: Key) -> Option<Content> {
    let resource = extension.resource(resource)?;
    let is_it = |file: &SourceFile| resource.is_at(Folder::SOURCE, file.file_name(extension).as_str());
    let file = SourceFile::ALL.into_iter().find(is_it)?;
    Some(file.generate(extension, &record_keys(extension, extension)))
}

#[cfg(test)]
mod tests {
    use extension::{Action, Edit, Name, Resource, Timestamp};

    use super::*;
    use crate::new_sources;

    fn made() -> Extension {
        let time = Timestamp::new(2026, 1, 2, 3, 4, 5);
        let keys = [1, 2, 3].map(|number| Key::from_bytes([number; 16]));
        let new = Extension::new(Name::new("Bank").unwrap(), keys, time.clone());
        new_sources(&new).into_iter().zip(10_u8..).fold(new, |extension, (file, number)| {
            let key = Key::from_bytes([number; 16]);
            let resource = Resource::new(key, file.file_name, file.folder, file.content, time.clone());
            extension.apply(&Edit::AddResource(resource)).unwrap()
        })
    }

    #[test]
    fn what_was_just_generated_is_its_own_template() {
        let extension = made();
        assert_eq!(extension.resources.len(), 9);
        for resource in extension.resources.iter() {
            assert_eq!(template(&extension, resource.key).unwrap(), resource.content);
        }
    }

    #[test]
    fn a_template_has_what_the_definition_has_now() {
        let extension = made();
        let action = Action::new(Key::from_bytes([40; 16]), Name::new("Pay").unwrap());
        let next = extension.apply(&Edit::AddAction(action, None)).unwrap();
        let own = next.resource_at(Folder::SOURCE, "Bank.cs").unwrap();
        assert!(template(&next, own.key).unwrap().text().unwrap().contains("MssPay("));
        assert_eq!(template(&next, Key::from_bytes([99; 16])), None);
    }
}
