//! Packed bytes as they come out.
//!
//! What comes out is counted, because a few packed bytes can stand for any
//! number. Decoders are given no number that a file states, so nothing is
//! reserved for what is only claimed.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::Why;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    /// As they are, in a ZIP archive.
    Stored(Promise),
    /// Deflated, in a ZIP archive.
    Deflate(Promise),
    /// Gzip, one member or several.
    Gzip,
    /// Zstandard, one frame or several.
    Zstd,
}

/// What a ZIP archive says of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Promise {
    pub(super) n_bytes: u64,
    pub(super) crc: u32,
}

impl Codec {
    fn name(self) -> &'static str {
        match self {
            Codec::Stored(_) | Codec::Deflate(_) => "ZIP",
            Codec::Gzip => "gzip",
            Codec::Zstd => "zstd",
        }
    }
}

/// How many bytes may still come out; shared by all that comes out of one
/// file.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    left: Arc<AtomicU64>,
    limit: u64,
}

impl Meter {
    pub(super) fn new(limit: u64) -> Meter {
        Meter {
            left: Arc::new(AtomicU64::new(limit)),
            limit,
        }
    }

    fn take(&self, n_bytes: usize) -> io::Result<()> {
        let taken = |left: u64| left.checked_sub(n_bytes as u64);
        let order = Ordering::Relaxed;
        match self.left.fetch_update(order, order, taken) {
            Ok(_) => Ok(()),
            Err(_) => Err(refuse(Why::Unpacked(self.limit))),
        }
    }
}

/// A reason of ours on its way through a reader.
#[derive(Debug)]
struct Refusal(Why);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refusal {}

/// `why` as the error of a reader.
pub(super) fn refuse(why: Why) -> io::Error {
    io::Error::other(Refusal(why))
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Why {
        match error.downcast::<Refusal>() {
            Ok(Refusal(why)) => why,
            Err(error) => Why::System(error),
        }
    }
}

/// Where the damage of packed bytes is noted that could be read up to it:
/// how many came out, or [`u64::MAX`].
pub(super) type Damage = Arc<AtomicU64>;

/// Bytes as they come out of `R`.
pub(super) struct Unpacked<R: Read> {
    decoder: Decoder<R>,
    codec: Codec,
    meter: Meter,
    damage: Option<Damage>,
    crc: Crc,
    n_bytes: u64,
    is_done: bool,
}

enum Decoder<R: Read> {
    Stored(R),
    Deflate(DeflateDecoder<R>),
    Gzip(MultiGzDecoder<R>),
    Zstd(Box<Frames<R>>),
}

impl<R: Read> Unpacked<R> {
    /// What is packed in `source`. With a place to note `damage`, what comes
    /// out before it is all there is; otherwise the damage is an error.
    pub(super) fn new(source: R, codec: Codec, meter: Meter, damage: Option<Damage>) -> Self {
        let decoder = match codec {
            Codec::Stored(_) => Decoder::Stored(source),
            Codec::Deflate(_) => Decoder::Deflate(DeflateDecoder::new(source)),
            Codec::Gzip => Decoder::Gzip(MultiGzDecoder::new(source)),
            Codec::Zstd => Decoder::Zstd(Box::new(Frames::new(source))),
        };
        Unpacked {
            decoder,
            codec,
            meter,
            damage,
            crc: Crc::new(),
            n_bytes: 0,
            is_done: false,
        }
    }

    /// Whether all came out that was promised.
    fn keeps_promise(&self) -> bool {
        match self.codec {
            Codec::Stored(promise) | Codec::Deflate(promise) => {
                self.n_bytes == promise.n_bytes && self.crc.sum() == promise.crc
            }
            Codec::Gzip | Codec::Zstd => true,
        }
    }

    fn damaged(&mut self) -> io::Result<usize> {
        self.is_done = true;
        match &self.damage {
            Some(damage) if self.n_bytes > 0 => {
                damage.store(self.n_bytes, Ordering::Relaxed);
                Ok(0)
            }
            _ => Err(refuse(Why::Damaged(self.codec.name()))),
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_done || buffer.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.decoder {
            Decoder::Stored(source) => source.read(buffer),
            Decoder::Deflate(decoder) => decoder.read(buffer),
            Decoder::Gzip(decoder) => decoder.read(buffer),
            Decoder::Zstd(frames) => frames.read(buffer),
        };
        match read {
            Ok(0) if self.keeps_promise() => {
                self.is_done = true;
                Ok(0)
            }
            Ok(0) => self.damaged(),
            Ok(n_read) => {
                self.n_bytes += n_read as u64;
                if let Codec::Stored(_) | Codec::Deflate(_) = self.codec {
                    self.crc.update(buffer.get(..n_read).unwrap_or_default());
                }
                self.meter.take(n_read)?;
                Ok(n_read)
            }
            Err(error) if is_damage(&error) => self.damaged(),
            Err(error) => Err(error),
        }
    }
}

/// Whether a decoder said so, not the system and not a layer below.
fn is_damage(error: &io::Error) -> bool {
    let is_ours = error
        .get_ref()
        .is_some_and(<dyn std::error::Error + Send + Sync>::is::<Refusal>);
    !is_ours
        && matches!(
            error.kind(),
            io::ErrorKind::InvalidData
                | io::ErrorKind::InvalidInput
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::Other
        )
}

/// Zstandard frames, one after the other.
struct Frames<R> {
    source: BufReader<R>,
    decoder: FrameDecoder,
    is_inside: bool,
}

impl<R: Read> Frames<R> {
    fn new(source: R) -> Frames<R> {
        Frames {
            source: BufReader::with_capacity(64 << 10, source),
            decoder: FrameDecoder::new(),
            is_inside: false,
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.is_inside {
                while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                    let one = BlockDecodingStrategy::UptoBlocks(1);
                    let decoded = self.decoder.decode_blocks(&mut self.source, one);
                    decoded.map_err(io::Error::other)?;
                }
                let n_read = self.decoder.read(buffer)?;
                if n_read > 0 {
                    return Ok(n_read);
                }
                let stated = self.decoder.get_checksum_from_data();
                if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                self.is_inside = false;
            } else if self.source.fill_buf()?.is_empty() {
                return Ok(0);
            } else {
                self.begin()?;
            }
        }
    }

    /// Begins a frame, or passes over one that holds nothing of the file.
    fn begin(&mut self) -> io::Result<()> {
        match self.decoder.init(&mut self.source) {
            Ok(()) => {
                self.is_inside = true;
                Ok(())
            }
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => {
                let mut passed = self.source.by_ref().take(u64::from(length));
                io::copy(&mut passed, &mut io::sink()).map(|_| ())
            }
            Err(error) => Err(io::Error::other(error)),
        }
    }
}
