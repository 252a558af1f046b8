//! What is told of archives, also of damaged ones.

use super::*;

#[test]
fn members_of_archives_are_cables() {
    let folder = Folder::new("archives");
    let name = |name: &str| folder.0.join(name).display().to_string();
    for (file, bytes) in [
        ("a.zip", zip(MEMBERS, false)),
        ("b.zip", zip(MEMBERS, true)),
        ("c.tar", tar(MEMBERS)),
        ("d.tar.gz", gzip(&tar(MEMBERS))),
        // What a file is called does not matter.
        ("e", zip(MEMBERS, true)),
    ] {
        folder.write(file, &bytes);
        let (library, errors, notices) = Library::open(&[name(file)], &Limits::default());
        assert!(
            errors.is_empty() && notices.is_empty(),
            "{file}: {errors:?} {notices:?}"
        );
        let names = [
            format!("{}!a/one.txt", name(file)),
            format!("{}!two.txt", name(file)),
        ];
        assert_eq!(library.names(), names);
        assert_eq!(library.document(1).unwrap().bytes, MEMBERS[1].1, "{file}");
        // The first once more: what is packed is read from its beginning.
        assert_eq!(library.document(0).unwrap().bytes, MEMBERS[0].1, "{file}");
        let (one, ..) = Library::open(&[&names[1]], &Limits::default());
        assert_eq!(one.names(), names[1..]);
        assert_eq!(one.document(0).unwrap().bytes, MEMBERS[1].1, "{file}");
    }
}

#[test]
fn names_of_members_are_labels_and_lead_nowhere() {
    let folder = Folder::new("labels");
    let names = ["../../etc/passwd", "/etc/passwd", "a\u{1b}[2J\u{202e}.txt"];
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"UNCLAS\n"[..])).collect();
    let path = folder.write("a.zip", &zip(&members, false));
    let (library, errors, _) = Library::open(&[&path], &Limits::default());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(library.len(), 3);
    for entry_idx in 0..3 {
        assert_eq!(&*library.document(entry_idx).unwrap().bytes, b"UNCLAS\n");
    }
}

#[test]
fn an_archive_that_swells_is_stopped() {
    let folder = Folder::new("bombs");
    let limits = Limits {
        max_bytes: 10_000,
        max_ratio: 20,
        ..Limits::default()
    };
    let zeros = vec![b'0'; 3_000_000];
    let gzip = folder.write("a.txt.gz", &gzip(&zeros));
    let zip = folder.write("b.zip", &zip(&[("zeros.txt", &zeros)], true));
    for path in [gzip, zip] {
        let (library, errors, _) = Library::open(&[&path], &limits);
        assert!(library.is_empty(), "{path:?}");
        assert_eq!(errors.len(), 1, "{path:?}");
    }
}

#[test]
fn archives_in_one_another_end_somewhere() {
    let folder = Folder::new("nested");
    let one = zip(MEMBERS, false);
    let two = zip(&[("one.zip", &one)], false);
    let three = zip(&[("two.zip", &two)], false);
    let open = |name: &str, bytes: &[u8]| {
        let path = folder.write(name, bytes);
        let (library, errors, notices) = Library::open(&[&path], &Limits::default());
        (library.len(), errors.len() + notices.len())
    };
    assert_eq!(open("two.zip", &two), (2, 0));
    assert_eq!(open("three.zip", &three), (0, 1));
}

#[test]
fn what_came_out_before_the_damage_is_shown() {
    let folder = Folder::new("cut-short");
    let text = "1. (U) Talks opened and went on for long.\n".repeat(4_000);
    let mut bytes = gzip(text.as_bytes());
    bytes.truncate(bytes.len() * 3 / 4);
    let path = folder.write("a.txt.gz", &bytes);
    let (library, errors, notices) = Library::open(&[&path], &Limits::default());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(library.len(), 1);
    assert!(
        matches!(notices[..], [Notice::CutShort { .. }]),
        "{notices:?}"
    );
    let path = folder.write("b.zip", b"PK\x03\x04 and nothing of an archive");
    let (library, errors, _) = Library::open(&[&path], &Limits::default());
    assert_eq!((library.len(), errors.len()), (0, 1));
}

/// What is said of a file of these bytes, without its name.
fn said_of(folder: &Folder, name: &str, bytes: &[u8]) -> String {
    let path = folder.write(name, bytes);
    let (library, errors, notices) = Library::open(&[&path], &Limits::default());
    let errors = errors.iter().map(ToString::to_string);
    let said = errors.chain(notices.iter().map(ToString::to_string));
    let said: Vec<String> = said
        .map(|line| line.split("\": ").nth(1).unwrap().to_owned())
        .collect();
    format!("{name}: {} open; {}\n", library.len(), said.join("; "))
}

fn with(bytes: &[u8], at: usize, new: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

fn said_of_all(test: &str, files: &[(&str, Vec<u8>)]) -> String {
    let folder = Folder::new(test);
    let said = |(name, bytes): &(&str, Vec<u8>)| said_of(&folder, name, bytes);
    files.iter().map(said).collect()
}

#[test]
fn zip_archives_that_are_not_as_they_should_be_are_told_apart() {
    let one = zip(&MEMBERS[..1], true);
    let directory = memchr::memmem::find(&one, b"PK\x01\x02").unwrap();
    let both = |at: usize, in_directory: usize, new: &[u8]| {
        with(&with(&one, at, new), directory + in_directory, new)
    };
    let three = zip(MEMBERS, true);
    let second = memchr::memmem::rfind(&three, b"PK\x01\x02").unwrap();
    let files = [
        ("no-directory.zip", one[..directory].to_vec()),
        ("cut.zip", one[..one.len() - 30].to_vec()),
        ("empty.zip", zip(&[], false)),
        ("password.zip", both(6, 8, &[1, 0])),
        ("method.zip", both(8, 10, &[99, 0])),
        ("sum.zip", both(14, 16, &[0; 4])),
        ("headers-differ.zip", with(&one, 14, &[0; 4])),
        (
            "claims-more.zip",
            with(&one, directory + 24, &[0xff, 0xff, 0xff, 3]),
        ),
        (
            "claims-2g.zip",
            with(&one, directory + 24, &[0xff, 0xff, 0xff, 0x7f]),
        ),
        ("one-bad.zip", with(&three, second + 16, &[0; 4])),
        ("names-alike.zip", zip(&[MEMBERS[0], MEMBERS[0]], true)),
        (
            "prepended.zip",
            [b"#!/bin/sh\n", &*zip(MEMBERS, true)].concat(),
        ),
        ("word.docx", zip(&[("[Content_Types].xml", b"<x/>")], false)),
        (
            "book.epub",
            zip(&[("mimetype", b"application/epub+zip")], false),
        ),
    ];
    insta::assert_snapshot!(said_of_all("odd-zip", &files), @r"
    no-directory.zip: 0 open; damaged ZIP data
    cut.zip: 0 open; damaged ZIP data
    empty.zip: 0 open; no cable in this archive
    password.zip: 0 open; it needs a password
    method.zip: 0 open; packed in a way that reftel does not read (ZIP method 99)
    sum.zip: 0 open; damaged ZIP data
    headers-differ.zip: 0 open; damaged ZIP data
    claims-more.zip: 0 open; damaged ZIP data
    claims-2g.zip: 0 open; more than 67108864 bytes come out of it, too many for its size
    one-bad.zip: 1 open; left out 1 file that is not readable text
    names-alike.zip: 2 open; 
    prepended.zip: 2 open; 
    word.docx: 0 open; not text but DOCX (or XLSX, PPTX) (--text reads it all the same)
    book.epub: 0 open; not text but EPUB (or ODT) (--text reads it all the same)
    ");
}

#[test]
fn other_archives_that_are_not_as_they_should_be_are_told_apart() {
    let tarred = tar(MEMBERS);
    let mut long = tar(&[("a.txt", &b"1. (U) Talks opened.\n".repeat(500))]);
    long.truncate(6_000);
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    let mut linked = tar::Builder::new(tarred[..tarred.len() - 1024].to_vec());
    linked
        .append_link(&mut header, "link", "/etc/passwd")
        .unwrap();
    let files = [
        ("sum.tar", with(&tarred, 148, b"0000000")),
        ("claims-8g.tar", with(&tarred, 124, b"77777777777")),
        ("cut.tar", long),
        ("link.tar", linked.into_inner().unwrap()),
        ("junk-behind.gz", [&*gzip(MEMBERS[0].1), &[0; 100]].concat()),
        ("sum.gz", {
            let bytes = gzip(MEMBERS[0].1);
            with(&bytes, bytes.len() - 8, &[0; 4])
        }),
        ("head-only.gz", gzip(MEMBERS[0].1)[..11].to_vec()),
        (
            "in-layers.gz",
            gzip(&gzip(&gzip(&gzip(&gzip(MEMBERS[0].1))))),
        ),
        (
            "junk.zst",
            b"\x28\xb5\x2f\xfd and nothing of a frame".to_vec(),
        ),
        ("empty.gz", gzip(b"")),
        ("a.7z", b"7z\xbc\xaf\x27\x1c words".to_vec()),
    ];
    insta::assert_snapshot!(said_of_all("odd", &files), @r"
    sum.tar: 0 open; damaged tar data
    claims-8g.tar: 0 open; damaged tar data
    cut.tar: 0 open; damaged tar data
    link.tar: 2 open; left out 1 file that is not readable text
    junk-behind.gz: 1 open; damaged after 35 bytes; the rest is lost
    sum.gz: 1 open; damaged after 35 bytes; the rest is lost
    head-only.gz: 0 open; damaged gzip data
    in-layers.gz: 0 open; archives in one another, more than the limit of 4
    junk.zst: 0 open; damaged zstd data
    empty.gz: 0 open; nothing in it
    a.7z: 0 open; not text but 7z (--text reads it all the same)
    ");
}

#[test]
fn zstandard_frames_follow_one_another() {
    let folder = Folder::new("zstd");
    let frame = |bytes: &[u8]| {
        let level = ruzstd::encoding::CompressionLevel::Fastest;
        ruzstd::encoding::compress_to_vec(bytes, level)
    };
    let skipped = b"\x50\x2a\x4d\x18\x04\0\0\0note";
    let (one, two) = MEMBERS[0].1.split_at(10);
    let bytes = [skipped, &*frame(one), skipped, &*frame(two)].concat();
    let path = folder.write("a.txt.zst", &bytes);
    let (library, errors, notices) = Library::open(&[&path], &Limits::default());
    assert!(
        errors.is_empty() && notices.is_empty(),
        "{errors:?} {notices:?}"
    );
    assert_eq!(library.document(0).unwrap().bytes, MEMBERS[0].1);
    let path = folder.write("b.tar.zst", &frame(&tar(MEMBERS)));
    let (library, errors, _) = Library::open(&[&path], &Limits::default());
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(library.document(1).unwrap().bytes, MEMBERS[1].1);
}
