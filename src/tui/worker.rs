//! Work that must not keep the keys waiting, on a thread of its own.

use std::io::{self, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use crate::app::{Msg, Request};

/// Where a thread puts what it has to say to the model.
#[derive(Clone, Debug)]
pub struct Messages {
    sender: Sender<Msg>,
    waker: Arc<UnixStream>,
}

impl Messages {
    /// Sends a message and wakes the loop. If that has ended, nothing
    /// happens.
    pub fn send(&self, msg: Msg) {
        if self.sender.send(msg).is_ok() {
            // A pipe that is full wakes as well.
            let _ = (&*self.waker).write(&[0]);
        }
    }
}

/// The other end: what threads have said.
#[derive(Debug)]
pub(super) struct Inbox {
    receiver: Receiver<Msg>,
    pipe: UnixStream,
}

impl Inbox {
    /// An inbox and what fills it.
    pub(super) fn new() -> io::Result<(Inbox, Messages)> {
        let (pipe, waker) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let (sender, receiver) = mpsc::channel();
        Ok((
            Inbox { receiver, pipe },
            Messages {
                sender,
                waker: Arc::new(waker),
            },
        ))
    }

    /// What becomes readable when there is a message.
    pub(super) fn pipe(&self) -> &UnixStream {
        &self.pipe
    }

    /// Takes all messages that are there.
    pub(super) fn take(&mut self, into: &mut Vec<Msg>) {
        // The pipe first: a message that comes in between wakes once more.
        while matches!(io::Read::read(&mut &self.pipe, &mut [0; 64]), Ok(1..)) {}
        into.extend(self.receiver.try_iter());
    }
}

/// The thread that opens cables, one after the other. It is started when
/// the first is asked for, and ends with the program.
pub(super) struct Loader<L> {
    load: Option<L>,
    messages: Messages,
    requests: Option<Sender<Request>>,
}

impl<L: FnMut(Request, &Messages) + Send + 'static> Loader<L> {
    /// A loader that does `load` and lets it send `messages`.
    pub(super) fn new(load: L, messages: Messages) -> Loader<L> {
        Loader {
            load: Some(load),
            messages,
            requests: None,
        }
    }

    /// Asks for the work of `request`.
    ///
    /// # Errors
    ///
    /// When the thread could not be started.
    pub(super) fn request(&mut self, request: Request) -> io::Result<()> {
        if let Some(mut load) = self.load.take() {
            let (sender, receiver) = mpsc::channel();
            let messages = self.messages.clone();
            thread::Builder::new()
                .name("load".to_owned())
                .spawn(move || {
                    for request in receiver {
                        load(request, &messages);
                    }
                })?;
            self.requests = Some(sender);
        }
        if let Some(requests) = &self.requests {
            // The thread ends only by a panic, and then the program does.
            let _ = requests.send(request);
        }
        Ok(())
    }
}
