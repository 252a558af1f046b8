//! A sentence that says who classified: `This message was classified by DCM Ada Quill.`

use super::super::token::{begins, byte, from, trim, up_to};
use super::reasons::Squashed;
use super::title::title_prefix;

/// What a sentence leads to that says by whom a telegram was classified, behind a
/// label of its own or in its place.
pub(super) fn behind_sentence(value: &str) -> Option<&str> {
    const REACH: usize = 48;
    let this = begins(value, "THIS ").then(|| up_to(value, REACH))?;
    // With the blank: `declassified by` says something else.
    let by = [
        " classified by ",
        " Classified by ",
        " Classified By ",
        " CLASSIFIED BY ",
    ];
    let end = by.iter().find_map(|by| {
        let at = memchr::memmem::find(this.as_bytes(), by.as_bytes())?;
        let denied = up_to(this, at + 1).to_ascii_lowercase().contains(" not ");
        (!denied).then_some(at + by.len())
    })?;
    Some(trim(from(value, end)))
}

/// The value of a line that is such a sentence, without a label.
///
/// ```abnf
/// sentence = "This" 1*word "classified by" blank (title / *CHAR "reason" *CHAR)
///          ; in the first 48 bytes, no word "not"; a common word behind it, `by law`, is prose
/// ```
///
/// Sample: `oddities/classified-by-a-sentence`
pub(super) fn sentence(line: &str) -> Option<&str> {
    let who = behind_sentence(line)?;
    let named = byte(who, 0).is_ascii_uppercase()
        && (!title_prefix(who).0.is_empty() || Squashed::new(who).find(b"reaso").is_some());
    named.then_some(who)
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_sentence_names_the_classifier() {
        for line in [
            "This message was classified by DCM Quill.",
            "This cable has been classified by DCM Quill.",
            "THIS MESSAGE HAS BEEN CLASSIFIED BY DCM Quill.",
        ] {
            assert_eq!(sentence(line), Some("DCM Quill."), "{line}");
        }
        let reasoned = "This cable is classified by Ada Quill for reasons 1.4 (b)";
        assert_eq!(sentence(reasoned), Some("Ada Quill for reasons 1.4 (b)"));
        for line in [
            "This message was classified by law.",
            "This message was classified by Holt, who came late.",
            "This message was declassified on Monday.",
            "This message was declassified by DCM Quill.",
            "This message is unclassified by DCM Quill.",
            "This message was not classified by DCM Quill.",
            "The message was classified by DCM Quill.",
        ] {
            assert_eq!(sentence(line), None, "{line}");
        }
    }
}
