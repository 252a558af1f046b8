//! Where the bytes of cables are, and how to get at some of them.
//!
//! A store is a file, or a part of another store, or what is packed in one.
//! Nothing is unpacked but what is asked for; what is packed is read from
//! its beginning, but a store remembers where it was, so that one telegram
//! after the other costs no more than one pass.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::unpack::{Codec, Damage, Meter, Unpacked};
use super::{Why, error, source};
use crate::parse::FrusVolume;

/// Something that holds bytes.
#[derive(Debug)]
pub(super) struct Store {
    /// The name of a member of an archive, as it is shown.
    label: Option<Box<str>>,
    place: Place,
    /// The printed volume that it is, once all of it was looked through.
    volume: OnceLock<Arc<FrusVolume>>,
}

enum Place {
    File(PathBuf),
    Stdin(Arc<[u8]>),
    Builtin(&'static str, &'static [u8]),
    /// As they stand in another.
    Part {
        of: Arc<Store>,
        start: u64,
        n_bytes: u64,
    },
    /// Packed in another. In a box, for there may be a million files.
    Packed(Box<Packed>),
    /// An archive in another, unpacked.
    Memory {
        of: Arc<Store>,
        bytes: Arc<[u8]>,
    },
}

struct Packed {
    of: Arc<Store>,
    start: u64,
    n_bytes: u64,
    codec: Codec,
    /// How many bytes may come out.
    limit: u64,
    damage: Damage,
    /// Where reading stopped last.
    cursor: Mutex<Option<Cursor>>,
}

struct Cursor {
    at: u64,
    source: Box<dyn Read + Send>,
}

/// What of a store to read for all of it.
pub(super) const ALL: u64 = u64::MAX;

impl Store {
    pub(super) fn file(path: &Path) -> Store {
        Store::unnamed(Place::File(path.to_owned()))
    }

    pub(super) fn stdin(bytes: Vec<u8>) -> Store {
        Store::unnamed(Place::Stdin(bytes.into()))
    }

    pub(super) fn builtin(name: &'static str, bytes: &'static [u8]) -> Store {
        Store::unnamed(Place::Builtin(name, bytes))
    }

    fn unnamed(place: Place) -> Store {
        Store {
            label: None,
            place,
            volume: OnceLock::new(),
        }
    }

    /// The part of `of` from `start` on that is a member called `label`.
    pub(super) fn part(of: &Arc<Store>, label: String, start: u64, n_bytes: u64) -> Store {
        let of = Arc::clone(of);
        Store {
            label: Some(label.into()),
            place: Place::Part { of, start, n_bytes },
            volume: OnceLock::new(),
        }
    }

    /// What is packed in the part of `of` from `start` on.
    pub(super) fn packed(
        of: &Arc<Store>,
        label: Option<String>,
        (start, n_bytes): (u64, u64),
        codec: Codec,
        limit: u64,
    ) -> Store {
        Store {
            label: label.map(Into::into),
            place: Place::Packed(Box::new(Packed {
                of: Arc::clone(of),
                start,
                n_bytes,
                codec,
                limit,
                damage: Damage::new(u64::MAX.into()),
                cursor: Mutex::new(None),
            })),
            volume: OnceLock::new(),
        }
    }

    /// `bytes`, unpacked from `of`.
    pub(super) fn memory(of: &Arc<Store>, bytes: Vec<u8>) -> Store {
        let (of, bytes) = (Arc::clone(of), bytes.into());
        Store::unnamed(Place::Memory { of, bytes })
    }

    /// Notes that this is a volume.
    pub(super) fn is_volume(&self, volume: FrusVolume) {
        // It is looked through once.
        let _ = self.volume.set(Arc::new(volume));
    }

    /// The volume that it is.
    pub(super) fn volume(&self) -> Option<Arc<FrusVolume>> {
        self.volume.get().cloned()
    }

    /// The store that this one is in.
    fn of(&self) -> Option<&Store> {
        match &self.place {
            Place::File(_) | Place::Stdin(_) | Place::Builtin(..) => None,
            Place::Part { of, .. } | Place::Memory { of, .. } => Some(of),
            Place::Packed(packed) => Some(&packed.of),
        }
    }

    /// The path of the file, `-` for standard input.
    pub(super) fn file_name(&self) -> String {
        match &self.place {
            Place::File(path) => error::name(path.as_os_str()),
            Place::Stdin(_) => String::from("-"),
            Place::Builtin(name, _) => (*name).to_owned(),
            Place::Part { of, .. } | Place::Memory { of, .. } => of.file_name(),
            Place::Packed(packed) => packed.of.file_name(),
        }
    }

    /// The path of the file; nothing for what is in none.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Stdin(_) | Place::Builtin(..) => None,
            Place::Part { of, .. } | Place::Memory { of, .. } => of.path(),
            Place::Packed(packed) => packed.of.path(),
        }
    }

    /// The file, where the bytes stand in it as they are.
    pub(super) fn plain_path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            _ => None,
        }
    }

    /// The member of the archive, `inner.zip!name` in one within another.
    pub(super) fn member(&self) -> Option<&str> {
        self.label
            .as_deref()
            .or_else(|| self.of().and_then(Store::member))
    }

    /// File and member, `archive.zip!name`.
    pub(super) fn name(&self) -> String {
        let mut name = self.file_name();
        if let Some(member) = self.member() {
            name.push('!');
            name.push_str(member);
        }
        name
    }

    /// The bytes, where the program carries them.
    pub(super) fn held(&self) -> Option<&'static [u8]> {
        match &self.place {
            Place::Builtin(_, bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether any place in it can be read at once.
    pub(super) fn is_seekable(&self) -> bool {
        match &self.place {
            Place::Packed(_) => false,
            Place::Part { of, .. } => of.is_seekable(),
            Place::File(_) | Place::Stdin(_) | Place::Builtin(..) | Place::Memory { .. } => true,
        }
    }

    /// The store in whose bytes those of this one stand as they are, from
    /// `start` on, and where there; how many of `n_bytes`, or [`ALL`].
    pub(super) fn base(
        self: &Arc<Store>,
        mut start: u64,
        mut n_bytes: u64,
    ) -> (Arc<Store>, u64, u64) {
        let mut store = self;
        while let Place::Part {
            of,
            start: first,
            n_bytes: all,
        } = &store.place
        {
            n_bytes = n_bytes.min(all.saturating_sub(start));
            start = first.saturating_add(start);
            store = of;
        }
        (Arc::clone(store), start, n_bytes)
    }

    /// How many bytes it holds; of what is packed, [`ALL`].
    pub(super) fn n_bytes(&self) -> Result<u64, Why> {
        match &self.place {
            Place::File(path) => Ok(source::size(path)?),
            Place::Part { n_bytes, .. } => Ok(*n_bytes),
            Place::Packed(_) => Ok(ALL),
            Place::Stdin(bytes) | Place::Memory { bytes, .. } => Ok(bytes.len() as u64),
            Place::Builtin(_, bytes) => Ok(bytes.len() as u64),
        }
    }

    /// Where the damage of what is packed here is noted, if it can be read
    /// up to it.
    pub(super) fn damage(&self) -> Option<&Damage> {
        match &self.place {
            Place::Packed(packed) if matches!(packed.codec, Codec::Gzip | Codec::Zstd) => {
                Some(&packed.damage)
            }
            _ => None,
        }
    }

    /// The nearest packed store that this one is, or is in.
    pub(super) fn packed_in(self: &Arc<Store>) -> Option<Arc<Store>> {
        let mut store = self;
        loop {
            match &store.place {
                Place::Packed(_) => return Some(Arc::clone(store)),
                Place::Part { of, .. } | Place::Memory { of, .. } => store = of,
                Place::File(_) | Place::Stdin(_) | Place::Builtin(..) => return None,
            }
        }
    }

    /// Forgets where reading stopped, and closes the file.
    pub(super) fn forget(&self) {
        if let Place::Packed(packed) = &self.place {
            let cursor = packed.cursor.lock();
            cursor.unwrap_or_else(PoisonError::into_inner).take();
        }
    }

    /// Reads on from `start`.
    pub(super) fn open(&self, start: u64) -> io::Result<Box<dyn Read + Send>> {
        let memory = |bytes: &Arc<[u8]>| {
            let mut bytes = io::Cursor::new(Arc::clone(bytes));
            bytes.set_position(start);
            bytes
        };
        Ok(match &self.place {
            Place::File(path) => {
                let (mut file, _) = source::open(path).map_err(super::unpack::refuse)?;
                if start > 0 {
                    file.seek(SeekFrom::Start(start))?;
                }
                Box::new(file)
            }
            Place::Stdin(bytes) | Place::Memory { bytes, .. } => Box::new(memory(bytes)),
            Place::Builtin(_, bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX);
                Box::new(bytes.get(start..).unwrap_or_default())
            }
            Place::Part {
                of,
                start: first,
                n_bytes,
            } => {
                let left = n_bytes.saturating_sub(start);
                Box::new(of.open(first.saturating_add(start))?.take(left))
            }
            Place::Packed(packed) => {
                let from = packed.of.open(packed.start)?.take(packed.n_bytes);
                let meter = Meter::new(packed.limit);
                let damage = self.damage().cloned();
                let mut source = Unpacked::new(from, packed.codec, meter, damage);
                io::copy(&mut source.by_ref().take(start), &mut io::sink())?;
                Box::new(source)
            }
        })
    }

    /// `n_bytes` from `start` on, or as many as there are.
    ///
    /// # Errors
    ///
    /// They cannot be read, or they are more than `limit`.
    pub(super) fn read(&self, start: u64, n_bytes: u64, limit: u64) -> Result<Vec<u8>, Why> {
        let most = n_bytes.min(limit.saturating_add(1));
        let mut bytes = Vec::with_capacity(usize::try_from(most.min(16 << 10)).unwrap_or(0));
        match &self.place {
            Place::Part {
                of,
                start: first,
                n_bytes: all,
            } => {
                let n_bytes = n_bytes.min(all.saturating_sub(start));
                return of.read(first.saturating_add(start), n_bytes, limit);
            }
            Place::Packed(packed) => {
                let mut cursor = packed.cursor.lock().unwrap_or_else(PoisonError::into_inner);
                let mut here = match cursor.take() {
                    Some(here) if here.at <= start => here,
                    _ => Cursor {
                        at: 0,
                        source: self.open(0)?,
                    },
                };
                let before = start.saturating_sub(here.at);
                here.at += io::copy(&mut here.source.by_ref().take(before), &mut io::sink())?;
                let mut part = here.source.by_ref().take(most);
                here.at += part.read_to_end(&mut bytes)? as u64;
                *cursor = Some(here);
            }
            _ => {
                self.open(start)?.take(most).read_to_end(&mut bytes)?;
            }
        }
        if bytes.len() as u64 > limit {
            return Err(Why::TooLarge(None, limit));
        }
        Ok(bytes)
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => write!(f, "File({})", path.display()),
            Place::Stdin(bytes) => write!(f, "Stdin({})", bytes.len()),
            Place::Builtin(name, _) => write!(f, "Builtin({name})"),
            Place::Part { start, n_bytes, .. } => write!(f, "Part({start}, {n_bytes})"),
            Place::Packed(packed) => write!(f, "Packed({}, {:?})", packed.start, packed.codec),
            Place::Memory { bytes, .. } => write!(f, "Memory({})", bytes.len()),
        }
    }
}
