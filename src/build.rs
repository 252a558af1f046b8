//! How the program is linked: smaller to load, where this machine can.
//!
//! A reader of one cable lives for seconds, and the loading of the program is
//! most of the time until the first frame. Nothing here changes what the
//! program does, and where it cannot be had, nothing is said.

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Keeps the relocations of pointers as a bitmap: 8 KB instead of 320 KB for the
/// loader to read. The C library must know the form (glibc does from 2.36 on),
/// so what is linked with it is run once.
const PACKED_RELOCATIONS: &str = "-Wl,-z,pack-relative-relocs";

#[expect(clippy::disallowed_macros, reason = "what is printed is for cargo")]
fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    // What is built for tests is linked often and started seldom.
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if release && runs_with(PACKED_RELOCATIONS).unwrap_or(false) {
        println!("cargo::rustc-link-arg-bins={PACKED_RELOCATIONS}");
    }
}

/// Whether an empty program links with `argument` and then runs. Of another
/// machine's program that cannot be said, and it is linked without.
fn runs_with(argument: &str) -> Option<bool> {
    let target = env::var_os("TARGET")?;
    if env::var_os("HOST")? != target {
        return Some(false);
    }
    let program = PathBuf::from(env::var_os("OUT_DIR")?).join("empty");
    let mut compiler = Command::new(env::var_os("RUSTC")?);
    compiler
        .args(["--edition=2024", "--crate-name=empty", "--target"])
        .arg(target);
    compiler
        .args(["-C", &format!("link-arg={argument}"), "-o"])
        .arg(&program);
    if let Some(linker) = env::var_os("RUSTC_LINKER") {
        let mut option = OsString::from("linker=");
        option.push(linker);
        compiler.arg("-C").arg(option);
    }
    if let Ok(flags) = env::var("CARGO_ENCODED_RUSTFLAGS") {
        compiler.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    }
    let mut compiling = compiler
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    compiling.stdin.take()?.write_all(b"fn main() {}").ok()?;
    let linked = compiling.wait().ok()?.success();
    Some(linked && Command::new(program).status().ok()?.success())
}
