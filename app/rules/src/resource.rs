use super::context::{Change, Context};
use super::kept::Verified;
use super::rows::verify_description;
use super::{Finding, Rule, assemblies};
use extension::{DeployAction, FileName, Folder, Item, Property, Provider, Resource, extension_of_assembly, provider};

/// File names that begin like this belong to the platform.
pub(super) const RESERVED_PREFIX: &str = "OutSystemsHubEdition";
/// Names that the page gives as examples of reserved ones.
const RESERVED: [&str; 2] = ["compressor", "web.config"];
/// From this size on a file is told to be large: 30 MB.
const LARGE: usize = 30 << 20;

impl Verified for Resource {
    fn verify(&self, context: &Context, found: &mut Vec<Finding>) {
        let item = Item::Resource(self.key);
        verify_description(item, &self.description, found);
        verify_path(self, found);
        verify_deployment(self, context, found);
        verify_assembly(self, context, found);
        if self.content.len() >= LARGE {
            let text = format!(
                "{} has {} MB. It is copied at every publishing of every module that uses the extension.",
                self.file_name,
                self.content.len() >> 20
            );
            found.push(Finding::new(Rule::FileLarge, item.at(Property::Content), text));
        }
    }

    fn is_touched_by(&self, change: &Change) -> bool {
        change.is_of_name()
    }
}

/// Whether files of this name are reserved.
pub(super) fn is_reserved(file_name: &FileName) -> bool {
    RESERVED.iter().any(|reserved| file_name.is_same(reserved))
}

/// Whether the folder is one that Windows can store and that lies inside the extension.
pub(super) fn broken_part(folder: &Folder) -> Option<&str> {
    folder.parts().find(|part| FileName::new(part).is_err())
}

fn verify_path(resource: &Resource, found: &mut Vec<Finding>) {
    let item = Item::Resource(resource.key);
    let file = &resource.file_name;
    if let Err(error) = FileName::new(file.as_str()) {
        let text = format!("“{file}” is not a file name on the Platform Server: {error} Rename it.");
        found.push(Finding::new(Rule::FileNameInvalid, item.at(Property::Name), text));
    }
    if let Some(part) = broken_part(&resource.folder) {
        let text = format!(
            "“{part}”, in the path of {file}, is not a name of a folder on the Platform Server. Move the file to another folder."
        );
        found.push(Finding::new(Rule::FolderInvalid, item.at(Property::Name), text));
    }
    if file.as_str().get(..RESERVED_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED_PREFIX)) {
        let text = format!(
            "The resource {file} should not be included in the extension: names that begin with {RESERVED_PREFIX} are the platform's. Rename it."
        );
        found.push(Finding::new(Rule::FilePrefixReserved, item.at(Property::Name), text));
    }
    if is_reserved(file) && resource.deploy_action != DeployAction::Ignore {
        let text = format!(
            "The resource {file} has a reserved file name and therefore its Deploy Action will be ignored. Rename it, or set the Deploy Action to Ignore."
        );
        found.push(Finding::new(Rule::FileNameReserved, item.at(Property::Name), text));
    }
}

fn verify_deployment(resource: &Resource, context: &Context, found: &mut Vec<Finding>) {
    let item = Item::Resource(resource.key);
    let (file, place) = (&resource.file_name, item.at(Property::DeployAction));
    if resource.deploy_action == DeployAction::CopyToBinaries && resource.content.is_empty() {
        let text = format!(
            "Resource '{file}' is empty and cannot be stored in the Binaries directory. Compile again where it is the extension's own, give it a content, or choose another Deploy Action."
        );
        found.push(Finding::new(Rule::BinaryEmpty, item.at(Property::Content), text));
    }
    if let DeployAction::Other(text) = &resource.deploy_action {
        let text = format!("The platform has no Deploy Action “{text}”. Choose one for {file}.");
        found.push(Finding::new(Rule::DeployActionUnknown, place, text));
    } else if is_main_assembly(resource, context) && resource.deploy_action != DeployAction::CopyToBinaries {
        let text = format!(
            "{file} holds the code of the actions, which is found in the Binaries directory only. Set Copy to Binaries directory."
        );
        found.push(Finding::new(Rule::DeployActionOfAssembly, place, text));
    } else if assemblies::is_assembly(file)
        && matches!(resource.deploy_action, DeployAction::CopyToApplication | DeployAction::CopyToImages)
    {
        let text =
            format!("{file} is an assembly: no code can use it where it is copied to. Set Copy to Binaries directory.");
        found.push(Finding::new(Rule::DeployActionOfLibrary, place, text));
    }
}

fn is_main_assembly(resource: &Resource, context: &Context) -> bool {
    resource.folder.is_same(Folder::BINARIES)
        && assemblies::is_assembly(&resource.file_name)
        && resource.file_name.is_same(&format!("OutSystems.Nss{}.dll", context.extension))
}

/// Assemblies that are better not deployed.
fn verify_assembly(resource: &Resource, context: &Context, found: &mut Vec<Finding>) {
    let place = Item::Resource(resource.key).at(Property::Name);
    let file = &resource.file_name;
    if resource.deploy_action == DeployAction::Ignore {
        return;
    }
    if assemblies::is_configuration(file) {
        let text = format!(
            "{file} has no effect: .NET reads the configuration of the program only, which the platform writes at every publishing. Set its Deploy Action to Ignore, and set in code what it sets."
        );
        found.push(Finding::new(Rule::ConfigurationUnread, place, text));
    }
    let Some(name) = assemblies::assembly_name(file) else { return };
    if let Some(other) = extension_of_assembly(name).filter(|it| !it.eq_ignore_ascii_case(context.extension.as_str())) {
        let text = format!(
            "{file} is the assembly of the extension {other}. Modules that use both get either this copy or the one that {other} has. Delete it, or set its Deploy Action to Ignore; reference {other} in Service Studio instead."
        );
        found.push(Finding::new(Rule::OtherExtension, place, text));
    }
    if name.eq_ignore_ascii_case(context.extension.as_str()) {
        let text =
            format!("{file} has the name of the extension, and publishing may confuse the two. Rename the extension.");
        found.push(Finding::new(Rule::AssemblyOfExtensionName, place, text));
    }
    if provider(name) == Some(Provider::Framework) {
        let text = format!(
            "{file} is part of the .NET Framework; a copy beside a module may be loaded in its place and break logging, login or JSON at run time. Set its Deploy Action to Ignore, or delete it."
        );
        found.push(Finding::new(Rule::SystemAssembly, place, text));
    }
    if provider(name) == Some(Provider::Platform) {
        let text = format!(
            "{file} is part of the platform, which brings the version of the server. Set its Deploy Action to Ignore, or delete it."
        );
        found.push(Finding::new(Rule::PlatformAssembly, place, text));
    }
}
