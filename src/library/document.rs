//! The bytes of one cable, and what is read in them.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::cable::{Brief, Cable, Confidence, Family, Sieve};
use crate::parse::{self, FrusVolume};

/// The bytes of one cable, and where they are from.
#[derive(Clone, Debug)]
pub struct Document {
    /// The path as given, or below the folder that was given; `-` for
    /// standard input. Bytes that are no UTF-8 stand as `\xNN`. For people
    /// and for JSON: it is not the way to the file, and it may hold control
    /// characters.
    pub file: String,
    /// The bytes of the source.
    pub bytes: Cow<'static, [u8]>,
    /// The offset of its first byte, where it is one telegram of many.
    pub offset: Option<u64>,
    /// The numbers of its sections, and of how many, where it is a telegram
    /// that was joined from them.
    pub sections: Option<(Vec<u16>, u16)>,
    pub(super) member: Option<String>,
    pub(super) nth: u32,
    pub(super) id: Option<Box<str>>,
    pub(super) family: Option<Family>,
    pub(super) repairs: Confidence,
    /// The printed volume that it is from, and the page on which it begins.
    pub(super) volume: Option<(Arc<FrusVolume>, Box<str>)>,
}

impl Document {
    /// What is read in it.
    #[must_use]
    pub fn cable(&self) -> Cable {
        self.read(parse::parse_as, parse::frus_document)
    }

    /// What a list says of it: what stands below the SUBJECT is missing
    /// where that could be told apart.
    #[must_use]
    pub fn header(&self) -> Cable {
        self.read(parse::header_as, parse::frus_header)
    }

    /// What a list says of it.
    #[must_use]
    pub fn brief(&self) -> Brief {
        let header = self.header();
        if Brief::is_told_by(&header) {
            Brief::of(&header)
        } else {
            Brief::of(&self.cable())
        }
    }

    /// The same, unless its bytes show that its text does not hold what `sieve`
    /// is for. What is of a volume, or repaired on a guess, may hold it.
    #[must_use]
    pub fn cable_where(&self, sieve: Option<&Sieve>) -> Option<Cable> {
        let sieve = match sieve {
            Some(sieve) if self.volume.is_none() && self.repairs >= Confidence::Medium => sieve,
            _ => return Some(self.cable()),
        };
        let may_hold = |bytes: &[u8]| sieve.lets_through(bytes);
        let mut cable = parse::parse_where(&self.bytes, self.family, may_hold)?;
        cable.apply_repairs(self.repairs);
        Some(cable)
    }

    /// Reads it, as one of a volume where it is.
    fn read(
        &self,
        read: fn(&[u8], Option<Family>) -> Cable,
        read_of_volume: fn(&[u8], &FrusVolume, &str) -> Cable,
    ) -> Cable {
        let mut cable = match &self.volume {
            Some((volume, page)) => read_of_volume(&self.bytes, volume, page),
            None => read(&self.bytes, self.family),
        };
        cable.apply_repairs(self.repairs);
        cable
    }

    /// The member of the archive, the telegram of the file, or both:
    /// `name#08PORTLARKSPUR311`.
    ///
    /// Where its container does not name a telegram, its own number does,
    /// and where it bears none, its place in the file.
    #[must_use]
    pub fn member(&self, cable: &Cable) -> Option<String> {
        let mrn = cable.mrn.as_ref().map(ToString::to_string);
        let id = match (self.nth, &self.id, mrn) {
            (0, ..) => return self.member.clone(),
            (_, Some(id), _) => id.to_string(),
            (_, None, Some(mrn)) => mrn,
            (nth, None, None) => nth.to_string(),
        };
        Some(match &self.member {
            Some(member) => format!("{member}#{id}"),
            None => id,
        })
    }

    /// The name under which `cable`, which was read from it, is opened
    /// again: `archive.zip!name#08PORTLARKSPUR311`.
    #[must_use]
    pub fn name(&self, cable: &Cable) -> String {
        let sign = if self.member.is_some() { '!' } else { '#' };
        match self.member(cable) {
            Some(member) => format!("{}{sign}{member}", self.file),
            None => self.file.clone(),
        }
    }

    /// The hash that names these bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        let digest = Sha256::digest(&self.bytes);
        digest
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}
