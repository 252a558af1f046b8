//! Telling text from other data by its first bytes.
//!
//! A reader who hands in a PDF is told that it is a PDF. Text is given the
//! benefit of the doubt: stray control characters, NUL padding and odd
//! encodings are all found in releases.

/// Bytes looked at.
pub(super) const HEAD: usize = 8192;

/// Formats by their first bytes.
const BEGINNINGS: &[(&[u8], &str)] = &[
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BZh91AY", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    // Known and not read: a decoder of LZMA reserves the dictionary that the
    // archive claims to need, up to 4 GiB, and none of the crates that read
    // this format lets its caller set a bound.
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x7fELF", "ELF (a program)"),
    (b"MZ\x90\0", "a Windows program"),
    (b"\0asm", "WebAssembly"),
    (b"{\\rtf", "RTF"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "OLE2 (an old Office document)",
    ),
    (b"SQLite format 3\0", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"OggS", "Ogg"),
    (b"ID3\x02", "MP3"),
    (b"ID3\x03", "MP3"),
    (b"ID3\x04", "MP3"),
];

/// What holds cables, or holds them packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A ZIP archive.
    Zip,
    /// A tar archive.
    Tar,
    /// Gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// The container that `head`, the first bytes of a source, begins.
pub(super) fn container(head: &[u8]) -> Option<Container> {
    if head.starts_with(b"\x1f\x8b\x08") {
        return Some(Container::Gzip);
    }
    // A frame that holds nothing may come first.
    if matches!(
        head,
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..]
    ) {
        return Some(Container::Zstd);
    }
    if head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x03\x04") {
        return Some(Container::Zip);
    }
    // What holds a ZIP archive in its first member is none.
    if is_tar(head) {
        return Some(Container::Tar);
    }
    memchr::memmem::find(head, b"PK\x03\x04").map(|_| Container::Zip)
}

/// The format that keeps its own files in a ZIP archive with a member of
/// this name.
pub(super) fn kept_in_zip(member: &[u8]) -> Option<&'static str> {
    match member {
        b"[Content_Types].xml" => Some("DOCX (or XLSX, PPTX)"),
        b"mimetype" => Some("EPUB (or ODT)"),
        b"META-INF/MANIFEST.MF" => Some("JAR (a program)"),
        _ => None,
    }
}

/// By its magic, or, in the oldest archives, by the sum of its header.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else {
        return false;
    };
    if header.get(257..262) == Some(b"ustar") {
        return true;
    }
    let stated = header.get(148..156).unwrap_or_default();
    let stated = std::str::from_utf8(stated).unwrap_or_default();
    let stated = u32::from_str_radix(stated.trim_matches([' ', '\0']), 8);
    let sum = |from: usize, to: usize| -> u32 {
        let bytes = header.get(from..to).unwrap_or_default();
        bytes.iter().map(|&byte| u32::from(byte)).sum()
    };
    // Hardly any text states a sum.
    stated.is_ok_and(|stated| {
        header.first() != Some(&0) && stated == sum(0, 148) + 8 * 32 + sum(156, 512)
    })
}

/// The name of the format that `head`, the first bytes of a source, is in,
/// or nothing if it may be text.
pub(super) fn not_text(head: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = BEGINNINGS.iter().find(|(bytes, _)| head.starts_with(bytes)) {
        return Some(name);
    }
    if is_utf16(head) {
        return None;
    }
    // NUL padding before the text is a habit of tapes.
    let padding = head.iter().take_while(|&&byte| byte == 0).count();
    let head = head.get(padding..).unwrap_or_default();
    let near = head.get(..256).unwrap_or(head);
    let head = head.get(..1024).unwrap_or(head);
    let odd = |bytes: &[u8]| bytes.iter().filter(|&&byte| is_odd(byte)).count();
    let n_nul = memchr::memchr_iter(0, near).count();
    // Of random bytes one in ten is a control character. Text in any
    // encoding has next to none, and valid UTF-8 is never random. What begins
    // as text is text, whatever a broken transfer left behind it.
    let binary = odd(near) >= 4 && odd(head) * 40 >= head.len() && !is_utf8(head);
    (binary || n_nul * 2 > near.len()).then_some("binary data")
}

/// Whether there is nothing to read in `bytes`.
pub(super) fn is_blank(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|byte| matches!(byte, 0 | b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | b' '))
}

/// `bytes` without the byte order mark, which is nothing to read.
pub(super) fn after_mark(bytes: &[u8]) -> &[u8] {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    marks
        .iter()
        .find_map(|mark| bytes.strip_prefix(*mark))
        .unwrap_or(bytes)
}

/// By its byte order mark, or because nearly every other byte is NUL.
fn is_utf16(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe")
        || head.starts_with(b"\xfe\xff")
        || head.starts_with(b"\0\0\xfe\xff")
    {
        return true;
    }
    if memchr::memchr(0, head).is_none() {
        return false;
    }
    let n_nul = |from| {
        head.iter()
            .skip(from)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (n_nul(0), n_nul(1));
    let half = head.len() / 2;
    even.max(odd) * 10 > half * 7 && even.min(odd) * 10 < half
}

/// A character cut by the end of the sample is no damage.
fn is_utf8(head: &[u8]) -> bool {
    std::str::from_utf8(head)
        .err()
        .is_none_or(|error| error.error_len().is_none())
}

/// Control characters that no text has a use for. Escape, backspace and
/// substitute are found at the end and inside of old text files.
fn is_odd(byte: u8) -> bool {
    byte < b' '
        && !matches!(
            byte,
            0 | 0x08 | b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1a | 0x1b
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"C O N F I D E N T I A L PORT LARKSPUR 000311\n\nSIPDIS\n";

    #[test]
    fn text_in_any_encoding_is_text() {
        assert_eq!(not_text(TEXT), None);
        assert_eq!(not_text("\u{feff}Größe — «Übung»".as_bytes()), None);
        assert_eq!(not_text(b"\x93quoted\x94 caf\xe9"), None);
        let le: Vec<u8> = TEXT.iter().flat_map(|&byte| [byte, 0]).collect();
        let be: Vec<u8> = TEXT.iter().flat_map(|&byte| [0, byte]).collect();
        assert_eq!(not_text(&le), None);
        assert_eq!(not_text(&be), None);
        assert_eq!(not_text(&[b"\xff\xfe", &*le].concat()), None);
    }

    #[test]
    fn padding_and_stray_controls_are_text() {
        assert_eq!(not_text(&[&[0; 512], TEXT].concat()), None);
        assert_eq!(
            not_text(&[TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, &[0; 4096]].concat()),
            None
        );
        assert_eq!(not_text(b"\x01\x02\x03TEXT\x07\x07\x07"), None);
        assert_eq!(not_text(b"\x1b[2J\x1b[H text"), None);
    }

    #[test]
    fn text_with_other_data_behind_it_is_text() {
        let other: Vec<u8> = (0..=255).rev().collect();
        let text = TEXT.repeat(6);
        assert_eq!(not_text(&[&*text, &other, &other, &other].concat()), None);
        assert_eq!(
            not_text(&[other.get(2..).unwrap(), &text].concat()),
            Some("binary data")
        );
    }

    #[test]
    fn other_data_is_named() {
        assert_eq!(not_text(b"%PDF-1.7\nwords"), Some("PDF"));
        assert_eq!(not_text(b"{\\rtf1\\ansi text}"), Some("RTF"));
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(not_text(&bytes), Some("binary data"));
        // Of random bytes hardly a file in ten thousand passes for text.
        let mut seed = 7_u32;
        let mut random = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let mut is_random_text = || {
            not_text(
                &std::iter::repeat_with(&mut random)
                    .take(2048)
                    .collect::<Vec<_>>(),
            )
            .is_none()
        };
        assert!((0..2_000).all(|_| !is_random_text()));
    }

    #[test]
    fn nothing_but_blanks_is_blank() {
        assert!(is_blank(b" \r\n\t\0"));
        assert!(!is_blank(b"  x"));
        assert!(is_blank(after_mark(b"\xef\xbb\xbf\n")));
    }
}
