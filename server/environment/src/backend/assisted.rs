//! The documented way by hand: the studio saves the XIF, the user uploads it in Service Center.

use crate::address::Address;
use api::platform::connect::{Capability, Operation, ServiceCenter, Support};

/// Service Center of an environment with the documented steps.
pub fn service_center(address: &Address) -> ServiceCenter {
    ServiceCenter::at(address.join("/ServiceCenter"))
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
        _ => Capability { operation, support: Support::Unsupported, note: "Done in Service Center.".into() },
    };
    Operation::ALL.into_iter().map(capability).collect()
}
