//! The user's editor, and how it is told to look and not to touch.

use std::ffi::{OsStr, OsString};
use std::path::Path;

/// The program and its arguments that show `path` at `line` in the editor
/// that `setting` names, the value of `VISUAL` or `EDITOR`. No shell reads
/// either of them.
///
/// Vi and its kin are told to open read-only; the others that are known to
/// take a line are given one, and an editor that is not known only the path.
pub(super) fn command(setting: &OsStr, path: &Path, line: usize) -> (OsString, Vec<OsString>) {
    const VI: &[&str] = &[
        "vi", "vim", "nvim", "view", "vimx", "ex", "nvi", "elvis", "vile",
    ];
    const LINE: &[&str] = &[
        "emacs",
        "emacsclient",
        "helix",
        "hx",
        "jed",
        "joe",
        "kak",
        "kate",
        "less",
        "mcedit",
        "mg",
        "micro",
        "more",
        "most",
        "nano",
        "ne",
        "pico",
        "vis",
        "zile",
    ];
    let mut words = words(setting).into_iter();
    let program = words.next().unwrap_or_else(|| OsString::from("vi"));
    let mut arguments: Vec<OsString> = words.collect();
    let name = Path::new(&program).file_name().and_then(OsStr::to_str);
    let name = name.unwrap_or_default();
    if VI.contains(&name) {
        arguments.push("-R".into());
    } else if matches!(name, "nano" | "pico") {
        arguments.push("-v".into());
    } else if name == "kak" {
        arguments.push("-ro".into());
    }
    if VI.contains(&name) || LINE.contains(&name) {
        arguments.push(format!("+{line}").into());
    }
    // A path from the root on is never taken for an option.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    arguments.push(path.into());
    (program, arguments)
}

/// The words of a setting: what stands between blanks, or in quotation
/// marks. Bytes that are no UTF-8 name a program, without arguments.
fn words(setting: &OsStr) -> Vec<OsString> {
    let Some(text) = setting.to_str() else {
        return vec![setting.to_owned()];
    };
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t') => words.extend(word.take().map(OsString::from)),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word.map(OsString::from));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(setting: &str) -> String {
        let (program, arguments) = command(OsStr::new(setting), Path::new("/a/b c.txt"), 12);
        let words = [&[program][..], &arguments].concat();
        let words: Vec<&str> = words.iter().map(|word| word.to_str().unwrap()).collect();
        words.join("|")
    }

    #[test]
    fn editors_are_told_in_their_own_way() {
        assert_eq!(line(""), "vi|-R|+12|/a/b c.txt");
        assert_eq!(line("vim"), "vim|-R|+12|/a/b c.txt");
        assert_eq!(
            line("/usr/bin/nvim -n"),
            "/usr/bin/nvim|-n|-R|+12|/a/b c.txt"
        );
        assert_eq!(line("nano"), "nano|-v|+12|/a/b c.txt");
        assert_eq!(line("emacsclient -nw"), "emacsclient|-nw|+12|/a/b c.txt");
        assert_eq!(line("code --wait"), "code|--wait|/a/b c.txt");
        assert_eq!(line("'/opt/my ed' \"-x y\""), "/opt/my ed|-x y|/a/b c.txt");
    }

    #[test]
    fn a_name_that_looks_like_an_option_or_a_command_is_a_name() {
        for name in ["-rf", "+1", ";", "$(touch x)", "a\nb"] {
            let (_, arguments) = command(OsStr::new("vi"), Path::new(name), 1);
            let path = Path::new(arguments.last().unwrap());
            assert!(path.is_absolute(), "{name}");
            assert_eq!(path.file_name(), Some(OsStr::new(name)));
        }
    }
}
