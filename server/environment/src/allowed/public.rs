//! Kinds of IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address belongs to the public internet. What is not known to be public is not.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match embedded(ip) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(ip),
        },
    }
}

/// Whether an address belongs to a private network: RFC 1918, shared addresses of carriers, unique local addresses.
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => match embedded(ip) {
            Some(inner) => is_private_v4(inner),
            None => ip.is_unique_local() && !METADATA_V6.contains(&ip),
        },
    }
}

/// The metadata services of two large clouds, which lie among the unique local addresses.
const METADATA_V6: [Ipv6Addr; 2] =
    [Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254)];

/// The metadata service of another one, among the shared addresses.
const METADATA_V4: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);

/// The host of a virtual machine of yet another one, which is public by its number alone.
const VIRTUAL_HOST_V4: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

fn is_shared(ip: Ipv4Addr) -> bool {
    ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    (ip.is_private() || is_shared(ip)) && ip != METADATA_V4
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, third, _] = ip.octets();
    let special = first == 0
        || first == 127
        || first >= 224
        || ip.is_private()
        || is_shared(ip)
        || ip == VIRTUAL_HOST_V4
        || ip.is_link_local()
        || ip.is_documentation()
        || (first == 192 && second == 0 && third == 0)
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && second & 0xfe == 18);
    !special
}

/// The IPv4 address behind an IPv6 one: mapped, compatible, translated (`64:ff9b::/96`), 6to4.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = ip.segments();
    let from = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] if (high, low) != (0, 0) && (high, low) != (0, 1) => {
            Some(from(high, low))
        }
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some(from(high, low)),
        _ => None,
    }
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let segments = ip.segments();
    let global = segments[0] & 0xe000 == 0x2000;
    let documentation = segments[0] == 0x2001 && segments[1] == 0xdb8;
    // Teredo, benchmarks, identifiers: 2001::/23.
    let special = segments[0] == 0x2001 && segments[1] < 0x200;
    global && !documentation && !special && segments[0] != 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_addresses() {
        let kind = |text: &str| {
            let ip: IpAddr = text.parse().unwrap();
            (is_public(ip), is_private(ip))
        };
        for text in ["8.8.8.8", "172.32.0.1", "2600::1", "::ffff:8.8.8.8", "2002:808:808::1", "100.128.0.1"] {
            assert_eq!(kind(text), (true, false), "{text}");
        }
        for text in
            ["10.1.2.3", "172.31.255.255", "192.168.0.1", "100.64.0.1", "fd12::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
        {
            assert_eq!(kind(text), (false, true), "{text}");
        }
        for text in [
            "127.0.0.1",
            "0.0.0.0",
            "169.254.169.254",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "::",
            "::1",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "168.63.129.16",
            "::ffff:168.63.129.16",
            "100.100.100.200",
            "2001:db8::1",
            "2001::1",
            "::7f00:1",
            "fec0::1",
            "240.0.0.1",
        ] {
            assert_eq!(kind(text), (false, false), "{text}");
        }
    }
}
