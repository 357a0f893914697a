//! The reports that Integration Studio keeps with what it imports (integration-studio, section 5.6.2; xif-format).

use std::fmt::Write as _;

use assembly::surface::Passing;
use extension::{FileName, is_xml_character};

use crate::plan::PlannedAction;
use crate::structures::PlannedStructure;
use crate::target::{Operation, Target};

/// The report of an action.
pub(crate) fn of_action(action: &PlannedAction) -> String {
    let target = &action.target;
    let mut text = format!(
        " - Action {}: \r\n        Target: {} {}\r\n        Declaring Type: {}\r\n        Parameters: \r\n",
        action.name,
        target.member_kind(),
        member(target),
        target.class.full_name.as_deref().unwrap_or(&target.class.short),
    );
    for parameter in &action.parameters {
        let _ = write!(text, "            {}({} <- {})\r\n", parameter.name, parameter.data_type, parameter.net);
    }
    storable(&text)
}

/// The report of a structure. A later import finds the class and its members here.
pub(crate) fn of_structure(structure: &PlannedStructure) -> String {
    let Some(class) = &structure.class else { return String::new() };
    let mut text = format!(
        " - Structure {}: \r\n        Target: Class {}\r\n        Attributes: \r\n",
        structure.name, class.name
    );
    for attribute in &structure.attributes {
        let _ = write!(
            text,
            "            {}({} <- {}: {})\r\n",
            attribute.name, attribute.data_type, attribute.member, attribute.net
        );
    }
    storable(&text)
}

/// The full name of the class that the report of a structure tells of.
pub(crate) fn class_of(report: &str) -> Option<&str> {
    report.lines().find_map(|line| line.trim().strip_prefix("Target: Class "))
}

/// The names of attributes in the report of a structure, each with its member.
pub(crate) fn members_of(report: &str) -> Vec<(&str, &str)> {
    let lines = report.lines().skip_while(|line| line.trim() != "Attributes:").skip(1);
    lines.filter_map(member_of_line).collect()
}

/// The names of parameters in the report of an action, each with its type and that of .NET.
pub(crate) fn parameters_of(report: &str) -> Vec<(&str, &str)> {
    let lines = report.lines().skip_while(|line| line.trim() != "Parameters:").skip(1);
    lines.filter_map(|line| line.trim().split_once('(')).collect()
}

fn member_of_line(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.trim().split_once('(')?;
    let (member, _) = rest.split_once(" <- ")?.1.split_once(": ")?;
    Some((name, member))
}

/// The report of a file that came with the import of an assembly.
pub(crate) fn of_file(file: &FileName, imported: &FileName) -> String {
    storable(&format!(" - Resource {file}: Resource was added when importing {imported}\r\n"))
}

/// The report of the icon.
pub(crate) fn of_icon(file: &FileName) -> String {
    format!(" - Resource {file}: Resource was added \r\n")
}

/// `Send(string, out string): bool`.
fn member(target: &Target) -> String {
    let parameter = |it: &crate::target::Declared| {
        let word = match it.passing {
            Passing::Value | Passing::In => "",
            Passing::Ref => "ref ",
            Passing::Out => "out ",
        };
        format!("{word}{}", it.of.short)
    };
    let parameters: Vec<String> = target.parameters.iter().map(parameter).collect();
    let result = target.result.as_ref().map(|of| format!(": {}", of.short)).unwrap_or_default();
    match target.operation {
        Operation::Create => format!("{}({})", target.class.short, parameters.join(", ")),
        Operation::Call => format!("{}({}){result}", target.name, parameters.join(", ")),
        Operation::GetProperty | Operation::GetField => format!("{}{result}", target.name),
        Operation::SetProperty | Operation::SetField => format!("{} = {}", target.name, parameters.join(", ")),
    }
}

fn storable(text: &str) -> String {
    text.chars().filter(|character| is_xml_character(*character)).collect()
}
