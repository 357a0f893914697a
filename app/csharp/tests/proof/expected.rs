pub(crate) fn table(_: &extension::Extension) -> String {
    String::new()
}
