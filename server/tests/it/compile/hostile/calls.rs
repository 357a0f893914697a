//! Every system call by its number.

use super::probe::{Probe, inside};
use std::collections::BTreeSet;

/// What may come through on x86-64, in the order of the numbers. A call that is added here was looked at.
/// 335 and 336 are the kernel's own way back from probes that it set: it lets them past every filter, and they end whoever makes them otherwise.
#[cfg(target_arch = "x86_64")]
const EXPECTED: &[std::ops::RangeInclusive<u32>] = &[
    0..=28,
    32..=40,
    42..=52,
    54..=55,
    57..=63,
    72..=100,
    102..=102,
    104..=104,
    107..=112,
    115..=115,
    118..=118,
    120..=121,
    124..=125,
    127..=133,
    137..=138,
    140..=141,
    143..=143,
    145..=147,
    149..=150,
    157..=158,
    160..=160,
    186..=187,
    191..=196,
    200..=201,
    203..=204,
    213..=213,
    217..=219,
    221..=226,
    228..=235,
    239..=239,
    247..=247,
    253..=255,
    257..=271,
    273..=274,
    277..=277,
    280..=297,
    299..=299,
    302..=302,
    307..=307,
    309..=309,
    316..=316,
    318..=318,
    322..=322,
    324..=328,
    332..=332,
    334..=336,
    436..=437,
    439..=439,
    441..=441,
    444..=446,
    449..=449,
    452..=452,
    454..=456,
];

#[cfg(target_arch = "x86_64")]
#[tokio::test]
async fn no_other_system_call_comes_through() {
    let Some(told) = inside(&Probe::new(), "calls 0 512").await else { return };
    assert!(told.text().contains("TRIED calls"));
    let through: BTreeSet<u32> = told.after("THROUGH").iter().map(|number| number.parse().unwrap()).collect();
    let expected: BTreeSet<u32> = EXPECTED.iter().cloned().flatten().collect();
    let more: Vec<_> = through.difference(&expected).collect();
    assert!(more.is_empty(), "{more:?} come through");
    assert!(through.len() > 150, "the probe sees those that do: {through:?}");
    let forbidden: BTreeSet<u32> = told.after("FORBIDDEN").iter().map(|number| number.parse().unwrap()).collect();
    let named = [
        libc::SYS_ptrace,
        libc::SYS_mount,
        libc::SYS_bpf,
        libc::SYS_unshare,
        libc::SYS_keyctl,
        libc::SYS_io_uring_setup,
    ];
    for call in named {
        assert!(forbidden.contains(&u32::try_from(call).unwrap()), "{call}: {forbidden:?}");
    }
}

/// A second number for every call, which filters forget.
#[cfg(target_arch = "x86_64")]
#[tokio::test]
async fn the_x32_interface_is_not_there() {
    const X32: i64 = 0x4000_0000;
    let Some(told) = inside(&Probe::new(), &format!("calls {X32} {}", X32 + 550)).await else { return };
    assert!(told.text().contains("TRIED calls"));
    assert_eq!(told.after("THROUGH"), Vec::<&str>::new());
    assert_eq!(told.after("FORBIDDEN"), Vec::<&str>::new(), "no such call, all of them");
}
