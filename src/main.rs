//! The program `reftel`.

use std::process::ExitCode;

fn main() -> ExitCode {
    reftel::cli::run(std::env::args_os())
}
