//! Assemblies by the names of their files.

use extension::FileName;

/// What the name of a configuration of an assembly ends with.
const CONFIGURATION_END: &str = ".dll.config";

/// Whether the file is an assembly by its name.
pub(super) fn is_assembly(file: &FileName) -> bool {
    file.extension().eq_ignore_ascii_case("dll")
}

/// The simple name of the assembly that the file is by its name.
pub(super) fn assembly_name(file: &FileName) -> Option<&str> {
    file.as_str().rsplit_once('.').map(|(name, _)| name).filter(|_| is_assembly(file))
}

/// Whether the file is the configuration of an assembly, which .NET reads for programs only.
pub(super) fn is_configuration(file: &FileName) -> bool {
    file.as_str().to_ascii_lowercase().ends_with(CONFIGURATION_END)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        assert!(
            is_configuration(&FileName::as_found("A.DLL.config"))
                && !is_configuration(&FileName::as_found("web.config"))
        );
        assert_eq!(assembly_name(&FileName::as_found("A.b.DLL")), Some("A.b"));
        assert_eq!(assembly_name(&FileName::as_found("A.xml")), None);
    }
}
