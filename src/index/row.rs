//! What a list says of a telegram, as the index keeps it, and where it
//! stands.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::cable::{Brief, Cable};
use crate::library::{Place, number, take, take_number, take_text, text};

/// What a list says of a telegram.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What every list says.
    pub brief: Brief,
    /// How many paragraphs it has.
    pub n_paragraphs: usize,
    /// Where it stands.
    pub place: Option<Place>,
}

impl Row {
    /// What a list says of a cable; where it stands is not known.
    #[must_use]
    pub fn of(cable: &Cable) -> Row {
        Row {
            brief: Brief::of(cable),
            n_paragraphs: cable.paragraphs.len(),
            place: None,
        }
    }
}

/// A path, byte for byte.
#[cfg(unix)]
pub(super) fn path_to_bytes(path: &Path) -> Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;

    path.as_os_str().as_bytes().into()
}

#[cfg(not(unix))]
pub(super) fn path_to_bytes(path: &Path) -> Cow<'_, [u8]> {
    path.to_string_lossy().into_owned().into_bytes().into()
}

#[cfg(unix)]
fn text_from(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;

    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn text_from(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// The path of these bytes.
pub(super) fn path_from(bytes: &[u8]) -> PathBuf {
    PathBuf::from(text_from(bytes))
}

/// A place as bytes: numbers first, then texts, each behind its length.
pub(super) fn place_to_bytes(place: &Place) -> Vec<u8> {
    let mut bytes = Vec::new();
    match place {
        Place::Plain {
            path,
            start,
            n_bytes,
            nth,
            id,
        } => {
            bytes.push(0);
            number(&mut bytes, *start);
            number(
                &mut bytes,
                n_bytes.map_or(0, |n_bytes| n_bytes.saturating_add(1)),
            );
            number(&mut bytes, u64::from(*nth));
            text(&mut bytes, &path_to_bytes(path));
            if let Some(id) = id {
                text(&mut bytes, id.as_bytes());
            }
        }
        Place::Arguments(arguments) => {
            bytes.push(1);
            for argument in arguments {
                text(&mut bytes, &path_to_bytes(Path::new(argument)));
            }
        }
    }
    bytes
}

/// The place of these bytes; nothing if they are none.
pub(super) fn place_from(bytes: &[u8]) -> Option<Place> {
    let mut rest = bytes;
    match take(&mut rest, 1)? {
        [0] => {
            let start = take_number(&mut rest)?;
            let n_bytes = take_number(&mut rest)?.checked_sub(1);
            let nth = u32::try_from(take_number(&mut rest)?).ok()?;
            let path = path_from(take_text(&mut rest)?);
            let id = take_text(&mut rest).map(|id| String::from_utf8_lossy(id).into_owned());
            Some(Place::Plain {
                path,
                start,
                n_bytes,
                nth,
                id,
            })
        }
        [1] => {
            let mut arguments = Vec::new();
            while !rest.is_empty() {
                arguments.push(text_from(take_text(&mut rest)?));
            }
            Some(Place::Arguments(arguments))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let plain = |n_bytes, id: Option<&str>| Place::Plain {
            path: PathBuf::from("/a/b c.txt"),
            start: 7,
            n_bytes,
            nth: 3,
            id: id.map(str::to_owned),
        };
        for place in [
            plain(None, None),
            plain(Some(0), Some("08NORTHHAVEN311")),
            plain(Some(u64::MAX - 1), Some("")),
            Place::Arguments(vec!["/a.zip!b".into(), "/c".into()]),
        ] {
            let bytes = place_to_bytes(&place);
            assert_eq!(place_from(&bytes), Some(place));
        }
        for wrong in [&[][..], &[2], &[0, 1], &[1, 9, 0], &[1, 0x80]] {
            assert_eq!(place_from(wrong), None);
        }
    }
}
