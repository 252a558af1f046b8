//! What can go wrong between the program and its terminal.
//!
//! Only this: everything else that fails is a message to the model and
//! becomes a notice on the screen.

use std::{error, fmt, io};

/// A failure of the terminal itself, after which nothing can be shown.
#[derive(Debug)]
pub enum Error {
    /// There is no terminal to draw on or to take keys from.
    NoTerminal(io::Error),
    /// Keys could not be read.
    Read(io::Error),
    /// The screen could not be written.
    Write(io::Error),
    /// Signals could not be watched for.
    Signals(io::Error),
    /// The thread that opens cables could not be started.
    Worker(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (doing, on, why) = match self {
            Error::NoTerminal(why) => ("starting the reader", "no terminal", why),
            Error::Read(why) => ("reading keys", "terminal", why),
            Error::Write(why) => ("drawing", "terminal", why),
            Error::Signals(why) => ("starting the reader", "signals", why),
            Error::Worker(why) => ("opening a cable", "thread", why),
        };
        write!(f, "{doing}: {on}: {why}")
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Error::NoTerminal(why)
            | Error::Read(why)
            | Error::Write(why)
            | Error::Signals(why)
            | Error::Worker(why) => Some(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_on_what_and_why() {
        let why = io::Error::other("gone");
        assert_eq!(Error::Write(why).to_string(), "drawing: terminal: gone");
    }
}
