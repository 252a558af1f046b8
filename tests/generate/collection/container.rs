//! The files that a collection stands in.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::{Collection, Form};

/// What a collection is put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Container {
    /// A file for each cable, in folders by year and month.
    Tree,
    /// A file for each cable, in one folder.
    Flat,
    /// One text of many.
    Txt,
    /// The eight columns of Cablegate.
    Csv,
    Zip,
    Tar,
    #[value(name = "tar.gz")]
    TarGz,
    /// A text of many, packed.
    Gz,
    /// A text of many, packed by Zstandard.
    Zst,
    /// One printed volume in TEI.
    Frus,
    /// A folder of web pages.
    Web,
    /// A folder with one of each of the others.
    Mixed,
}

/// What the folder of [`Container::Mixed`] holds.
pub(crate) const MIXED: [(&str, Container); 10] = [
    ("tree", Container::Tree),
    ("many.txt", Container::Txt),
    ("cables.csv", Container::Csv),
    ("cables.zip", Container::Zip),
    ("cables.tar", Container::Tar),
    ("cables.tar.gz", Container::TarGz),
    ("many.txt.gz", Container::Gz),
    ("many.txt.zst", Container::Zst),
    ("volume.xml", Container::Frus),
    ("web", Container::Web),
];

impl Container {
    /// The forms that can stand in it; none if every form can.
    pub(crate) fn forms(self) -> &'static [Form] {
        match self {
            // Those whose beginnings can be told in a text of many.
            Container::Txt | Container::Gz | Container::Zst => {
                &[Form::Acp127, Form::Acp126, Form::Extract, Form::Nara]
            }
            Container::Csv => &[Form::Csv],
            Container::Frus => &[Form::Frus],
            Container::Web => &[Form::Html],
            _ => &[],
        }
    }

    fn is_folder(self) -> bool {
        matches!(
            self,
            Container::Tree | Container::Flat | Container::Web | Container::Mixed
        )
    }
}

/// How much was written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Written {
    pub(crate) cables: u64,
    /// Each section that was kept apart counts.
    pub(crate) texts: u64,
    /// Before anything was packed.
    pub(crate) bytes: u64,
}

/// A place for files or telegrams, one after the other.
trait Sink {
    /// Takes one telegram, or a section of one.
    fn take(&mut self, folder: &str, name: &str, text: &[u8]) -> io::Result<()>;

    /// Writes what stands below the last.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// Writes a collection to `path`. With `force` it writes over files; without,
/// a file or a folder with something in it is an error. `truth` gets a line
/// for each cable.
pub(crate) fn write(
    collection: &Collection,
    container: Container,
    path: &Path,
    force: bool,
    mut truth: Option<&mut dyn Write>,
) -> io::Result<Written> {
    let mut written = Written::default();
    if container != Container::Mixed {
        let part = Part {
            container,
            first: 0,
            step: 1,
        };
        part.write(collection, path, force, &mut truth, &mut written)?;
        return Ok(written);
    }
    make_folder(path, force)?;
    for (first, (name, container)) in (0..).zip(MIXED) {
        let part = Part {
            container,
            first,
            step: MIXED.len(),
        };
        part.write(
            collection,
            &path.join(name),
            force,
            &mut truth,
            &mut written,
        )?;
    }
    Ok(written)
}

/// Every so manieth cable, in a container.
struct Part {
    container: Container,
    first: u64,
    step: usize,
}

impl Part {
    fn write(
        &self,
        collection: &Collection,
        path: &Path,
        force: bool,
        truth: &mut Option<&mut dyn Write>,
        written: &mut Written,
    ) -> io::Result<()> {
        let mut sink = self.sink(path, force)?;
        let forms = self.container.forms();
        for n in (self.first..collection.spec.count).step_by(self.step) {
            let cable = collection.cable(n, forms);
            let texts = collection.write(&cable);
            let folder = match self.container {
                Container::Flat => String::new(),
                _ => cable.folder(),
            };
            let names = cable.names(texts.texts.len());
            for (name, text) in names.zip(&texts.texts) {
                sink.take(&folder, &name, text.as_bytes())?;
                written.texts += 1;
                written.bytes += text.len() as u64;
            }
            written.cables += 1;
            if let Some(truth) = truth {
                let mut line = serde_json::to_vec(&cable.truth(&texts.said))?;
                line.push(b'\n');
                truth.write_all(&line)?;
            }
        }
        sink.finish()
    }

    fn sink(&self, path: &Path, force: bool) -> io::Result<Box<dyn Sink>> {
        if self.container.is_folder() {
            make_folder(path, force)?;
            return Ok(Box::new(Folder::new(path, force)));
        }
        let file = BufWriter::with_capacity(1 << 20, create(path, force)?);
        Ok(match self.container {
            Container::Zip => Box::new(Zip::new(file)),
            Container::Tar => Box::new(Tar(tar::Builder::new(file))),
            Container::TarGz => {
                let packer = GzEncoder::new(file, Compression::fast());
                Box::new(Tar(tar::Builder::new(packer)))
            }
            Container::Gz => Box::new(Text::new(GzEncoder::new(file, Compression::fast()))),
            Container::Zst => Box::new(Text::new(Frames::new(file))),
            Container::Frus => Box::new(Text::volume(file)?),
            _ => Box::new(Text::new(file)),
        })
    }
}

/// Makes a folder that is not there or empty; with `force` any will do.
fn make_folder(path: &Path, force: bool) -> io::Result<()> {
    fs::create_dir_all(path)?;
    if !force && fs::read_dir(path)?.next().is_some() {
        let why = "there is something in this folder (--force writes into it)";
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
    }
    Ok(())
}

/// Makes a file that is not there; with `force` it may be.
pub(crate) fn create(path: &Path, force: bool) -> io::Result<File> {
    if force {
        return File::create(path);
    }
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// A file for each.
struct Folder {
    path: PathBuf,
    force: bool,
    /// The folder that was made last.
    made: String,
}

impl Folder {
    fn new(path: &Path, force: bool) -> Folder {
        Folder {
            path: path.to_owned(),
            force,
            made: String::new(),
        }
    }
}

impl Sink for Folder {
    fn take(&mut self, folder: &str, name: &str, text: &[u8]) -> io::Result<()> {
        let place = self.path.join(folder);
        if self.made != folder {
            fs::create_dir_all(&place)?;
            folder.clone_into(&mut self.made);
        }
        create(&place.join(name), self.force)?.write_all(text)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        Ok(())
    }
}

/// One below the other.
struct Text<W> {
    file: W,
    below: &'static str,
}

impl<W: Write> Text<W> {
    fn new(file: W) -> Text<W> {
        Text { file, below: "" }
    }

    /// A volume that telegrams are the documents of.
    fn volume(mut file: W) -> io::Result<Text<W>> {
        file.write_all(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader><fileDesc><titleStmt>\n\
             <title type=\"complete\">Foreign Relations of the United States, Volume XCIX, \
             Veldania</title>\n</titleStmt><publicationStmt>\n\
             <idno type=\"frus\">frus1973-10v99</idno>\n</publicationStmt></fileDesc></teiHeader>\n\
             <text><body><div type=\"compilation\"><head>Veldania</head>\n"
                .as_bytes(),
        )?;
        Ok(Text {
            file,
            below: "</div></body></text></TEI>\n",
        })
    }
}

impl<W: Write> Sink for Text<W> {
    fn take(&mut self, _: &str, _: &str, text: &[u8]) -> io::Result<()> {
        self.file.write_all(text)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.file.write_all(self.below.as_bytes())?;
        self.file.flush()
    }
}

/// Zstandard frames, one after the other, of four megabytes each.
struct Frames<W: Write> {
    file: W,
    waiting: Vec<u8>,
}

impl<W: Write> Frames<W> {
    const LONGEST: usize = 4 << 20;

    fn new(file: W) -> Frames<W> {
        Frames {
            file,
            waiting: Vec::with_capacity(Self::LONGEST),
        }
    }
}

impl<W: Write> Write for Frames<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= Self::LONGEST {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.waiting.is_empty() {
            let frame = compress_to_vec(&self.waiting[..], CompressionLevel::Fastest);
            self.file.write_all(&frame)?;
            self.waiting.clear();
        }
        self.file.flush()
    }
}

struct Tar<W: Write>(tar::Builder<W>);

impl<W: Write> Sink for Tar<W> {
    fn take(&mut self, folder: &str, name: &str, text: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        self.0
            .append_data(&mut header, format!("{folder}/{name}"), text)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_inner()?.flush()
    }
}

/// A ZIP archive of deflated members (APPNOTE 4.3; with the records of 4.5
/// where 32 bits are too few).
struct Zip<W> {
    file: W,
    at: u64,
    n_members: u64,
    directory: Vec<u8>,
    /// Its tables are large, and the same for each member.
    packer: DeflateEncoder<Vec<u8>>,
}

impl<W: Write> Zip<W> {
    fn new(file: W) -> Zip<W> {
        Zip {
            file,
            at: 0,
            n_members: 0,
            directory: Vec::new(),
            packer: DeflateEncoder::new(Vec::new(), Compression::fast()),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.file.write_all(bytes)
    }
}

/// In 32 bits, or the sign that it stands elsewhere.
fn short(value: u64) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

impl<W: Write> Sink for Zip<W> {
    fn take(&mut self, folder: &str, name: &str, text: &[u8]) -> io::Result<()> {
        let name = format!("{folder}/{name}");
        let mut sum = flate2::Crc::new();
        sum.update(text);
        self.packer.write_all(text)?;
        let packed = self.packer.reset(Vec::new())?;
        // Version, flags, method, time and date: 1 January 1980.
        let mut common = vec![45, 0, 0, 0, 8, 0, 0, 0, 0x21, 0];
        common.extend(sum.sum().to_le_bytes());
        common.extend(short(packed.len() as u64));
        common.extend(short(text.len() as u64));
        common.extend((name.len() as u16).to_le_bytes());
        let header = self.at;
        self.put(b"PK\x03\x04")?;
        self.put(&common)?;
        self.put(&[0, 0])?;
        self.put(name.as_bytes())?;
        self.put(&packed)?;
        let is_far = u32::try_from(header).is_err();
        self.directory.extend(b"PK\x01\x02\x2d\0");
        self.directory.extend(&common);
        self.directory.extend([if is_far { 12 } else { 0 }, 0]);
        self.directory.extend([0; 10]);
        self.directory.extend(short(header));
        self.directory.extend(name.as_bytes());
        if is_far {
            self.directory.extend([1, 0, 8, 0]);
            self.directory.extend(header.to_le_bytes());
        }
        self.n_members += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let (start, length) = (self.at, self.directory.len() as u64);
        let directory = std::mem::take(&mut self.directory);
        self.put(&directory)?;
        let large = self.at;
        let n_members = self.n_members;
        let is_large = n_members >= 0xffff || large > u64::from(u32::MAX);
        if is_large {
            self.put(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0")?;
            for value in [n_members, n_members, length, start] {
                self.put(&value.to_le_bytes())?;
            }
            self.put(b"PK\x06\x07\0\0\0\0")?;
            self.put(&large.to_le_bytes())?;
            self.put(&[1, 0, 0, 0])?;
        }
        self.put(b"PK\x05\x06\0\0\0\0")?;
        let n_short = u16::try_from(n_members).unwrap_or(u16::MAX).to_le_bytes();
        self.put(&[n_short, n_short].concat())?;
        self.put(&[short(length), short(start)].concat())?;
        self.put(&[0, 0])?;
        self.file.flush()
    }
}
