//! Archives and packed files: from what is in them to the telegrams.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Depth, News, Taking};
use crate::library::format::{self, Container};
use crate::library::store::{ALL, Store};
use crate::library::unpack::{Codec, Meter, Unpacked, refuse};
use crate::library::{Notice, Why, error, zip};

/// Bytes of all archives in one archive, which are held unpacked.
const HELD: u64 = 256 << 20;
/// Bytes of the headers of one member of a tar archive.
const TAR_HEADERS: u64 = 1 << 20;
/// Layers of packing in one another.
const LAYERS: usize = 4;

impl<T: Send> Taking<'_, T> {
    /// Takes in what `source` gives, which is what `store` holds.
    pub(super) fn divide(
        &mut self,
        store: &Arc<Store>,
        source: &mut dyn Read,
        depth: Depth,
    ) -> Result<(), Why> {
        let mut head = Vec::with_capacity(format::HEAD);
        source.take(format::HEAD as u64).read_to_end(&mut head)?;
        match format::container(&head) {
            Some(Container::Gzip) => self.layer(store, &head, source, Codec::Gzip, depth),
            Some(Container::Zstd) => self.layer(store, &head, source, Codec::Zstd, depth),
            Some(Container::Tar) => self.tar(store, &head, source, depth),
            Some(Container::Zip) => {
                let archive = self.seekable(store, &head, source)?;
                match zip::Directory::open(&archive) {
                    Ok(directory) => self.zip(&archive, directory, depth),
                    // A program that unpacks itself begins otherwise, and
                    // so does a text that only mentions the sign.
                    Err(_) if !head.starts_with(b"PK") => self.text(store, &head, source),
                    Err(why) => Err(why),
                }
            }
            None => self.text(store, &head, source),
        }
    }

    /// What is packed as a whole.
    fn layer(
        &mut self,
        store: &Arc<Store>,
        head: &[u8],
        source: &mut dyn Read,
        codec: Codec,
        mut depth: Depth,
    ) -> Result<(), Why> {
        depth.layers += 1;
        if depth.layers > LAYERS {
            return Err(Why::Nested(LAYERS));
        }
        let inner = Store::packed(store, None, (0, ALL), codec, self.file.limit);
        let inner = Arc::new(inner);
        let damage = inner.damage().cloned();
        let packed = head.chain(source);
        let mut source = Unpacked::new(packed, codec, self.meter(), damage.clone());
        self.divide(&inner, &mut source, depth)?;
        let n_bytes = damage.map_or(ALL, |damage| damage.load(Ordering::Relaxed));
        if n_bytes != ALL {
            let name = inner.name();
            (self.tell)(News::Noted(Notice::CutShort { name, n_bytes }));
        }
        Ok(())
    }

    fn meter(&self) -> Meter {
        let meter = self.file.meter.clone();
        meter.unwrap_or_else(|| Meter::new(self.file.limit))
    }

    fn tar(
        &mut self,
        store: &Arc<Store>,
        head: &[u8],
        source: &mut dyn Read,
        depth: Depth,
    ) -> Result<(), Why> {
        let mut archive = self.archive(store, depth)?;
        let gate = Gate::default();
        let mut tar = tar::Archive::new(gate.guard(head.chain(source)));
        let mut members = tar.entries()?;
        loop {
            // Names are read into memory, however long they claim to be.
            gate.open(TAR_HEADERS);
            let Some(member) = members.next() else {
                break;
            };
            let mut member = match member {
                Ok(member) => member,
                Err(error) => return Err(damaged_tar(error)),
            };
            gate.open(u64::MAX);
            let kind = member.header().entry_type();
            let name = self.label(store, &member.path_bytes());
            let (start, n_bytes) = (member.raw_file_position(), member.size());
            let mut source = Exactly {
                source: &mut member,
                left: n_bytes,
            };
            if kind.is_dir() || !self.wants(&name) {
                // Only passed over.
            } else if kind.is_file() {
                let store = Arc::new(Store::part(store, name, start, n_bytes));
                let taken = self.divide(&store, &mut source, archive.depth);
                self.member(&mut archive, taken)?;
            } else {
                archive.n_left_out += 1;
            }
            io::copy(&mut source, &mut io::sink()).map_err(damaged_tar)?;
        }
        self.end(archive)
    }

    pub(super) fn zip(
        &mut self,
        store: &Arc<Store>,
        directory: zip::Directory,
        depth: Depth,
    ) -> Result<(), Why> {
        let mut archive = self.archive(store, depth)?;
        self.look_through(directory)?;
        for member in zip::Directory::open(store)? {
            let member = member?;
            let name = self.label(store, &member.name);
            if member.is_folder() || !self.wants(&name) {
                continue;
            }
            if !member.is_file() {
                archive.n_left_out += 1;
                continue;
            }
            let taken = self.zip_member(store, &member, name, archive.depth);
            self.member(&mut archive, taken)?;
        }
        self.end(archive)
    }

    /// Refuses a directory by what it claims, before anything is unpacked.
    fn look_through(&self, directory: zip::Directory) -> Result<(), Why> {
        let mut n_bytes = 0_u64;
        for (member_idx, member) in directory.enumerate() {
            let member = member?;
            if let Some(format) = format::kept_in_zip(&member.name)
                && member_idx < 3
                && !self.limits.any_bytes
            {
                return Err(Why::NotText(format));
            }
            if member_idx >= self.limits.max_entries {
                return Err(Why::TooMany(self.limits.max_entries, "archive"));
            }
            n_bytes = n_bytes.saturating_add(member.n_bytes());
            if n_bytes > self.file.limit {
                return Err(Why::Unpacked(self.file.limit));
            }
        }
        Ok(())
    }

    fn zip_member(
        &mut self,
        store: &Arc<Store>,
        member: &zip::Member,
        name: String,
        depth: Depth,
    ) -> Result<(), Why> {
        let (start, n_packed, codec) = member.place(store)?;
        let inner = match codec {
            Codec::Stored(_) => Store::part(store, name, start, n_packed),
            _ => Store::packed(store, Some(name), (start, n_packed), codec, self.file.limit),
        };
        let packed = store.open(start)?.take(n_packed);
        let mut source = Unpacked::new(packed, codec, self.meter(), None);
        self.divide(&Arc::new(inner), &mut source, depth)
    }

    /// An archive whose members are to be taken in.
    fn archive(&self, store: &Store, mut depth: Depth) -> Result<Archive, Why> {
        depth.archives += 1;
        if depth.archives > self.limits.max_depth {
            return Err(Why::Nested(self.limits.max_depth));
        }
        Ok(Archive {
            name: store.name(),
            depth,
            before: self.n_taken,
            n_members: 0,
            n_left_out: 0,
            why: None,
        })
    }

    /// Goes on after a member, unless the whole archive is to be refused.
    fn member(&mut self, archive: &mut Archive, taken: Result<(), Why>) -> Result<(), Why> {
        archive.n_members += 1;
        if archive.n_members > self.limits.max_entries {
            return Err(Why::TooMany(self.limits.max_entries, "archive"));
        }
        match taken {
            Err(why @ Why::Unpacked(_)) => return Err(why),
            Err(why) => {
                archive.n_left_out += 1;
                archive.why.get_or_insert(why);
            }
            Ok(()) => {}
        }
        Ok(())
    }

    /// What is to be said when an archive is through.
    fn end(&mut self, archive: Archive) -> Result<(), Why> {
        if self.file.wanted.is_some() {
            return match archive.why {
                Some(why) if self.n_taken == archive.before => Err(why),
                _ => Ok(()),
            };
        }
        if self.n_taken == archive.before {
            return Err(archive.why.unwrap_or(Why::NoCables("archive")));
        }
        self.left_out(archive.name, archive.n_left_out);
        Ok(())
    }

    /// An archive that can be read at any place: one that is packed is
    /// unpacked into memory.
    fn seekable(
        &mut self,
        store: &Arc<Store>,
        head: &[u8],
        source: &mut dyn Read,
    ) -> Result<Arc<Store>, Why> {
        if store.is_seekable() {
            return Ok(Arc::clone(store));
        }
        let limit = self.limits.max_bytes;
        let mut bytes = Vec::new();
        let mut source = head.chain(source).take(limit.saturating_add(1));
        source.read_to_end(&mut bytes)?;
        self.file.n_held += bytes.len() as u64;
        if bytes.len() as u64 > limit || self.file.n_held > HELD {
            return Err(Why::TooLarge(None, limit));
        }
        Ok(Arc::new(Store::memory(store, bytes)))
    }

    /// The name of a member as it is shown.
    fn label(&self, store: &Store, name: &[u8]) -> String {
        let mut label = store
            .member()
            .map(|outer| format!("{outer}!"))
            .unwrap_or_default();
        label.push_str(&error::label(name));
        if label.len() > self.limits.max_name {
            let mut end = self.limits.max_name;
            while !label.is_char_boundary(end) {
                end -= 1;
            }
            label.truncate(end);
            label.push_str("...");
        }
        label
    }

    /// Whether a member, or something in it, is wanted.
    fn wants(&mut self, label: &str) -> bool {
        let Some(wanted) = &mut self.file.wanted else {
            return true;
        };
        let rest = wanted.address.strip_prefix('!');
        let rest = rest.and_then(|rest| rest.strip_prefix(label));
        let wants = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['!', '#']));
        wanted.is_met |= wants;
        wants
    }
}

/// An archive whose members are being taken in.
struct Archive {
    name: String,
    depth: Depth,
    /// Entries before it.
    before: usize,
    n_members: usize,
    n_left_out: usize,
    /// Why the first of them was left out.
    why: Option<Why>,
}

/// What is wrong with a tar archive. Its reader says it in many words.
fn damaged_tar(error: io::Error) -> Why {
    match Why::from(error) {
        Why::System(error) if error.raw_os_error().is_none() => Why::Damaged("tar"),
        why => why,
    }
}

/// A limit on what the reader of a tar archive reads for itself.
#[derive(Clone, Default)]
struct Gate(std::rc::Rc<std::cell::Cell<u64>>);

impl Gate {
    fn open(&self, n_bytes: u64) {
        self.0.set(n_bytes);
    }

    fn guard<R: Read>(&self, source: R) -> Guarded<R> {
        Guarded {
            source,
            gate: self.clone(),
        }
    }
}

struct Guarded<R> {
    source: R,
    gate: Gate,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.source.read(buffer)?;
        match self.gate.0.get().checked_sub(n_read as u64) {
            Some(left) => self.gate.0.set(left),
            None => return Err(refuse(Why::Damaged("tar"))),
        }
        Ok(n_read)
    }
}

/// A member that is as long as its archive says.
struct Exactly<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_read = self.source.read(buffer)?;
        if n_read == 0 && !buffer.is_empty() && self.left > 0 {
            return Err(refuse(Why::Damaged("tar")));
        }
        self.left = self.left.saturating_sub(n_read as u64);
        Ok(n_read)
    }
}
