//! What is to be said of what was opened, beside errors.

use std::fmt;

use super::error;

/// Something to be said about a source that was opened all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A folder or an archive holds something beside cables.
    LeftOut {
        /// The folder as given, or the name of the archive.
        place: String,
        /// Files that are empty, binary, unreadable or no regular files.
        n_files: usize,
    },
    /// Files of a folder are larger than one document may be.
    TooLarge {
        /// The folder as given.
        place: String,
        /// How many.
        n_files: usize,
        /// Bytes that one may have.
        limit: u64,
    },
    /// A packed file is damaged; what came out before is shown.
    CutShort {
        /// The name of the file or member.
        name: String,
        /// How many bytes came out.
        n_bytes: u64,
    },
    /// A volume holds documents that are no telegrams.
    Others {
        /// The name of the file or member.
        name: String,
        /// Letters, memoranda, editorial notes.
        n_documents: usize,
    },
    /// Records of a CSV are damaged; they are shown as far as they can be
    /// read.
    Damaged {
        /// The name of the file or member.
        name: String,
        /// How many.
        n_records: usize,
    },
}

impl Notice {
    /// The file that it is about, if it is about one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Notice::LeftOut { .. } | Notice::TooLarge { .. } => None,
            Notice::CutShort { name, .. }
            | Notice::Others { name, .. }
            | Notice::Damaged { name, .. } => Some(name),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::LeftOut { place, n_files } => {
                let what = if *n_files == 1 {
                    "file that is"
                } else {
                    "files that are"
                };
                let place = error::quoted(place);
                write!(
                    f,
                    "reading: {place}: left out {n_files} {what} not readable text"
                )
            }
            Notice::TooLarge {
                place,
                n_files,
                limit,
            } => {
                let what = if *n_files == 1 { "file" } else { "files" };
                let place = error::quoted(place);
                write!(
                    f,
                    "reading: {place}: left out {n_files} {what} over the limit of {limit} bytes"
                )
            }
            Notice::CutShort { name, n_bytes } => {
                let name = error::quoted(name);
                write!(
                    f,
                    "reading: {name}: damaged after {n_bytes} bytes; the rest is lost"
                )
            }
            Notice::Others { name, n_documents } => {
                let what = if *n_documents == 1 {
                    "document that is no telegram"
                } else {
                    "documents that are no telegrams"
                };
                let name = error::quoted(name);
                write!(f, "reading: {name}: left out {n_documents} {what}")
            }
            Notice::Damaged { name, n_records } => {
                let what = if *n_records == 1 { "record" } else { "records" };
                let name = error::quoted(name);
                write!(
                    f,
                    "reading: {name}: {n_records} {what} with damaged quotes or of more than 64 MiB"
                )
            }
        }
    }
}
