//! The documented way by hand: the studio saves the XIF, the user uploads it in Service Center.

use crate::platform::address::Address;
use api::platform::connect::{Capability, Operation, ServiceCenter, Support};

/// Service Center of an environment with the documented steps.
pub fn service_center(address: &Address) -> ServiceCenter {
    let address = address.join("/ServiceCenter");
    let steps = |steps: &[&str]| steps.iter().map(|&step| step.to_owned()).collect();
    ServiceCenter {
        publish_steps: steps(&[
            "Save the XIF.",
            "Open Service Center of the environment and log in.",
            "Go to Factory > Extensions.",
            "Choose Upload & Publish an Extension.",
            "Choose or drop the XIF, then 1-Click Publish.",
        ]),
        download_steps: steps(&[
            "Open Service Center of the environment and log in.",
            "Go to Factory > Extensions and open the extension.",
            "Download the version that you want, and open the file in the studio.",
        ]),
        address,
    }
}

/// Nothing is called but the probe.
pub fn capabilities() -> Vec<Capability> {
    let capability = |operation| match operation {
        Operation::Probe => Capability { operation, support: Support::Verified, note: String::new() },
        Operation::LogIn => Capability {
            operation,
            support: Support::Unsupported,
            note: "You log in in Service Center itself; the studio needs no password.".into(),
        },
        _ => Capability { operation, support: Support::Unsupported, note: "Do it in Service Center.".into() },
    };
    Operation::ALL.into_iter().map(capability).collect()
}
