//! Every way in which bytes are not an extension has its own message, and none takes more than its limit.

use std::io::Write;

use xif::{Limits, ReadError, deflate, inflate, parse, read};

const HEAD: &str = "<Extension Key=\"UIIm9tlWzk2IJVaPm_agUw\" CodeKey=\"X\" Name=\"E\" ApplicationServerType=\"NET\" Database=\"All\" System=\"No\" Valid=\"Yes\" Description=\"\" LastUpgradeVersion=\"1\" ActivationCode=\"\" IsOpenSourceProduct=\"No\" Generation=\"1\" Hash=\"\" Version=\"\" LastModifiedUTC=\"\" DirectUpgradeFrom=\"\">";
const TAIL: &str = "<Structures/><Entities/><Technologies/></Extension>";

fn with(resources: &str, actions: &str) -> String {
    format!("{HEAD}<Resources>{resources}</Resources><Actions>{actions}</Actions>{TAIL}")
}

fn resource(key: &str, data: &str) -> String {
    format!(
        "<Resource Key=\"{key}\" Filename=\"a.dll\" Description=\"\" ImportDetails=\"\" CompileAction=\"Ignore\" LastModified=\"\" Path=\"\\\" CodeReference=\"No\"><Data>{data}</Data><References/></Resource>"
    )
}

const KEY: &str = "Ap2rKHuxg0KTfwz4wwWv4g";

fn code(result: Result<extension::Extension, ReadError>) -> &'static str {
    result.map_or_else(|error| error.code().text(), |_| "read")
}

#[test]
fn containers() {
    let good = deflate(&with("", ""));
    let read = |bytes: &[u8]| code(read(bytes, &Limits::default()));
    assert_eq!(read(&good), "read");
    assert_eq!(read(b""), "X100");
    assert_eq!(read(b"PK\x03\x04 zip"), "X101");
    assert_eq!(read(b"<Extension>"), "X101");
    assert_eq!(read(b"\x78"), "X101");
    for cut in 2..good.len() {
        assert_eq!(read(&good[..cut]), "X103", "cut at {cut}");
    }
    let mut wrong_checksum = good.clone();
    *wrong_checksum.last_mut().unwrap() ^= 1;
    assert_eq!(read(&wrong_checksum), "X104");
    assert_eq!(read(&[good.as_slice(), b"\0"].concat()), "X105");
    let mut broken = good.clone();
    broken[2] = 0xff;
    assert_eq!(read(&broken), "X102");
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(b"<Extension \xff>").unwrap();
    assert_eq!(read(&encoder.finish().unwrap()), "X107");
}

#[test]
fn a_bomb_stops_at_the_limit() {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..64 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let limits = Limits { inflated: 1 << 20 };
    let refused = inflate(&bomb, &limits).unwrap_err();
    assert_eq!(refused, ReadError::TooLarge { limit: 1 << 20 });
    assert_eq!(refused.to_string(), "The file inflates to more than 1 MiB, the most that is read.");
    assert!(inflate(&bomb, &Limits { inflated: 64 << 20 }).is_ok());
    assert!(inflate(&bomb, &Limits { inflated: (64 << 20) - 1 }).is_err());
}

#[test]
fn texts() {
    assert_eq!(code(parse(with("", ""))), "read");
    assert_eq!(code(parse("")), "X201");
    assert_eq!(code(parse("no xml")), "X201");
    assert_eq!(code(parse("<Extension")), "X201");
    assert_eq!(code(parse("<Extension></Wrong>")), "X207");
    assert_eq!(code(parse(with("", "") + "<more/>")), "X201");
    assert_eq!(code(parse(with("", "") + "more")), "X201");
    assert_eq!(code(parse("<!DOCTYPE a [<!ENTITY b \"c\">]>".to_owned() + &with("", ""))), "X202");
    assert_eq!(code(parse(with("", "").replace("Name=\"E\"", "Name=\"&bomb;\""))), "X201");
    assert_eq!(code(parse(with("", "").replace("Name=\"E\"", "Name=\"E\" Name=\"F\""))), "X201");
    assert_eq!(code(parse(with("", "").replace("<Actions></Actions>", ""))), "X205");
    assert_eq!(code(parse(with("", "").replace("<Actions></Actions>", "<Actions/><Actions/>"))), "X206");
    assert_eq!(code(parse(with("", "").replace(" Name=\"E\"", ""))), "X207");
    assert_eq!(code(parse(with("", "").replace("Valid=\"Yes\"", "Valid=\"Perhaps\""))), "X208");
    assert_eq!(code(parse(with("", "").replace("Generation=\"1\"", "Generation=\"01\""))), "X208");
    assert_eq!(code(parse(with("", "").replace("UIIm9tlWzk2IJVaPm_agUw", "short"))), "X208");
    assert_eq!(code(parse("<Module/>")), "X204");
    let deep = "<a>".repeat(300) + &"</a>".repeat(300);
    assert_eq!(code(parse(with("", &deep))), "X203");
    let wide: String = (0..300).map(|number| format!(" a{number}=\"\"")).collect();
    assert_eq!(code(parse(with("", &format!("<b{wide}/>")))), "X203");
}

#[test]
fn resources() {
    assert_eq!(code(parse(with(&resource(KEY, "QQ=="), ""))), "read");
    assert_eq!(code(parse(with(&resource(KEY, " QQ\r\n== "), ""))), "read");
    assert_eq!(code(parse(with(&resource(KEY, "QQ="), ""))), "X210");
    assert_eq!(code(parse(with(&resource(KEY, "Q?=="), ""))), "X210");
    assert_eq!(code(parse(with(&(resource(KEY, "") + &resource(KEY, "")), ""))), "X209");
    let error = parse(with(&resource(KEY, "QQ="), "")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("The content of the resource a.dll is damaged at {}: it is not valid base64.", place(&error))
    );
}

fn place(error: &ReadError) -> String {
    match error {
        ReadError::BrokenContent { place, .. } => place.to_string(),
        other => other.to_string(),
    }
}

#[test]
fn messages_say_where() {
    let text = with("", "").replace("Valid=\"Yes\"", "\nValid=\"Perhaps\"");
    assert_eq!(
        parse(text).unwrap_err().to_string(),
        "Valid of Extension “E” is “Perhaps” at line 1, column 1; it must be Yes or No."
    );
}
