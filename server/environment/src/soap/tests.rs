use super::answer::{Unread, read};
use super::*;
use crate::profile::Value;
use proptest::prelude::*;

fn profile() -> Profile {
    Profile::load(None).unwrap()
}

fn parts(profile: &Profile, call: Call) -> (&Service, &Operation) {
    let operation = &profile.service_center.operations[&call];
    (&profile.service_center.services[&operation.service], operation)
}

fn answered(call: Call, body: &str) -> Result<Answer, Unread> {
    let profile = profile();
    let (service, operation) = parts(&profile, call);
    let text = format!(
        "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>"
    );
    read(service, operation, text.as_bytes())
}

const NAMESPACE: &str = "xmlns=\"http://www.outsystems.com\"";

#[test]
fn an_envelope_has_the_elements_in_their_order() {
    let profile = profile();
    let (service, operation) = parts(&profile, Call::LogIn);
    let values = Values::default().with(Value::User, "a&b").with(Value::Password, "p<\u{e9}");
    let text = String::from_utf8(envelope::write(service, operation, &values).unwrap()).unwrap();
    assert!(text.ends_with(
        "<soap:Body><TestLogin xmlns=\"http://www.outsystems.com\"><username>a&amp;b</username><password>p&lt;\u{e9}</password></TestLogin>\
         </soap:Body></soap:Envelope>"
    ));
    assert_eq!(headers(service, operation)["soapaction"], "\"http://ServiceCenter/Solutions/TestLogin\"");
}

#[test]
fn bytes_are_base64_and_records_show_neither_them_nor_credentials() {
    let profile = profile();
    let (service, operation) = parts(&profile, Call::UploadPack);
    let values = Values::default()
        .with(Value::User, "theuser")
        .with(Value::Password, "thepassword")
        .with(Value::PackName, "A.osp")
        .with_bytes(Value::Pack, vec![0, 255].into());
    let sent = String::from_utf8(envelope::write(service, operation, &values).unwrap()).unwrap();
    assert!(sent.contains("<File>AP8=</File><Filename>A.osp</Filename><JustUpload>true</JustUpload>"));
    let shown = String::from_utf8(envelope::write(service, operation, &values.shown()).unwrap()).unwrap();
    assert!(!shown.contains("theuser") && !shown.contains("thepassword") && !shown.contains("AP8="));
    assert!(!format!("{values:?}").contains("thepassword"));
}

#[test]
fn control_characters_are_refused_before_anything_is_sent() {
    let profile = profile();
    let (service, operation) = parts(&profile, Call::LogIn);
    let values = Values::default().with(Value::User, "a\u{1}").with(Value::Password, "p");
    let refused = envelope::write(service, operation, &values).unwrap_err();
    assert_eq!((refused.problem.kind(), refused.effect), (Some(Code::PlatformRequest), Effect::None));
}

#[test]
fn values_and_rows_are_read_by_the_profile() {
    let body = format!(
        "<Module_GetVersionsResponse {NAMESPACE}><ModuleVersions><ModuleVersion><Version>2</Version><New>x</New></ModuleVersion>\
         <ModuleVersion><Version> 1 </Version></ModuleVersion></ModuleVersions><PublishedVersion>1</PublishedVersion><ErrorCode>0</ErrorCode>\
         <ErrorMessage/></Module_GetVersionsResponse>"
    );
    let answer = answered(Call::ListVersions, &body).unwrap();
    let versions: Vec<_> = answer.rows.iter().map(|row| row[&Value::Version].as_str()).collect();
    assert_eq!(versions, ["2", "1"]);
    assert_eq!(answer.values.get(Value::PublishedVersion), Some("1"));
    assert_eq!(answer.values.get(Value::Error), None);
}

#[test]
fn a_fault_is_told_in_its_words() {
    let body =
        "<s:Fault><faultcode>s:Server</faultcode><faultstring>Invalid username or password.</faultstring></s:Fault>";
    assert_eq!(answered(Call::LogIn, body).unwrap_err(), Unread::Fault("Invalid username or password.".into()));
    let (code, _) =
        profile().refusal("... INVALID username or password.").map(|(code, says)| (code, says.to_owned())).unwrap();
    assert_eq!(code, Code::PlatformLogIn);
}

#[test]
fn answers_of_another_form_are_refused() {
    for body in [
        "",
        "<TestLoginResponse/>",
        "<TestLoginResponse xmlns=\"http://other\"/>",
        &format!("<OtherResponse {NAMESPACE}/>"),
        &format!("<TestLoginResponse {NAMESPACE}><other/></TestLoginResponse>"),
        &format!("<TestLoginResponse {NAMESPACE}><status><x/></status></TestLoginResponse>"),
        "<html/>",
    ] {
        assert!(matches!(answered(Call::LogIn, body), Err(Unread::Form(_))), "{body}");
    }
    let profile = profile();
    let (service, operation) = parts(&profile, Call::Pack);
    for text in ["<html><body>Log in</body></html>", "{}", ""] {
        assert!(matches!(read(service, operation, text.as_bytes()), Err(Unread::Form(_))), "{text}");
    }
    let damaged = format!("<Pack2Response {NAMESPACE}><file>A!</file></Pack2Response>");
    assert!(matches!(answered(Call::Pack, &damaged), Err(Unread::Form(_))));
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0usize..400, call in 0usize..5) {
        let call = [Call::Probe, Call::LogIn, Call::Pack, Call::ListVersions, Call::Follow][call];
        let profile = profile();
        let (service, operation) = parts(&profile, call);
        let _read = read(service, operation, &bytes);
        let body = format!("<{}Response {NAMESPACE}>{}</x>", operation.name, String::from_utf8_lossy(&bytes));
        let _read = answered(call, &body.chars().take(cut).collect::<String>());
    }
}
