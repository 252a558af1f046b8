//! The directory of a ZIP archive.
//!
//! It stands at the end, and is read once, member by member: an archive of
//! a quarter million cables is listed without being held. Names are labels
//! and nothing else. Layout: PKWARE's APPNOTE, sections 4.3 and 4.5.

use std::io::{self, BufReader, Read};

use super::Why;
use super::store::Store;
use super::unpack::{Codec, Promise};

/// The end record and the longest comment behind it.
const TAIL: u64 = 22 + 0xffff;
/// What stands in a field of 32 bits whose value needs 64.
const ELSEWHERE: u32 = u32::MAX;

/// A member as the directory has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// As it stands there.
    pub(super) name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    n_bytes: u64,
    /// Where its own header stands in the file.
    header: u64,
    /// The kind of file, on Unix.
    mode: u32,
}

/// The members of an archive, in the order of its directory.
pub(super) struct Directory {
    source: BufReader<io::Take<Box<dyn Read + Send>>>,
    /// What precedes the archive in its file.
    shift: u64,
    is_over: bool,
}

impl Directory {
    /// Finds the directory of the archive that `store` is.
    pub(super) fn open(store: &Store) -> Result<Directory, Why> {
        let n_bytes = store.n_bytes()?;
        let from = n_bytes.saturating_sub(TAIL);
        let tail = store.read(from, TAIL, TAIL)?;
        let end = memchr::memmem::rfind(&tail, b"PK\x05\x06").ok_or(DAMAGED)?;
        let record = Record(tail.get(end..).unwrap_or_default());
        let mut size = u64::from(record.u32(12)?);
        let mut offset = u64::from(record.u32(16)?);
        let mut at = from + end as u64;
        let locator = at.checked_sub(20).filter(|_| {
            record.u32(12) == Ok(ELSEWHERE)
                || record.u32(16) == Ok(ELSEWHERE)
                || record.u16(10) == Ok(u16::MAX)
        });
        if let Some(locator) = locator
            && let Some(large) = large_end(store, locator)?
        {
            let record = store.read(large, 56, 56)?;
            let record = Record(&record);
            (size, offset, at) = (record.u64(40)?, record.u64(48)?, large);
        }
        // The directory ends where its end record begins, whatever stands
        // before the archive.
        let start = at.checked_sub(size).ok_or(DAMAGED)?;
        let shift = start.checked_sub(offset).ok_or(DAMAGED)?;
        let source = store.open(start)?.take(size);
        Ok(Directory {
            source: BufReader::with_capacity(64 << 10, source),
            shift,
            is_over: false,
        })
    }

    fn member(&mut self) -> Result<Option<Member>, Why> {
        let mut fixed = [0; 46];
        match self.source.read(fixed.get_mut(..1).unwrap_or_default())? {
            0 => return Ok(None),
            _ => self.read(fixed.get_mut(1..).unwrap_or_default())?,
        }
        let record = Record(&fixed);
        if !fixed.starts_with(b"PK\x01\x02") {
            return Err(DAMAGED);
        }
        let mut name = vec![0; usize::from(record.u16(28)?)];
        let mut extra = vec![0; usize::from(record.u16(30)?)];
        let mut comment = vec![0; usize::from(record.u16(32)?)];
        self.read(&mut name)?;
        self.read(&mut extra)?;
        self.read(&mut comment)?;
        let mut large = large_fields(&extra);
        let mut field = |at| -> Result<u64, Why> {
            match record.u32(at)? {
                ELSEWHERE => large.u64_next(),
                value => Ok(u64::from(value)),
            }
        };
        // In this order the large fields follow each other.
        let n_bytes = field(24)?;
        let packed = field(20)?;
        let header = field(42)?;
        Ok(Some(Member {
            name,
            flags: record.u16(8)?,
            method: record.u16(10)?,
            crc: record.u32(16)?,
            packed,
            n_bytes,
            header: header.checked_add(self.shift).ok_or(DAMAGED)?,
            mode: record.u32(38)? >> 16,
        }))
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<(), Why> {
        match self.source.read_exact(bytes) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(DAMAGED),
            other => Ok(other?),
        }
    }
}

impl Iterator for Directory {
    type Item = Result<Member, Why>;

    fn next(&mut self) -> Option<Result<Member, Why>> {
        if self.is_over {
            return None;
        }
        let member = self.member();
        self.is_over = !matches!(member, Ok(Some(_)));
        member.transpose()
    }
}

/// Where the end record of a large archive stands, told by its locator.
fn large_end(store: &Store, locator: u64) -> Result<Option<u64>, Why> {
    let bytes = store.read(locator, 20, 20)?;
    if !bytes.starts_with(b"PK\x06\x07") {
        return Ok(None);
    }
    let stated = Record(&bytes).u64(8)?;
    for at in [Some(stated), locator.checked_sub(56)]
        .into_iter()
        .flatten()
    {
        if at < locator && store.read(at, 4, 4)? == b"PK\x06\x06" {
            return Ok(Some(at));
        }
    }
    Err(DAMAGED)
}

/// The extra field with what needs 64 bits.
fn large_fields(mut extra: &[u8]) -> Fields<'_> {
    while let Ok(len) = Record(extra).u16(2) {
        let (id, end) = (Record(extra).u16(0), 4 + usize::from(len));
        if id == Ok(1) {
            return Fields(extra.get(4..end).unwrap_or_default());
        }
        extra = extra.get(end..).unwrap_or_default();
    }
    Fields(&[])
}

impl Member {
    /// How many bytes come out of it, as the directory says.
    pub(super) fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    pub(super) fn is_folder(&self) -> bool {
        self.name.ends_with(b"/") || self.mode & 0o170_000 == 0o040_000
    }

    /// Whether it is a file, not a link or a device.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.mode & 0o170_000, 0 | 0o100_000)
    }

    /// Where its bytes begin in `archive`, how many, and how they are
    /// packed.
    pub(super) fn place(&self, archive: &Store) -> Result<(u64, u64, Codec), Why> {
        if self.flags & 1 != 0 {
            return Err(Why::Encrypted);
        }
        let promise = Promise {
            n_bytes: self.n_bytes,
            crc: self.crc,
        };
        let codec = match self.method {
            0 => Codec::Stored(promise),
            8 => Codec::Deflate(promise),
            method => return Err(Why::Method(method)),
        };
        let header = archive.read(self.header, 30, 30)?;
        let record = Record(&header);
        if !header.starts_with(b"PK\x03\x04") {
            return Err(DAMAGED);
        }
        // With bit 3 the sizes stand behind the bytes.
        let is_streamed = self.flags & 8 != 0 || record.u16(6)? & 8 != 0;
        if !is_streamed && record.u32(14)? != self.crc {
            return Err(DAMAGED);
        }
        let names = u64::from(record.u16(26)?) + u64::from(record.u16(28)?);
        let start = self.header.checked_add(30 + names).ok_or(DAMAGED)?;
        Ok((start, self.packed, codec))
    }
}

const DAMAGED: Why = Why::Damaged("ZIP");

/// Numbers in a record, low byte first.
#[derive(Clone, Copy)]
struct Record<'a>(&'a [u8]);

impl Record<'_> {
    fn bytes<const N: usize>(self, at: usize) -> Result<[u8; N], Damaged> {
        let bytes = self.0.get(at..).and_then(|bytes| bytes.first_chunk::<N>());
        bytes.copied().ok_or(Damaged)
    }

    fn u16(self, at: usize) -> Result<u16, Damaged> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    fn u32(self, at: usize) -> Result<u32, Damaged> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    fn u64(self, at: usize) -> Result<u64, Damaged> {
        self.bytes(at).map(u64::from_le_bytes)
    }
}

/// A record that is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Damaged;

impl From<Damaged> for Why {
    fn from(_: Damaged) -> Why {
        DAMAGED
    }
}

/// Fields of 64 bits, one after the other.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn u64_next(&mut self) -> Result<u64, Why> {
        let value = Record(self.0).u64(0)?;
        self.0 = self.0.get(8..).unwrap_or_default();
        Ok(value)
    }
}
