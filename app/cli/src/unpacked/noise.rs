/// Where resources lie that tools leave behind.
pub(super) const NOISE: &str = "_noise";

/// Whether a file is what tools leave beside the sources: builds (`obj`), Visual Studio (`.vs`, `*.suo`, `*.user`),
/// Integration Studio (`Backups` and `Templates` beside `Source`, and `%Name%.cs`, a template that was never filled in).
///
/// A XIF can have such files as resources, and then they come back with it; an unpacked folder only keeps them out of the
/// way of sources. Beside the resources they are nobody's business.
pub fn is_noise(path: &str) -> bool {
    let parts: Vec<String> =
        path.split(['\\', '/']).filter(|part| !part.is_empty()).map(str::to_ascii_lowercase).collect();
    let Some((name, folders)) = parts.split_last() else { return false };
    let is_in = |folder: &str| folders.iter().any(|part| part == folder);
    let is_of_a_user = name.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "suo" | "user"));
    let is_beside = folders.first().is_some_and(|first| matches!(first.as_str(), "backups" | "templates"));
    let is_built = folders.first().is_some_and(|first| first == "source") && is_in("obj");
    let is_unfilled = name.strip_prefix('%').is_some_and(|rest| rest.contains("%."));
    is_beside || is_built || is_unfilled || is_in(".vs") || is_of_a_user
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tools_leave_behind() {
        for path in [
            r"\Source\NET\obj\Release\A.csproj.FileListAbsolute.txt",
            "Source/NET/Lib/OBJ/a.txt",
            r"\Source\NET\.vs\A\v16\.suo",
            r"\Source\NET\A.csproj.user",
            r"\Backups\A_2026-01-01.xif",
            "Templates/a.cs",
            r"\Source\NET\%Name%.cs",
        ] {
            assert!(is_noise(path), "{path}");
        }
        for path in
            ["", r"\Source\NET\A.cs", r"\Source\NET\Templates\mail.html", r"\obj", "obj/a.txt", "100%.cs", "%.cs"]
        {
            assert!(!is_noise(path), "{path}");
        }
    }
}
