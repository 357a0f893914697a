//! Definitions that no known tool writes: they come back to the byte all the same.

use std::fs;

use crate::command::{definition, done, text};

const HEAD: &str = "CodeKey=\"X\" Name=\"E\" ApplicationServerType=\"NET\" Database=\"All\" System=\"No\" Valid=\"Yes\" Description=\"a&#x9;b\" LastUpgradeVersion=\"11.0.0.200\" ActivationCode=\"\" IsOpenSourceProduct=\"No\" Generation=\"12\" Hash=\"h\" Version=\"v\" LastModifiedUTC=\"t\" DirectUpgradeFrom=\"\"";

/// A definition whose only resource has this element for its content, with unknown parts everywhere.
fn with_data(data: &str) -> String {
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- before -->\r\n\
         <Extension future='1 &amp; 2' Key=\"UIIm9tlWzk2IJVaPm_agUw\" {HEAD} last=\"x\" >\r\n\
         \x20 <New a=\"1\"><Deep><Data>QQ==</Data><Resources/></Deep></New>\r\n\
         \x20 <Resources x='1'>\n<Strange><Data>QQ==</Data></Strange><Resource z=\"1\" Key=\"Ap2rKHuxg0KTfwz4wwWv4g\" Filename=\"A.cs\" \
         Description=\"\" ImportDetails=\"\" CompileAction=\"New\" LastModified=\"t\" Path=\"\\S\\\" CodeReference=\"No\">\r\n\
         <References /><Unknown>text</Unknown>{data}<!-- behind -->\r\n</Resource></Resources>\n\
         <Actions/><Structures></Structures><Entities /><Technologies />\r\n</Extension>\r\n<!-- after -->"
    )
}

#[test]
fn every_form_of_content_comes_back() {
    for data in [
        "<Data>QQ==</Data>",
        "<Data></Data>",
        "<Data/>",
        "<Data />",
        "<Data> \r\n </Data>",
        "<Data> \r\n QQ== \r\n </Data>",
        "<Data>\r\nQU\r\nFB\r\n</Data>",
        "<Data >QQ==</Data >",
        "<Data unknown='1'>QQ==</Data>",
        "<Data unknown='/>' >QQ==</Data>",
    ] {
        let home = tempfile::tempdir().unwrap();
        let (file, folder, back) =
            (home.path().join("in.xif"), home.path().join("folder"), home.path().join("back.xif"));
        fs::write(&file, xif::deflate(&with_data(data))).unwrap();
        done(&["unpack", text(&file), text(&folder)]);
        done(&["pack", text(&folder), text(&back)]);
        assert_eq!(definition(&back), with_data(data), "{data}");

        fs::write(folder.join("S/A.cs"), "other").unwrap();
        done(&["pack", text(&folder), text(&back)]);
        let after = xif::parse(definition(&back)).unwrap();
        assert_eq!(after.resources[0].content.text().unwrap(), "other", "{data}");
        assert_eq!(after.provenance.generation, 13, "{data}");
        for kept in
            ["<!-- before -->", "<New a=\"1\"><Deep><Data>QQ==</Data>", "<Unknown>text</Unknown>", "<!-- after -->"]
        {
            assert!(definition(&back).contains(kept), "{data}: {kept} is gone");
        }
        fs::write(folder.join("S/A.cs"), "").unwrap();
        done(&["pack", text(&folder), text(&back)]);
        assert!(xif::parse(definition(&back)).unwrap().resources[0].content.is_empty(), "{data}");
    }
}
