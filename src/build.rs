//! How the program is linked: smaller to load, where this machine can.
//!
//! A reader of one cable lives for seconds, and the loading of the program is
//! most of the time until the first frame. Nothing here changes what the
//! program does, and where it cannot be had, nothing is said.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Keeps the relocations of pointers as a bitmap: 8 KB instead of 320 KB for the
/// loader to read. The C library must know the form (glibc does from 2.36 on).
const PACKED_RELOCATIONS: &str = "-Wl,-z,pack-relative-relocs";

/// Writes the program in one piece, where lld would write it page by page
/// through a mapping. The pages then lie together in memory as well, and the
/// first frame of a program that was just built came in less than half the time.
///
/// lld 21 changed places of the two names (llvm-project, issue 207459).
const WRITTEN_AT_ONCE: [&str; 2] = ["-Wl,--no-mmap-output-file", "-Wl,--mmap-output-file"];

/// The version of LLVM, and so of the lld that comes with it, from which on the
/// second name is meant.
const NAMES_CHANGED: u32 = 21;

/// What of these modules is for something that is seldom called, and is called
/// all the time: the compiler keeps one of several functions that are alike,
/// under the name of one of them.
const SHARED: [&str; 5] = [
    "alloc::raw_vec",
    "alloc::sync",
    "alloc::vec",
    "core::cell",
    "std::sync",
];

/// What is called all the time by names that `seldom.txt` has.
const CALLED: [&str; 39] = [
    // What is given to others to call, whoever has it.
    "function::impls reftel",
    // What is let go of is so whether it was ever there or not.
    "core::ptr reftel",
    "core::ptr indicatif::progress_bar::Ticker",
    // Lists that are in order already, or nearly.
    "core::slice::sort reftel::cable::order",
    "core::slice::sort::shared reftel::app::folds",
    "core::slice::sort::shared reftel::app::releases",
    "core::slice::sort::shared reftel::cable::span",
    "core::slice::sort::shared reftel::check",
    "core::slice::sort::stable::quicksort clap_complete",
    "sort::stable::drift cmp::PartialOrd",
    "sort::stable::drift::sqrt_approx",
    "core::slice::sort reftel::command",
    "core::slice::sort::shared token::whole",
    // Of functions that are alike the compiler keeps one.
    "clap_builder::builder::styled_str StyledStr core::fmt::Write",
    // Dates, and how much time there is.
    "core::ptr jiff::error",
    "jiff::error timestamp",
    "jiff::fmt StdFmtWrite",
    "jiff::fmt::buffer",
    "jiff::fmt::temporal::printer DateTimePrinter::print_date_buf",
    "jiff_core::civil::time",
    "std::time",
    "unix::time",
    "reftel::app::rows Model::n_rows",
    "reftel::cli::narrow Collection::new",
    "std::sync reftel::cli::narrow",
    "reftel::index Index::cache",
    "reftel::library::unpack Meter::new",
    "reftel::parse::frus::pasted may_head",
    "reftel::app::mouse::end_hover",
    "reftel::app::mouse::key_pressed",
    "reftel::app::releases::next",
    "reftel::app::select Pane::selected",
    "reftel::app::select::block_at",
    "core::iter reftel::library::intake Looked",
    "reftel::library::intake Taking cuts",
    "reftel::library::intake Taking noted",
    "reftel::library::intake::small",
    "reftel::parse::attribute::value",
    "reftel::typeset::page Page::is_stub",
];

/// What walks the stack after a panic, as a part of the program: the loader
/// has one library less to look for and to map.
const UNWINDER: &str = "static:-bundle=gcc_eh";

/// What is seldom called.
const SELDOM: &str = include_str!("seldom.txt");

#[expect(clippy::disallowed_macros, reason = "what is printed is for cargo")]
fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=src/seldom.txt");
    println!("cargo::rerun-if-env-changed=CARGO_PROFILE_RELEASE_PANIC");
    // What is built for tests is linked often and started seldom.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        for argument in arguments() {
            // What is linked so is run once: not every linker knows all of it,
            // and not every C library loads it.
            if runs_with(&["-C", &format!("link-arg={argument}")]).unwrap_or(false) {
                println!("cargo::rustc-link-arg-bins={argument}");
            }
        }
        if let Some(folder) = unwinder() {
            println!("cargo::rustc-link-search=native={folder}");
            println!("cargo::rustc-link-lib={UNWINDER}");
        }
    }
}

/// What to tell the linker, each for itself.
fn arguments() -> Vec<String> {
    let mut arguments = vec![PACKED_RELOCATIONS.to_owned()];
    if let Some(version) = llvm() {
        let name = WRITTEN_AT_ONCE[usize::from(version >= NAMES_CHANGED)];
        arguments.push(name.to_owned());
    }
    arguments.extend(layout());
    arguments
}

/// The folder of [`UNWINDER`], where the C compiler has one that programs run
/// with.
fn unwinder() -> Option<String> {
    let mut compiler = Command::new(env::var_os("RUSTC_LINKER").unwrap_or("cc".into()));
    let told = compiler.arg("-print-file-name=libgcc_eh.a").output().ok()?;
    let file = String::from_utf8(told.stdout).ok()?;
    let folder = Path::new(file.trim()).parent()?.to_str()?.to_owned();
    let is_there = !folder.is_empty() && runs_with(&["-L", &folder, "-l", UNWINDER])?;
    is_there.then_some(folder)
}

/// The major version of the compiler's LLVM.
fn llvm() -> Option<u32> {
    let told = Command::new(env::var_os("RUSTC")?)
        .arg("-vV")
        .output()
        .ok()?;
    let told = String::from_utf8(told.stdout).ok()?;
    let line = told
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))?;
    line.split('.').next()?.parse().ok()
}

/// Writes the linker script that puts together what is seldom called, and
/// leaves out the tables for unwinding where a panic ends the program, and no
/// debugger finds its way in a program without names. Of a program that is built
/// with them, or that unwinds, the tables stay.
fn layout() -> Option<String> {
    let mut script = String::from("SECTIONS\n{\n");
    let is = |name: &str, wanted: &str| env::var(name).is_ok_and(|value| value == wanted);
    // Nothing tells a build script what a profile does on a panic; ours aborts,
    // unless who builds says otherwise.
    if is("DEBUG", "false") && !is("CARGO_PROFILE_RELEASE_PANIC", "unwind") {
        script.push_str("  /DISCARD/ : { *(.eh_frame) *(.gcc_except_table*) }\n");
    }
    script.push_str("  .text.shared :\n  {\n");
    for name in SHARED.into_iter().flat_map(methods) {
        writeln!(script, "    *(.text.{name})").ok()?;
    }
    for path in CALLED {
        writeln!(script, "    *(.text.*{}*)", nested(path)).ok()?;
    }
    script.push_str("  }\n  .text.seldom :\n  {\n");
    let paths = SELDOM.lines().filter(|line| !line.starts_with('#'));
    for path in paths.filter(|line| !line.is_empty()) {
        for name in names(path) {
            writeln!(script, "    *(.text.{name})").ok()?;
        }
    }
    // What a panic would unwind the stack with.
    script.push_str("    *libgcc_eh.a:*(.text .text.*)\n");
    // At the end of the code, or, where the linker is GNU's, before it: what
    // lies beside what is called is loaded along.
    script.push_str("  }\n}\nINSERT AFTER .plt;\n");
    let file = Path::new(&env::var_os("OUT_DIR")?).join("layout.ld");
    fs::write(&file, script).ok()?;
    Some(format!("-Wl,-T,{}", file.to_str()?))
}

/// Patterns of the symbols of the methods of a library's module: the module stands
/// first in them, behind who wrote the block, and whose type they are for comes
/// after. A `*` in its place would take along all that has the module's types in
/// its own, so each way to stand first is written out.
fn methods(module: &str) -> Vec<String> {
    /// Letters of the number that tells crates of one name apart.
    const NUMBERS: [&str; 2] = ["??????????", "???????????"];
    let module = nested(module);
    let mut patterns = Vec::new();
    for block in ["", "s_", "s?_", "s??_"] {
        for depth in 1..=4 {
            for number in NUMBERS {
                let levels = "Nt".repeat(depth);
                patterns.push(format!("*_RNv[MX]{block}{levels}Cs{number}_{module}*"));
            }
        }
    }
    patterns
}

/// Patterns of the symbols of what `path` has in it: of its own functions, in
/// either mangling, and of what it implements for its types. Behind a `=` is the
/// name of a function of C as it is.
///
/// Something follows the name of a crate: at the end of a symbol it says who was
/// the first to need an instance of another's generic function, not who calls
/// it.
fn names(path: &str) -> Vec<String> {
    if let Some(name) = path.strip_prefix('=') {
        return vec![name.to_owned(), format!("{name}.*")];
    }
    let nested = nested(path);
    let implemented = path.replace("::", "..").replace(' ', "*");
    let is_crate = !path.contains("::");
    vec![
        format!("*{nested}{}*", if is_crate { "[!.]" } else { "" }),
        format!("_ZN[0-9]*_$LT$*{implemented}*"),
    ]
}

/// A path as it stands in a symbol. Of several with blanks between them, all are
/// in it, in this order.
fn nested(paths: &str) -> String {
    let nested = |path: &str| -> String {
        let lengths = path
            .split("::")
            .map(|name| [name.len().to_string(), name.to_owned()]);
        lengths.flatten().collect()
    };
    let paths: Vec<String> = paths.split(' ').map(nested).collect();
    paths.join("*")
}

/// Whether an empty program links with `arguments` and then runs. Of another
/// machine's program that cannot be said, and it is linked without.
fn runs_with(arguments: &[&str]) -> Option<bool> {
    let target = env::var_os("TARGET")?;
    if env::var_os("HOST")? != target {
        return Some(false);
    }
    let program = PathBuf::from(env::var_os("OUT_DIR")?).join("empty");
    let mut compiler = Command::new(env::var_os("RUSTC")?);
    compiler
        .args(["--edition=2024", "--crate-name=empty", "--target"])
        .arg(target);
    compiler.args(arguments).arg("-o").arg(&program);
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
