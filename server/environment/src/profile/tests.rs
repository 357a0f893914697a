use super::*;

#[test]
fn the_profile_that_comes_with_the_server_is_right() {
    let profile = Profile::load(None).unwrap();
    assert!(profile.native.is_none(), "the native service is off unless an operator describes one");
    let capabilities = profile.service_center.capabilities();
    let support = |operation| capabilities.iter().find(|each| each.operation == operation).unwrap().support;
    assert_eq!(support(Ability::Probe), Support::Verified);
    assert_eq!(support(Ability::Download), Support::Unsupported);
    for operation in [Ability::LogIn, Ability::ListExtensions, Ability::ListVersions, Ability::Upload, Ability::Publish]
    {
        assert_eq!(support(operation), Support::Unverified);
    }
    for capability in &capabilities {
        assert_eq!(capability.support == Support::Verified, capability.note.is_empty(), "{capability:?}");
    }
}

#[test]
fn nothing_uncertain_may_be_called_verified() {
    let claim = EMBEDDED.replace("answers = [[\"Version\", ", "answers = [[\"Version?\", ");
    assert!(matches!(Profile::over(&claim), Err(ProfileError::Claim(name)) if name == "GetPlatformInfo"));
    let claim = EMBEDDED.replace(
        "path = \"/ServiceCenter/OutSystemsPlatform.asmx\"",
        "path = \"/ServiceCenter/OutSystemsPlatform.asmx?\"",
    );
    assert!(matches!(Profile::over(&claim), Err(ProfileError::Claim(_))));
}

#[test]
fn what_is_wrong_in_a_profile_is_named() {
    let wrong = |from: &str, to: &str| Profile::over(&EMBEDDED.replacen(from, to, 1)).unwrap_err().to_string();
    assert!(wrong("service = \"platform\"", "service = \"plat\"").contains("plat"));
    assert!(wrong("code = \"S608\"", "code = \"S999\"").contains("Invalid username"));
    assert!(wrong("\"platform_version\"", "\"plattform\"").contains("answers"));
    assert!(wrong("title =", "titel =").contains("titel"));
    assert!(Profile::load(Some(Path::new("/nowhere"))).unwrap_err().to_string().contains("/nowhere"));
}

#[test]
fn a_profile_is_laid_over_the_one_that_comes_with_the_server() {
    let profile = Profile::over(include_str!("../../../profiles/native-example.toml")).unwrap();
    let native = profile.native.unwrap();
    let known = |capability: &Capability| capability.support != Support::Unsupported;
    assert!(native.capabilities().iter().all(known));
    assert!(profile.service_center.operations.contains_key(&Call::Pack));
    let changed = Profile::over("[service_center.operations.probe]\nname = \"Other\"").unwrap();
    let probe = &changed.service_center.operations[&Call::Probe];
    assert_eq!((probe.name.text.as_str(), probe.answers.len()), ("Other", 2));
}
