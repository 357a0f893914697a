//! The whole list of somebody who had stopped at “the last portable artefact”: a new extension, seven actions with their
//! parameters, two assemblies as deployed resources, bodies, verified, packed and compiled, on a bare Linux machine.

use std::fs;

use extension::DeployAction;

use crate::command::{answer, done, text};
use crate::servers::Servers;

/// Name, direction and type of each.
type Parameters = &'static [(&'static str, &'static str, &'static str)];

/// Actions with their parameters.
const ACTIONS: [(&str, Parameters); 7] = [
    (
        "Image_Resize",
        &[("Source", "input", "Binary Data"), ("Width", "input", "Integer"), ("Result", "output", "Binary Data")],
    ),
    (
        "Image_Crop",
        &[("Source", "input", "Binary Data"), ("Left", "input", "Integer"), ("Result", "output", "Binary Data")],
    ),
    (
        "Image_Rotate",
        &[("Source", "input", "Binary Data"), ("Angle", "input", "Decimal"), ("Result", "output", "Binary Data")],
    ),
    (
        "Image_Convert",
        &[("Source", "input", "Binary Data"), ("Format", "input", "Text"), ("Result", "output", "Binary Data")],
    ),
    ("Image_GetInfo", &[("Source", "input", "Binary Data"), ("Info", "output", "Record (ImageInfo)")]),
    ("Image_Tags", &[("Source", "input", "Binary Data"), ("Tags", "output", "List of Text")]),
    ("Version", &[("Number", "output", "Text")]),
];

/// The extension in a XIF. Its two assemblies are not referenced, so that any bytes do.
fn build(home: &std::path::Path) -> std::path::PathBuf {
    let target = home.join("picasso.xif");
    let xif = text(&target);
    done(&["new", xif, "Name=Picasso", "Description=Pictures."]);
    done(&["add", "structure", xif, "ImageInfo"]);
    for (name, data_type) in [("Width", "Integer"), ("Height", "Integer"), ("Format", "Text")] {
        done(&["add", "attribute", xif, &format!("ImageInfo/{name}"), &format!("Data Type={data_type}")]);
    }
    for (action, parameters) in ACTIONS {
        done(&["add", "action", xif, action]);
        for (name, direction, data_type) in parameters {
            let (path, data_type) = (format!("{action}/{direction}:{name}"), format!("Data Type={data_type}"));
            done(&["add", "parameter", xif, &path, &data_type]);
        }
    }
    done(&["set", xif, "Version", "Function=Yes"]);
    for name in ["Picasso.Core.dll", "Picasso.Codecs.dll"] {
        let file = home.join(name);
        fs::write(&file, format!("MZ {name}")).unwrap();
        let content = format!("Content=@{}", file.display());
        done(&["add", "resource", xif, &format!("Source/NET/Bin/{name}"), &content]);
    }
    target
}

#[test]
fn the_whole_list() {
    let home = tempfile::tempdir().unwrap();
    let target = build(home.path());
    let folder = home.path().join("folder");
    done(&["unpack", text(&target), text(&folder)]);
    let source = folder.join("Source/NET/Picasso.cs");
    let code = fs::read_to_string(&source).unwrap();
    assert_eq!(code.matches("// Write here what the action does").count(), 7);
    let bodies = code.replace("// Write here what the action does", "System.GC.KeepAlive(this);");
    fs::write(&source, bodies).unwrap();
    done(&["update", text(&folder), "--check"]);
    done(&["pack", text(&folder), text(&target)]);
    let (code, out, errors) = answer(&["verify", text(&target)]);
    assert_eq!(code, 0, "{out}{errors}");
    let extension = xif::read(&fs::read(&target).unwrap(), &xif::Limits::default()).unwrap();
    assert_eq!((extension.actions.len(), extension.structures.len()), (7, 2));
    for name in ["Picasso.Core.dll", "Picasso.Codecs.dll"] {
        let resource = extension.resource_at(r"\Source\NET\Bin\", name).unwrap();
        assert_eq!(resource.deploy_action, DeployAction::CopyToBinaries);
    }
    let Some(servers) = Servers::with_compiler() else { return };
    let (code, out, errors) = answer(&["compile", text(&target), "--server", &servers.server, "--in-place"]);
    assert_eq!(code, 0, "{out}{errors}");
}
