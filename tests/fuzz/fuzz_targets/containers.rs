//! Any bytes may be a file of many telegrams, an archive, something packed:
//! the cuts of the scan do not depend on how the file comes by and lie in
//! it, and opening it ends within its limits.
#![no_main]

use reftel::library::{Library, Limits};
use reftel::parse::{Cut, Scanner};

fn scan(file: &[u8], chunk: usize) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut scanner = Scanner::new(&file[..file.len().min(4096)]);
    for chunk in file.chunks(chunk) {
        scanner.feed(chunk, &mut cuts);
    }
    scanner.finish(&mut cuts);
    cuts
}

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    let cuts = scan(file, 4096);
    // The first byte says how small the chunks are.
    let chunk = usize::from(file.first().copied().unwrap_or(0)) + 1;
    assert_eq!(cuts, scan(file, chunk), "chunks of {chunk}");
    let mut end = 0;
    for cut in &cuts {
        assert!(cut.start >= end && cut.end <= file.len() as u64, "{cut:?} after {end}");
        end = cut.end;
    }

    let path = std::env::temp_dir().join(format!("reftel-fuzz-{}", std::process::id()));
    std::fs::write(&path, file).expect("the folder for temporary files can be written");
    let limits = Limits {
        max_bytes: 1 << 20,
        max_unpacked: 4 << 20,
        max_entries: 1_000,
        ..Limits::default()
    };
    let (library, ..) = Library::open(&[&path], &limits);
    for entry_idx in 0..library.len().min(16) {
        if let Ok(document) = library.document(entry_idx) {
            assert!(document.bytes.len() as u64 <= limits.max_bytes);
        }
    }
});
