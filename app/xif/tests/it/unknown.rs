//! What nobody knows stays where it is, whatever happens around it.

use extension::{Action, ActionEdit, Edit, Expression, Item, Key, ParameterEdit};
use support::document::name;
use xif::{parse, print};

const STRANGE: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- before -->\r\n\
<Extension future='1 &amp; 2' Key=\"UIIm9tlWzk2IJVaPm_agUw\" CodeKey=\"X\"  Name=\"E\" ApplicationServerType=\"NET\" Database=\"All\" System=\"No\" Valid=\"Yes\" Description=\"a&#x9;b\" LastUpgradeVersion=\"11.0.0.200\" ActivationCode=\"\" IsOpenSourceProduct=\"No\" Generation=\"12\" Hash=\"h\" Version=\"v\" LastModifiedUTC=\"t\" DirectUpgradeFrom=\"\" last=\"x\" >\r\n\
  <New a=\"1\"><Deep><Resources/></Deep></New>\r\n\
  <Resources/>\n\
  <Actions x=\"y\">\r\n\
    <?pi here?>\r\n\
    <Action b=\"1\" Name=\"A\" Key=\"Ap2rKHuxg0KTfwz4wwWv4g\" Description=\"\" ImportDetails=\"\" IsFunction=\"No\" z=\"2\"><Extra/><Body>text &lt; here</Body>\r\n      <JavaBody/><!-- between --><Variables q=\"1\"><Unknown>deep</Unknown></Variables></Action>\r\n\
    <!-- about B -->\r\n\
    <Strange Key=\"not a key\" />\r\n\
    <Action Key=\"hn9XKdMZSkuOZFpkMnBjPw\" Name=\"B\" Description=\"\" ImportDetails=\"\" IsFunction=\"No\">\r\n      <Body></Body><JavaBody></JavaBody><Variables />\r\n    </Action>\r\n\
    <!-- end -->\r\n\
  </Actions>\r\n\
  <Structures></Structures>\r\n\
  <Entities><Entity Key=\"bgXfujFFk0+LyuRvCMrHlg\" Name=\"N\" TableXyz=\"t\"><Column /></Entity></Entities>\r\n\
  <Technologies />\r\n\
</Extension>\r\n<!-- after -->";

fn key(text: &str) -> Key {
    text.parse().unwrap()
}

#[test]
fn unchanged() {
    assert_eq!(print(&parse(STRANGE).unwrap()), STRANGE);
}

#[test]
fn a_change_touches_nothing_else() {
    let extension = parse(STRANGE).unwrap();
    let rename = Edit::Action(key("Ap2rKHuxg0KTfwz4wwWv4g"), ActionEdit::Rename(name("Other")));
    assert_eq!(print(&extension.apply(&rename).unwrap()), STRANGE.replacen("Name=\"A\"", "Name=\"Other\"", 1));
    let entity = Edit::Entity(key("bgXfujFFk0+LyuRvCMrHlg"), extension::EntityEdit::Rename(name("M")));
    assert_eq!(print(&extension.apply(&entity).unwrap()), STRANGE.replacen("Name=\"N\"", "Name=\"M\"", 1));
}

#[test]
fn what_stands_beside_a_deleted_element_stays() {
    let extension = parse(STRANGE).unwrap();
    let without_b = extension.apply(&Edit::Remove(vec![Item::Action(key("hn9XKdMZSkuOZFpkMnBjPw"))])).unwrap();
    let text = print(&without_b);
    for kept in [
        "<!-- about B -->",
        "<Strange Key=\"not a key\" />",
        "<!-- end -->",
        "<?pi here?>",
        "<!-- between -->",
        "<Unknown>deep</Unknown>",
    ] {
        assert!(text.contains(kept), "{kept} is gone");
    }
    assert_eq!(parse(text).unwrap(), without_b);
    let empty = without_b.apply(&Edit::Remove(vec![Item::Action(key("Ap2rKHuxg0KTfwz4wwWv4g"))])).unwrap();
    let text = print(&empty);
    for kept in ["<!-- about B -->", "<Strange Key=\"not a key\" />", "<!-- end -->", "<?pi here?>"] {
        assert!(text.contains(kept), "{kept} is gone");
    }
    assert_eq!(parse(text).unwrap(), empty);
}

#[test]
fn undo_gives_the_same_text() {
    let extension = parse(STRANGE).unwrap();
    let added =
        extension.apply(&Edit::AddAction(Action::new(key("AAAAAAAAAAAAAAAAAAAAAA"), name("New")), Some(1))).unwrap();
    let back = added.apply(&Edit::Remove(vec![Item::Action(key("AAAAAAAAAAAAAAAAAAAAAA"))])).unwrap();
    assert_eq!(print(&back), STRANGE);
}

#[test]
fn an_empty_expression_is_the_same_however_it_stands() {
    let usual =
        "<Expression Name=\"Default\" StringText=\"\">\r\n  <Empty position=\"1\" Type=\"rtNone\" />\r\n</Expression>";
    for form in [
        usual,
        "<Expression Name=\"Default\" StringText=\"\"><Empty position=\"1\" Type=\"rtNone\" /></Expression>",
        "<Expression Name=\"Default\" StringText=\"\"><Empty position=\"1\" Type=\"rtNone\"/></Expression>",
        "<Expression StringText=\"\" Name=\"Default\"><Empty position=\"1\" Type=\"rtNone\" /></Expression>",
        "<Expression Name=\"Default\" StringText=\"\"><!-- < --><Empty position=\"1\" Type=\"rtNone\" /></Expression>",
        "<Expression Name=\"Default\" StringText=\"\"/>",
    ] {
        let around = |expression: &str| {
            let parameter = format!(
                "<InputParameter Key=\"bgXfujFFk0+LyuRvCMrHlw\" Name=\"P\" Description=\"\" IsMandatory=\"No\" Type=\"rtInteger\" \
                 Default=\"\" RecordType=\"\"> <!-- a -->\n{expression}<Default/>\t{expression_b}<New/></InputParameter>",
                expression_b = usual.replace("Default", "DefaultValue"),
            );
            STRANGE.replacen("<Variables />", &format!("<Variables>{parameter}</Variables>"), 1)
        };
        let text = around(form);
        let extension = parse(text.clone()).unwrap();
        assert_eq!(print(&extension), text);
        let action = key("hn9XKdMZSkuOZFpkMnBjPw");
        let set = ParameterEdit::SetDefault(Expression::new("7"));
        let edit = Edit::Action(action, ActionEdit::Parameter(key("bgXfujFFk0+LyuRvCMrHlw"), set));
        let edited = print(&extension.apply(&edit).unwrap());
        assert_eq!(edited.matches("Name=\"Default\"").count(), 1, "{form}");
        let before = edited.split_once("<Expression Name=\"Default\" StringText=\"7\">").unwrap().0;
        assert!(before.ends_with("Default=\"7\" RecordType=\"\"> <!-- a -->\n"), "{form}");
        assert!(
            edited.contains("</Expression><Default/>\t<Expression Name=\"DefaultValue\" StringText=\"\">"),
            "{form}"
        );
    }
}

/// The lists of a technology only refer to elements; such a reference may have more than its key too.
#[test]
fn what_a_reference_has_beside_its_key_stays() {
    let key = key("Ap2rKHuxg0KTfwz4wwWv4g");
    let odd = format!("<Action future='1' Key=\"{key}\"><More /></Action>");
    let technology = format!(
        "<Technology PluginKey=\"p\" PluginVersion=\"1\" Key=\"UIIm9tlWzk2IJVaPm_agUg\" Name=\"T\" Description=\"\">\
         <Resources /><Actions>{odd}</Actions><Structures /><Entities /></Technology>"
    );
    let text = STRANGE.replace("<Technologies />", &format!("<Technologies>{technology}</Technologies>"));
    let mut extension = parse(text.as_str()).unwrap();
    assert_eq!(print(&extension), text);
    let mut technology = extension.technologies[0].clone();
    technology.actions = [self::key("hn9XKdMZSkuOZFpkMnBjPw"), key].into();
    extension.technologies = [technology].into();
    assert!(print(&extension).contains(&odd));
}

/// Character data, comments and instructions inside values mean what XML says, and stay as they stand.
#[test]
fn values_in_other_forms() {
    let plain = "<Body>text &lt; here</Body>";
    let body = |xml: &str| STRANGE.replace(plain, &format!("<Body>{xml}</Body>"));
    let read = |text: &str| parse(text).unwrap().actions[0].body.to_string();
    for (xml, value) in [
        ("<![CDATA[a < b & c]]>", "a < b & c"),
        ("<![CDATA[ ]]>", " "),
        ("<!-- note -->", ""),
        ("\r\n  <!-- note -->\r\n", ""),
        ("a &amp; <!-- <x> -->b<?pi?>", "a & b"),
        ("<![CDATA[]]]]><![CDATA[>]]>", "]]>"),
    ] {
        let text = body(xml);
        assert_eq!(read(&text), value, "{xml}");
        assert_eq!(print(&parse(text.as_str()).unwrap()), text, "{xml}");
    }
    for wrong in ["<b/>", "<![CDATA[a", "a <b>c</b>"] {
        assert!(parse(body(wrong)).is_err(), "{wrong}");
    }
}

/// The content of a file stays as it stands too, and a comment in it survives another content.
#[test]
fn files_in_other_forms() {
    let resource = "<Resources><Resource Key=\"Ap2rKHuxg0KTfwz4wwWv4A\" Filename=\"a.txt\" Description=\"\" ImportDetails=\"\" CompileAction=\"Ignore\" LastModified=\"\" Path=\"\\\" CodeReference=\"No\"><Data><!-- c --><![CDATA[QU\r\nJD]]></Data><References /></Resource></Resources>";
    let text = STRANGE.replacen("<Resources/>\n", resource, 1);
    let extension = parse(text.as_str()).unwrap();
    assert_eq!(extension.resources[0].content.text().unwrap(), "ABC");
    assert_eq!(print(&extension), text);
    let content = extension::Content::from_bytes(*b"ABD");
    let time = extension::Timestamp::as_found("");
    let edit = Edit::Resource(extension.resources[0].key, extension::ResourceEdit::SetContent(content, time));
    let changed = print(&extension.apply(&edit).unwrap());
    assert_eq!(changed, text.replace("<!-- c --><![CDATA[QU\r\nJD]]>", "QUJE<!-- c -->"));
}
