mod archives;

use std::path::{Path, PathBuf};

use super::*;
use crate::cable::{Brief, Encoding};
use crate::parse;

/// A folder of its own for one test.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(in crate::library) fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("reftel-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(in crate::library) fn path(&self) -> &Path {
        &self.0
    }

    pub(in crate::library) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn why(path: &Path) -> String {
    let (library, errors, _) = Library::open(&[path], &Limits::default());
    assert!(library.is_empty());
    assert_eq!(errors.len(), 1);
    let text = errors[0].to_string();
    let at = text.find("\": ").unwrap();
    text[at + 3..].to_owned()
}

/// A ZIP archive of members that are stored as they are, or deflated.
pub(super) fn zip(members: &[(&str, &[u8])], deflates: bool) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for &(name, bytes) in members {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let packed = if deflates {
            let mut packer =
                flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut packer, bytes).unwrap();
            packer.finish().unwrap()
        } else {
            bytes.to_vec()
        };
        let len = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let mut common = vec![20, 0, 0, 0, if deflates { 8 } else { 0 }, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend(len(&packed));
        common.extend(len(bytes));
        common.extend(&len(name.as_bytes())[..2]);
        common.extend([0, 0]);
        let at = len(&file);
        file.extend(b"PK\x03\x04");
        file.extend(&common);
        file.extend(name.as_bytes());
        file.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at);
        directory.extend(name.as_bytes());
    }
    let n_members = u16::try_from(members.len()).unwrap().to_le_bytes();
    let start = u32::try_from(file.len()).unwrap().to_le_bytes();
    let len = u32::try_from(directory.len()).unwrap().to_le_bytes();
    file.extend(directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([n_members, n_members].concat());
    file.extend([len, start].concat());
    file.extend([0, 0]);
    file
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, bytes).unwrap();
    packer.finish().unwrap()
}

pub(super) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for &(name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        archive.append_data(&mut header, name, bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

const MEMBERS: &[(&str, &[u8])] = &[
    ("a/one.txt", b"SUBJECT: ONE\n\n1. (U) Talks opened.\n"),
    ("two.txt", b"SUBJECT: TWO\n\n1. (U) Talks went on.\n"),
];

/// Two telegrams in a file, and their bytes.
fn two() -> (String, [String; 2]) {
    let telegram = |serial: u32| {
        format!(
            "P 221504Z JUL 08\r\nFM AMEMBASSY NORTHHAVEN\r\n\r\nUNCLAS NORTHHAVEN \
             {serial:06}\r\n\r\n1. Talks opened.\r\nBT\r\n#{serial:04}\r\n\r\nNNNN\r\n\r\n"
        )
    };
    let both = [telegram(88), telegram(89)];
    (both.concat(), both)
}

#[test]
fn the_repairs_of_the_builtin_collection_are_shown_as_is_wished() {
    let n_applied = |repairs| {
        let library = Library::builtin(repairs);
        let documents = (0..library.len()).filter_map(|idx| library.document(idx).ok());
        let repairs = |document: Document| document.cable().repairs;
        let is_applied = |repair: &crate::cable::Repair| repair.applied;
        documents.flat_map(repairs).filter(is_applied).count()
    };
    assert!(n_applied(Confidence::High) < n_applied(Confidence::Low));
}

#[test]
fn a_file_is_read_as_it_is() {
    let folder = Folder::new("file");
    let path = folder.write("a.txt", b"UNCLAS\r\n\x93quoted\x94\n");
    let (library, errors, _) = Library::open(&[&path], &Limits::default());
    assert!(errors.is_empty());
    assert_eq!(
        library.document(0).unwrap().bytes.as_ref(),
        b"UNCLAS\r\n\x93quoted\x94\n"
    );
    let (cable, sha256) = library.cable(0).unwrap();
    assert_eq!(cable.encoding, Encoding::Windows1252);
    assert_eq!(
        sha256,
        "28485634f286844ae571b8067de709c8173b058cecb6848b86123a431873a8e2"
    );
}

#[test]
fn a_folder_gives_its_text_files_by_path_and_counts_the_others() {
    let folder = Folder::new("folder");
    folder.write("b.txt", b"two\n");
    folder.write("a/c.txt", b"one\n");
    folder.write(".hidden", b"never\n");
    folder.write(".git/config", b"never\n");
    folder.write("empty.txt", b"");
    folder.write("blank.txt", b" \n\n");
    folder.write("x.pdf", b"%PDF-1.4\n");
    let (library, errors, notices) = Library::open(&[&folder.0], &Limits::default());
    assert!(errors.is_empty());
    let names = library.names();
    let names: Vec<&str> = names.iter().map(|name| &name[name.len() - 5..]).collect();
    assert_eq!(names, ["c.txt", "b.txt"]);
    assert!(matches!(notices[..], [Notice::LeftOut { n_files: 3, .. }]));
}

#[test]
fn what_cannot_be_opened_keeps_nothing_else_from_being_opened() {
    let folder = Folder::new("some");
    let good = folder.write("a.txt", b"text\n");
    let (library, errors, _) = Library::open(&[folder.0.join("missing"), good], &Limits::default());
    assert_eq!((library.len(), errors.len()), (1, 1));
}

#[test]
fn refusals_say_why() {
    let folder = Folder::new("refusals");
    assert_eq!(why(&folder.0.join("missing")), "no such file or directory");
    assert_eq!(why(&folder.write("a", b"")), "nothing in it");
    assert_eq!(
        why(&folder.write("b", &b" ".repeat(100_000))),
        "nothing in it"
    );
    assert_eq!(why(&folder.write("c", b"\xEF\xBB\xBF")), "nothing in it");
    assert_eq!(
        why(&folder.write("d", b"%PDF-1.7\n")),
        "not text but PDF (--text reads it all the same)"
    );
    assert_eq!(why(&folder.0.join("a/")), "not a directory");
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_opened() {
    let folder = Folder::new("kinds");
    assert_eq!(
        why(Path::new("/dev/null")),
        "not a regular file (character device)"
    );
    assert_eq!(
        why(Path::new("/")),
        "the root of the file system (name a folder in it)"
    );
    let empty = folder.0.join("empty");
    std::fs::create_dir(&empty).unwrap();
    assert_eq!(why(&empty), "no cable in this folder");
    std::os::unix::fs::symlink("self", folder.0.join("self")).unwrap();
    assert_eq!(
        why(&folder.0.join("self")),
        "too many levels of symbolic links"
    );
    let _socket = std::os::unix::net::UnixListener::bind(folder.0.join("s")).unwrap();
    assert_eq!(why(&folder.0.join("s")), "not a regular file (socket)");
    rustix::fs::mkfifoat(rustix::fs::CWD, folder.0.join("p"), 0o600.into()).unwrap();
    assert_eq!(why(&folder.0.join("p")), "not a regular file (named pipe)");
}

#[test]
fn a_telegram_over_the_limit_is_refused_before_it_is_read() {
    let folder = Folder::new("limit");
    let path = folder.write("a.txt", b"0123456789\n");
    let limits = Limits {
        max_bytes: 10,
        ..Limits::default()
    };
    let (_, errors, _) = Library::open(&[&path], &limits);
    assert!(
        errors[0]
            .to_string()
            .ends_with(": 11 bytes, more than the limit of 10")
    );
}

#[test]
fn what_a_folder_holds_over_the_limit_is_not_called_unreadable() {
    let folder = Folder::new("over");
    folder.write("a.txt", b"small\n");
    folder.write("b.txt", b"0123456789\n");
    folder.write("c.txt", b"");
    let limits = Limits {
        max_bytes: 10,
        ..Limits::default()
    };
    let (library, errors, notices) = Library::open(&[&folder.0], &limits);
    assert_eq!((library.len(), errors.len()), (1, 0));
    let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert!(said[0].ends_with(": left out 1 file over the limit of 10 bytes"));
    assert!(said[1].ends_with(": left out 1 file that is not readable text"));
}

#[test]
fn text_taken_for_binary_can_be_read_all_the_same() {
    let folder = Folder::new("any");
    let path = folder.write("a.rtf", b"{\\rtf1 text}");
    let limits = Limits {
        any_bytes: true,
        ..Limits::default()
    };
    let (library, errors, _) = Library::open(&[&path], &limits);
    assert!(errors.is_empty());
    assert_eq!(
        library.document(0).unwrap().bytes.as_ref(),
        b"{\\rtf1 text}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_size_of_zero_is_not_believed() {
    let (library, errors, _) = Library::open(&["/proc/self/status"], &Limits::default());
    assert!(errors.is_empty());
    assert!(!library.document(0).unwrap().bytes.is_empty());
}

#[test]
fn an_entry_that_is_not_there_is_an_error() {
    let error = Library::default().document(3).unwrap_err();
    assert_eq!(error.to_string(), "reading: entry 4: there is none");
}

#[test]
fn sections_in_files_of_their_own_are_one_telegram() {
    let folder = Folder::new("sections");
    let section = |nn: u32, serial: u32| {
        format!(
            "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             C O N F I D E N T I A L SECTION 0{nn} OF 03 NORTHHAVEN {serial:06}\n\nSIPDIS\n\n\
             SUBJECT: HARBOR TALKS\n\n{nn}. (C) Text of section {nn}.\n"
        )
    };
    let third = folder.write("a.txt", section(3, 88).as_bytes());
    let first = folder.write("b.txt", section(1, 88).as_bytes());
    let other = folder.write("c.txt", section(2, 89).as_bytes());
    let (library, errors, _) = Library::open(&[&third, &first, &other], &Limits::default());
    assert!(errors.is_empty());
    assert_eq!(library.len(), 2);
    let joined = library.document(0).unwrap();
    assert_eq!(joined.sections, Some((vec![1, 3], 3)));
    let text = String::from_utf8(joined.bytes.to_vec()).unwrap();
    assert_eq!(text, section(1, 88) + &section(3, 88));
    assert_eq!(library.document(1).unwrap().sections, None);
}

#[test]
fn a_list_says_of_telegrams_in_pieces_what_is_read_in_them() {
    let folder = Folder::new("pieces");
    let section = |nn: u32, of: u32, serial: u32, subject: &str| {
        format!(
            "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             C O N F I D E N T I A L SECTION 0{nn} OF 0{of} NORTHHAVEN {serial:06}\n\nSIPDIS\n\n\
             SUBJECT: {subject}\n\n{nn}. (C) Text.\n"
        )
    };
    // What comes first is told at once.
    folder.write("0.txt", b"SUBJECT: FIRST\n");
    // The first section comes last, and has another subject.
    folder.write("a-3of3.txt", section(3, 3, 88, "DUES").as_bytes());
    folder.write("b-1of3.txt", section(1, 3, 88, "HARBOR TALKS").as_bytes());
    let two = section(1, 1, 90, "BOATS").replace(" SECTION 01 OF 01", "") + "\nNNNN\n\n";
    let other = two.replace("000090", "000091").replace("BOATS", "FISH");
    folder.write("c.txt", (two + &other).as_bytes());
    folder.write("d.txt", b"\n\nSUBJECT: ALONE\n\n1. (U) Text.\n");
    // A section that is far from the others.
    for nth in 0..40 {
        folder.write(&format!("e{nth:02}.txt"), b"SUBJECT: BETWEEN\n");
    }
    folder.write("f-2of3.txt", section(2, 3, 88, "DUES").as_bytes());
    let (library, intake) = Library::begin(&[folder.path()], &Limits::default());
    let (mut found, mut joined) = (Vec::<Found<Brief>>::new(), Vec::new());
    intake.listing().run(&mut |news| match news {
        News::Entries(first, more) => {
            assert_eq!(first, found.len());
            found.extend(more);
        }
        News::Joined(entry_idx, name) => joined.push((entry_idx, name)),
        News::Lies(..) | News::Failed(_) | News::Noted(_) => panic!("{news:?}"),
    });
    let briefs: Vec<Brief> = found.into_iter().filter_map(|it| it.told).collect();
    assert_eq!(briefs.len(), library.len());
    for (entry_idx, brief) in briefs.iter().enumerate() {
        assert_eq!(*brief, library.document(entry_idx).unwrap().brief());
    }
    let subjects: Vec<&str> = briefs
        .iter()
        .map(|it| it.subject.as_str())
        .take(5)
        .collect();
    assert_eq!(
        subjects,
        ["FIRST", "HARBOR TALKS", "BOATS", "FISH", "ALONE"]
    );
    // Of one that was told of before, it is told by itself.
    let [(1, name)] = joined.as_slice() else {
        panic!("{joined:?}");
    };
    assert_eq!(*name, library.names()[1]);
}

#[test]
fn one_of_many_is_named_by_number_place_and_member() {
    let folder = Folder::new("addresses");
    let (file, telegrams) = two();
    let packed = zip(&[("a#b!c.txt", file.as_bytes()), MEMBERS[0]], true);
    for (name, bytes, prefix) in [
        ("many.txt", file.clone().into_bytes(), "#"),
        ("many.txt.gz", gzip(file.as_bytes()), "#"),
        ("many.zip", packed.clone(), "!a#b!c.txt#"),
        (
            "outer.tar",
            tar(&[("many.zip", &packed)]),
            "!many.zip!a#b!c.txt#",
        ),
    ] {
        let path = folder.write(name, &bytes).display().to_string();
        for id in ["2", "08NORTHHAVEN89", "08northhaven00089"] {
            let address = format!("{path}{prefix}{id}");
            let (library, errors, _) = Library::open(&[&address], &Limits::default());
            assert!(errors.is_empty(), "{errors:?}");
            assert_eq!(library.len(), 1, "{address}");
            let document = library.document(0).unwrap();
            assert_eq!(&*document.bytes, telegrams[1].as_bytes(), "{address}");
            assert_eq!(document.offset, Some(telegrams[0].len() as u64));
            let cable = parse::parse(&document.bytes);
            assert_eq!(
                document.name(&cable),
                format!("{path}{prefix}08NORTHHAVEN89")
            );
            assert_eq!(library.names(), [format!("{path}{prefix}2")]);
        }
        for (missing, what) in [("9", "telegram"), ("08NORTHHAVEN90", "telegram")] {
            let (_, errors, _) =
                Library::open(&[format!("{path}{prefix}{missing}")], &Limits::default());
            assert!(
                errors[0]
                    .to_string()
                    .ends_with(&format!(": no such {what} in it"))
            );
        }
    }
    let (_, errors, _) = Library::open(&[folder.0.join("many.zip!x.txt")], &Limits::default());
    assert!(errors[0].to_string().ends_with(": no such member in it"));
}

#[test]
fn a_file_is_called_what_it_is_called() {
    let folder = Folder::new("literal");
    for name in ["a!b.txt", "a#2", "a.zip!b#1"] {
        folder.write("a", two().0.as_bytes());
        let path = folder.write(name, MEMBERS[0].1);
        let (library, errors, _) = Library::open(&[&path], &Limits::default());
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(library.document(0).unwrap().bytes, MEMBERS[0].1);
        assert_eq!(library.document(0).unwrap().offset, None);
    }
}

#[test]
fn a_file_that_was_cut_since_is_said_to_be_shorter() {
    let folder = Folder::new("shorter");
    let (file, telegrams) = two();
    let path = folder.write("a.txt", file.as_bytes());
    let (library, ..) = Library::open(&[&path], &Limits::default());
    folder.write("a.txt", &file.as_bytes()[..telegrams[0].len() + 5]);
    assert!(library.document(0).is_ok());
    let error = library.document(1).unwrap_err().to_string();
    assert!(
        error.ends_with("#2\": shorter than when it was opened"),
        "{error}"
    );
}

#[test]
fn a_small_file_that_is_read_at_once_is_read_once() {
    let folder = Folder::new("at-hand");
    let text = |library: &Library| library.document(0).unwrap().bytes.into_owned();
    for (bytes, is_kept) in [
        (b"1. Talks opened.\n".to_vec(), true),
        (b"1. Talks.\n".repeat(4_000), true),
        // Too long, one of many, packed.
        (b"1. Talks.\n".repeat(9_000), false),
        (two().0.into_bytes(), false),
        (gzip(b"1. Talks opened.\n"), false),
    ] {
        let path = folder.write("a.txt", &bytes);
        let (library, intake) = Library::begin(&[&path], &Limits::default());
        intake.keeping_bytes(true).run(&mut |_| {});
        let (again, ..) = Library::open(&[&path], &Limits::default());
        let read = text(&again);
        folder.write("a.txt", b"Gone.\n");
        // What the file holds by now is read by whoever comes later.
        let now = || library.document(0).map(|it| it.bytes.into_owned()).ok();
        assert_eq!(now() == Some(read.clone()), is_kept, "{}", bytes.len());
        assert_ne!(now(), Some(read));
    }
}

#[test]
fn a_packed_telegram_that_is_named_is_read_as_it_comes_by() {
    let folder = Folder::new("passing");
    let (file, telegrams) = two();
    let many = file.repeat(4_000);
    let packed = gzip(many.as_bytes());
    // What is behind the one that stands at a place is not looked at.
    let cut = folder.write("cut.txt.gz", &packed[..packed.len() / 2]);
    let whole = folder.write("whole.txt.gz", &packed);
    for (path, id, telegram, n_notices) in [
        (&cut, "#1", &telegrams[0], 0),
        (&cut, "#2", &telegrams[1], 0),
        (&cut, "#08NORTHHAVEN89", &telegrams[1], 1),
        (&whole, "#2001", &telegrams[0], 0),
        (&whole, "#08NORTHHAVEN89", &telegrams[1], 0),
    ] {
        let address = format!("{}{id}", path.display());
        let (library, errors, notices) = Library::open(&[&address], &Limits::default());
        assert!(errors.is_empty(), "{address}: {errors:?}");
        assert_eq!(notices.len(), n_notices, "{address}: {notices:?}");
        let bytes = std::fs::read(path).unwrap();
        std::fs::remove_file(path).unwrap();
        assert_eq!(
            &*library.document(0).unwrap().bytes,
            telegram.as_bytes(),
            "{address}"
        );
        std::fs::write(path, bytes).unwrap();
    }
    // What is longer than a telegram may be is not held.
    let address = format!("{}#2", whole.display());
    let limits = Limits {
        max_bytes: 4_000,
        ..Limits::default()
    };
    let (library, errors, _) = Library::open(&[&address], &limits);
    assert!(errors.is_empty(), "{errors:?}");
    let document = library.document(0).unwrap();
    assert_eq!(&*document.bytes, telegrams[1].as_bytes());
}

#[test]
fn a_telegram_that_is_open_is_met_where_it_lies() {
    let folder = Folder::new("met");
    let section = |nn: u32| {
        format!(
            "P 221504Z JUL 08\nFM AMEMBASSY NORTHHAVEN\nTO SECSTATE WASHDC\n\n\
             C O N F I D E N T I A L SECTION 0{nn} OF 03 NORTHHAVEN 000077\n\nSIPDIS\n\n\
             SUBJECT: HARBOR TALKS\n\n{nn}. (C) Text of section {nn}.\n"
        )
    };
    folder.write("a.txt", MEMBERS[0].1);
    folder.write("b.txt", two().0.as_bytes());
    folder.write("c.zip", &zip(MEMBERS, true));
    folder.write("d-1.txt", section(1).as_bytes());
    folder.write("d-2.txt", section(2).as_bytes());
    folder.write("d-3.txt", section(3).as_bytes());
    folder.write("e.txt", b"1. Talks closed.\n");
    let (all, ..) = Library::open(&[folder.path()], &Limits::default());
    let texts = |library: &Library, order: &[usize]| -> Vec<Vec<u8>> {
        let text = |entry_idx: &usize| library.document(*entry_idx).unwrap().bytes.into_owned();
        order.iter().map(text).collect()
    };
    let n_entries = all.len();
    let in_order: Vec<usize> = (0..n_entries).collect();
    for first in 0..n_entries {
        let arguments = all.arguments(first).unwrap();
        let (library, errors, _) = Library::open(&arguments, &Limits::default());
        assert!(errors.is_empty() && library.len() == 1, "{first}");
        let mut n_before = None;
        let intake = library.more(&[folder.path()]).meeting().listing();
        intake.run(&mut |news| match news {
            News::Lies(0, n_lie) => assert_eq!(n_before.replace(n_lie), None),
            News::Entries(..) => {}
            news => panic!("{first}: {news:?}"),
        });
        assert_eq!(n_before, Some(first));
        let mut order: Vec<usize> = (1..library.len()).collect();
        order.insert(first, 0);
        assert_eq!(texts(&library, &order), texts(&all, &in_order), "{first}");
    }
    // A section that has come since joins the telegram that is open.
    let arguments = [folder.path().join("d-1.txt"), folder.path().join("d-3.txt")];
    let (library, ..) = Library::open(&arguments, &Limits::default());
    let mut joined = Vec::new();
    let intake = library.more(&[folder.path()]).meeting();
    intake.run(&mut |news| {
        if let News::Joined(entry_idx, _) = news {
            joined.push(entry_idx);
        }
    });
    assert_eq!(joined, [0]);
    assert_eq!(library.len(), n_entries);
    // A folder that holds nothing else is none without cables.
    let other = folder.write("f/g.txt", b"1. Talks resumed.\n");
    let (library, ..) = Library::open(&[&other], &Limits::default());
    let intake = library.more(&[other.parent().unwrap()]).meeting();
    let mut told = Vec::new();
    intake.run(&mut |news| told.push(format!("{news:?}")));
    assert_eq!(told, ["Lies(0, 0)"]);
}

#[test]
fn news_come_while_sources_are_taken_in() {
    let folder = Folder::new("news");
    let (file, _) = two();
    let path = folder.write("a.txt", file.repeat(200).as_bytes());
    let (library, intake) = Library::begin(&[path], &Limits::default());
    let mut told = Vec::new();
    intake.run(&mut |news| match news {
        News::Entries(first, found) => {
            assert_eq!(first, told.len());
            assert!(library.document(first).is_ok());
            told.extend(found.into_iter().map(|found| found.name));
        }
        other => panic!("{other:?}"),
    });
    assert_eq!(told, library.names());
    assert_eq!(told.len(), 400);
}
