//! The program `reftel`.

use std::process::ExitCode;

fn main() -> ExitCode {
    reftel::cli::end_on_panic();
    reftel::cli::run(std::env::args_os())
}
