//! Interface.cs and the class with the actions' methods.

use extension::{Action, Extension};

use super::code::Code;
use super::documentation;
use crate::signature::Signature;
use crate::{names, types};

const INTERFACE_USINGS: [&str; 4] =
    ["System", "System.Collections", "System.Data", "OutSystems.HubEdition.RuntimePlatform"];
const RUNTIME_PUBLIC: &str = "OutSystems.RuntimePublic.Db";

/// What a stub says in place of an implementation.
pub(crate) const TO_DO: &str = "// Write here what the action does";
const IMPORTED: &str = "// Calls the imported member";

/// Interface.cs: one method per action.
pub(crate) fn interface(extension: &Extension) -> String {
    let mut code = Code::with_usings(&INTERFACE_USINGS);
    let (namespace, interface) = (names::namespace(&extension.name), names::interface(&extension.name));
    code.open(format_args!("namespace {namespace}"));
    code.blank();
    code.open(format_args!("public interface {interface}"));
    code.blank();
    for action in &extension.actions {
        documentation::write(&mut code, action);
        code.line(format_args!("{};", Signature::of(extension, action)));
        code.blank();
    }
    code.close_named(&interface);
    code.blank();
    code.close_named(&namespace);
    code.finish()
}

/// `<Extension>.cs`: the class that implements the interface, every method a stub.
pub(crate) fn implementation(extension: &Extension) -> String {
    let mut code = Code::with_usings(&[&INTERFACE_USINGS[..], &[RUNTIME_PUBLIC]].concat());
    let (namespace, class) = (names::namespace(&extension.name), names::class(&extension.name));
    code.open(format_args!("namespace {namespace}"));
    code.blank();
    code.open(format_args!("public class {class}: {}", names::interface(&extension.name)));
    code.blank();
    for action in &extension.actions {
        write_stub(&mut code, extension, action);
        code.blank();
    }
    code.close_named(&class);
    code.blank();
    code.close_named(&namespace);
    code.blank();
    code.finish()
}

/// The stub of one action's method with its documentation, without indentation, ended with CRLF.
pub(crate) fn stub(extension: &Extension, action: &Action) -> String {
    let mut code = Code::default();
    write_stub(&mut code, extension, action);
    code.finish()
}

/// The documentation of an action's method, without indentation, each line ended with CRLF.
pub(crate) fn documentation(action: &Action) -> String {
    let mut code = Code::default();
    documentation::write(&mut code, action);
    code.finish()
}

/// The assignment of an output's default.
pub(crate) fn assignment(extension: &Extension, parameter: &extension::Parameter) -> String {
    let literal = types::default_literal(extension, &parameter.data_type, &parameter.default);
    format!("{} = {literal};", names::parameter(parameter))
}

/// The lines of a stub's body, without indentation.
pub(crate) fn stub_body(extension: &Extension, action: &Action) -> Vec<String> {
    let mut lines: Vec<String> = action.outputs().map(|parameter| assignment(extension, parameter)).collect();
    if action.body.is_empty() {
        lines.push(TO_DO.to_owned());
    } else {
        lines.push(IMPORTED.to_owned());
        lines.extend(action.body.lines().map(str::to_owned));
    }
    lines
}

fn write_stub(code: &mut Code, extension: &Extension, action: &Action) {
    documentation::write(code, action);
    code.block(format_args!("public {}", Signature::of(extension, action)), stub_body(extension, action));
}
