//! The filter of system calls: a list of what is allowed.
//!
//! Whatever is not on it answers "no such call", as a call does that the kernel is too old for: .NET and the C library then use another way, so that
//! the list need not grow with them. That is also what `clone3` answers, whose flags lie in memory that a filter cannot see, and everything that takes
//! memory which no process owns: files in memory, segments, queues. On x86-64 the x32 interface, a second number for every call, is not there at all.

mod calls;

use super::SandboxError;
use calls::{ALLOWED, FORBIDDEN};
use libc::c_long;
use rustix::fs::{MemfdFlags, SeekFrom};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};
use std::collections::BTreeMap;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::{fs::File, io};

/// The compiled filters, as bubblewrap reads them.
#[derive(Debug, Clone)]
pub(super) struct Filters {
    allowed: Vec<u8>,
    forbidden: Vec<u8>,
}

/// Rules for calls: without conditions they always hold, otherwise when one of them holds.
type Rules = BTreeMap<i64, Vec<SeccompRule>>;

impl Filters {
    pub(super) fn new() -> Result<Self, SandboxError> {
        let refusal = |code: libc::c_int| SeccompAction::Errno(code.unsigned_abs());
        let failed = |error: seccompiler::BackendError| SandboxError::Filter(error.to_string());
        let mut allowed: Rules = ALLOWED.iter().copied().flatten().map(|&call| (call, Vec::new())).collect();
        allowed.extend(allowed_with_arguments().map_err(failed)?);
        let mut forbidden: Rules = FORBIDDEN.iter().map(|&call| (call, Vec::new())).collect();
        forbidden.extend(forbidden_with_arguments().map_err(failed)?);
        Ok(Self {
            allowed: program(allowed, refusal(libc::ENOSYS), SeccompAction::Allow).map_err(failed)?,
            forbidden: program(forbidden, SeccompAction::Allow, refusal(libc::EPERM)).map_err(failed)?,
        })
    }

    /// Files in memory with the filters, at their start. Of two refusals the kernel gives that of the filter that came last.
    pub(super) fn files(&self) -> io::Result<[OwnedFd; 2]> {
        Ok([in_memory(&self.allowed)?, in_memory(&self.forbidden)?])
    }
}

/// Sockets between processes, processes without new namespaces, and what is not written into a terminal for others.
fn allowed_with_arguments() -> Result<[(c_long, Vec<SeccompRule>); 4], seccompiler::BackendError> {
    let local = || condition(0, SeccompCmpOp::Eq, libc::AF_UNIX.unsigned_abs().into());
    let no_namespace = condition(0, SeccompCmpOp::MaskedEq(NAMESPACES.unsigned_abs().into()), 0)?;
    let no_typing = vec![condition(1, SeccompCmpOp::Ne, libc::TIOCSTI)?, condition(1, SeccompCmpOp::Ne, TIOCLINUX)?];
    Ok([
        (libc::SYS_socket, vec![SeccompRule::new(vec![local()?])?]),
        (libc::SYS_socketpair, vec![SeccompRule::new(vec![local()?])?]),
        (libc::SYS_clone, vec![SeccompRule::new(vec![no_namespace])?]),
        (libc::SYS_ioctl, vec![SeccompRule::new(no_typing)?]),
    ])
}

/// The same calls with other arguments are "not permitted".
fn forbidden_with_arguments() -> Result<[(c_long, Vec<SeccompRule>); 3], seccompiler::BackendError> {
    let other = || condition(0, SeccompCmpOp::Ne, libc::AF_UNIX.unsigned_abs().into());
    let typing = [libc::TIOCSTI, TIOCLINUX].map(|call| SeccompRule::new(vec![condition(1, SeccompCmpOp::Eq, call)?]));
    Ok([
        (libc::SYS_socket, vec![SeccompRule::new(vec![other()?])?]),
        (libc::SYS_socketpair, vec![SeccompRule::new(vec![other()?])?]),
        (libc::SYS_ioctl, typing.into_iter().collect::<Result<_, _>>()?),
    ])
}

const NAMESPACES: libc::c_int = libc::CLONE_NEWUSER
    | libc::CLONE_NEWNS
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWCGROUP;

/// From `asm-generic/ioctls.h`.
const TIOCLINUX: u64 = 0x541C;

/// A condition of an argument's lower half, which is all that the kernel itself looks at in these.
fn condition(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
}

fn program(rules: Rules, others: SeccompAction, these: SeccompAction) -> Result<Vec<u8>, seccompiler::BackendError> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    let program: BpfProgram = SeccompFilter::new(rules, others, these, arch)?.try_into()?;
    Ok(program
        .iter()
        .flat_map(|instruction| {
            // struct sock_filter of linux/filter.h
            let mut bytes = [0; 8];
            let (code, rest) = bytes.split_at_mut(2);
            let (jumps, value) = rest.split_at_mut(2);
            code.copy_from_slice(&instruction.code.to_ne_bytes());
            jumps.copy_from_slice(&[instruction.jt, instruction.jf]);
            value.copy_from_slice(&instruction.k.to_ne_bytes());
            bytes
        })
        .collect())
}

/// A file in memory, read from its start.
pub(super) fn in_memory(bytes: &[u8]) -> io::Result<OwnedFd> {
    let mut file = File::from(rustix::fs::memfd_create("sandbox", MemfdFlags::CLOEXEC)?);
    file.write_all(bytes)?;
    rustix::fs::seek(&file, SeekFrom::Start(0))?;
    Ok(file.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_filters_are_programs_of_whole_instructions() {
        let filters = Filters::new().unwrap();
        for program in [&filters.allowed, &filters.forbidden] {
            assert!(!program.is_empty() && program.len() % 8 == 0);
        }
    }

    #[test]
    fn a_call_is_on_one_list_once() {
        let mut seen = BTreeSet::new();
        let conditional = [libc::SYS_socket, libc::SYS_socketpair, libc::SYS_clone, libc::SYS_ioctl];
        for &call in ALLOWED.iter().copied().flatten().chain(FORBIDDEN).chain(&conditional) {
            assert!(seen.insert(call), "{call} is there twice");
        }
    }
}
