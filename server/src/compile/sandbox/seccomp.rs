//! System calls that no compiler needs and that attacks on the kernel do: a list of what is forbidden, since a list of what is allowed would break with
//! every version of .NET.

use super::SandboxError;
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
    forbidden: Vec<u8>,
    absent: Vec<u8>,
}

/// Forbidden always: they answer "not permitted".
const FORBIDDEN: &[c_long] = &[
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_setns,
    libc::SYS_unshare,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_userfaultfd,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_open_by_handle_at,
    libc::SYS_personality,
    libc::SYS_pidfd_getfd,
    libc::SYS_kcmp,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_quotactl,
    libc::SYS_fanotify_init,
    libc::SYS_acct,
    libc::SYS_syslog,
    libc::SYS_name_to_handle_at,
    libc::SYS_vmsplice,
    libc::SYS_mbind,
    libc::SYS_move_pages,
    libc::SYS_migrate_pages,
    libc::SYS_process_madvise,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_settimeofday,
    libc::SYS_adjtimex,
    QUOTACTL_FD,
    CACHESTAT,
    STATMOUNT,
    LISTMOUNT,
    OPEN_TREE_ATTR,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_modify_ldt,
];

/// Calls that the C library has no name for yet. From number 424 on all processors have the same ones.
const QUOTACTL_FD: c_long = 443;
const CACHESTAT: c_long = 451;
const STATMOUNT: c_long = 457;
const LISTMOUNT: c_long = 458;
const OPEN_TREE_ATTR: c_long = 467;

/// Not there: they answer "no such call", for which programs have another way.
///
/// The flags of `clone3` lie in memory that a filter cannot see; told that it does not exist, the C library uses `clone`, whose flags are checked. The others
/// take memory that belongs to no process, so that nobody would count it: files in memory, segments, queues.
const ABSENT: &[c_long] = &[
    libc::SYS_clone3,
    libc::SYS_memfd_create,
    libc::SYS_memfd_secret,
    libc::SYS_shmget,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
    libc::SYS_io_setup,
    libc::SYS_pidfd_open,
];

/// On x86-64 every call has a second number for the x32 interface, and some calls have numbers of their own there.
#[cfg(target_arch = "x86_64")]
const X32: c_long = 0x4000_0000;
#[cfg(target_arch = "x86_64")]
const X32_ONLY: &[c_long] = &[
    X32 + 521, // ptrace
    X32 + 528, // kexec_load
    X32 + 539, // process_vm_readv
    X32 + 540, // process_vm_writev
];

impl Filters {
    pub(super) fn new() -> Result<Self, SandboxError> {
        let filter = |error: &dyn std::fmt::Display| SandboxError::Filter(error.to_string());
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
        for &call in FORBIDDEN {
            forbid(&mut rules, call, Vec::new());
        }
        #[cfg(target_arch = "x86_64")]
        for &call in X32_ONLY {
            rules.insert(call, Vec::new());
        }
        let restricted = restricted().map_err(|error| filter(&error))?;
        for (call, conditions) in restricted {
            forbid(&mut rules, call, conditions);
        }
        let mut absent = BTreeMap::new();
        for &call in ABSENT {
            forbid(&mut absent, call, Vec::new());
        }
        Ok(Self { forbidden: program(rules, libc::EPERM)?, absent: program(absent, libc::ENOSYS)? })
    }

    /// Files in memory with the filters, at their start.
    pub(super) fn files(&self) -> io::Result<[OwnedFd; 2]> {
        Ok([in_memory(&self.forbidden)?, in_memory(&self.absent)?])
    }
}

fn forbid(rules: &mut BTreeMap<i64, Vec<SeccompRule>>, call: c_long, conditions: Vec<SeccompRule>) {
    #[cfg(target_arch = "x86_64")]
    rules.insert(X32 | call, conditions.clone());
    rules.insert(call, conditions);
}

/// Forbidden with some arguments: sockets and pairs of them but those between processes, and new namespaces.
fn restricted() -> Result<[(c_long, Vec<SeccompRule>); 3], seccompiler::BackendError> {
    const NAMESPACES: [libc::c_int; 7] = [
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWNS,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWCGROUP,
    ];
    let local = libc::AF_UNIX.unsigned_abs().into();
    let socket = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, local)?;
    let clone: Result<Vec<SeccompRule>, _> = NAMESPACES
        .iter()
        .map(|flag| {
            let flag = flag.unsigned_abs().into();
            let set = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(flag), flag)?;
            SeccompRule::new(vec![set])
        })
        .collect();
    let sockets = vec![SeccompRule::new(vec![socket])?];
    Ok([(libc::SYS_socket, sockets.clone()), (libc::SYS_socketpair, sockets), (libc::SYS_clone, clone?)])
}

fn program(rules: BTreeMap<i64, Vec<SeccompRule>>, answer: libc::c_int) -> Result<Vec<u8>, SandboxError> {
    let failed = |error: seccompiler::BackendError| SandboxError::Filter(error.to_string());
    let arch: TargetArch = std::env::consts::ARCH.try_into().map_err(failed)?;
    let refusal = SeccompAction::Errno(answer.unsigned_abs());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refusal, arch).map_err(failed)?;
    let program: BpfProgram = filter.try_into().map_err(failed)?;
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

fn in_memory(bytes: &[u8]) -> io::Result<OwnedFd> {
    let mut file = File::from(rustix::fs::memfd_create("filter", MemfdFlags::CLOEXEC)?);
    file.write_all(bytes)?;
    rustix::fs::seek(&file, SeekFrom::Start(0))?;
    Ok(file.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filters_are_programs_of_whole_instructions() {
        let filters = Filters::new().unwrap();
        for program in [&filters.forbidden, &filters.absent] {
            assert!(!program.is_empty() && program.len() % 8 == 0);
        }
    }
}
