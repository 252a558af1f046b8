//! Work that must not keep the keys waiting, on a thread of its own.

use std::io::{self, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::Error;
use crate::app::{Msg, Remember, Request};

/// What follows a message at once comes within this time.
const MOMENT: Duration = Duration::from_millis(10);

/// Where a thread puts what it has to say to the model.
#[derive(Clone, Debug)]
pub struct Messages {
    sender: Sender<Msg>,
    waker: Arc<UnixStream>,
}

impl Messages {
    /// Has a thread of its own do `work`, which ends with the program at
    /// the latest.
    ///
    /// # Errors
    ///
    /// When the thread could not be started.
    pub fn work(&self, work: impl FnOnce(&Messages) + Send + 'static) -> Result<(), Error> {
        let messages = self.clone();
        let thread = thread::Builder::new().name("work".to_owned());
        let started = thread.spawn(move || work(&messages));
        started.map(|_| ()).map_err(Error::Worker)
    }

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
pub struct Inbox {
    receiver: Receiver<Msg>,
    pipe: UnixStream,
    /// What fills it.
    messages: Messages,
}

impl Inbox {
    /// An empty inbox.
    ///
    /// # Errors
    ///
    /// When the system gives no pipe.
    pub fn new() -> Result<Inbox, Error> {
        let pipes = || {
            let (pipe, waker) = UnixStream::pair()?;
            pipe.set_nonblocking(true)?;
            waker.set_nonblocking(true)?;
            Ok((pipe, Arc::new(waker)))
        };
        let (pipe, waker) = pipes().map_err(Error::Signals)?;
        let (sender, receiver) = mpsc::channel();
        Ok(Inbox {
            receiver,
            pipe,
            messages: Messages { sender, waker },
        })
    }

    /// What fills it.
    pub(super) fn messages(&self) -> Messages {
        self.messages.clone()
    }

    /// Has a thread of its own do `work`, which ends with the program at
    /// the latest.
    ///
    /// # Errors
    ///
    /// When the thread could not be started.
    pub fn work(&self, work: impl FnOnce(&Messages) + Send + 'static) -> Result<(), Error> {
        self.messages().work(work)
    }

    /// Waits until `is_enough` of a message, or, once `may_go_on` of one,
    /// until `patience` is over. Gives the messages that came.
    ///
    /// For the time before the first frame: nothing else is waited for.
    pub fn wait(
        &mut self,
        patience: Duration,
        may_go_on: impl Fn(&Msg) -> bool,
        is_enough: impl Fn(&Msg) -> bool,
    ) -> Vec<Msg> {
        let mut until = Instant::now() + patience;
        let mut came = Vec::new();
        let mut can_go_on = false;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let msg = if can_go_on {
                self.receiver.recv_timeout(left).ok()
            } else {
                // The other end is held here, so this does not fail.
                self.receiver.recv().ok()
            };
            let Some(msg) = msg else { break };
            let ends = is_enough(&msg);
            if !can_go_on && may_go_on(&msg) {
                can_go_on = true;
                // What is found last is often found together with the end.
                until = until.max(Instant::now() + MOMENT);
            }
            came.push(msg);
            if ends {
                break;
            }
        }
        came
    }

    /// Waits until a message `is_enough`, or `patience` is over; not at all if
    /// nothing is enough as well. Gives the messages that came.
    pub(super) fn wait_on(
        &mut self,
        patience: Duration,
        mut is_enough: impl FnMut(Option<&Msg>) -> bool,
    ) -> Vec<Msg> {
        let until = Instant::now() + patience;
        let mut came = Vec::new();
        let mut ends = is_enough(None);
        while !ends {
            let left = until.saturating_duration_since(Instant::now());
            let Ok(msg) = self.receiver.recv_timeout(left) else {
                break;
            };
            ends = is_enough(Some(&msg));
            came.push(msg);
        }
        came
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

/// The thread that keeps what a reader adds, in the order in which it is
/// asked to. It is started when there is something to keep.
pub(super) struct Keeper<K> {
    keep: Option<K>,
    messages: Messages,
    jobs: Option<Sender<Job>>,
}

/// What the keeper is asked for.
enum Job {
    Keep(Remember),
    /// To write a file of its own.
    Write(Box<dyn FnOnce(&Messages) + Send>),
    /// To say when all that was asked for before is done.
    Tell(Sender<()>),
}

impl<K: FnMut(Remember, &Messages) + Send + 'static> Keeper<K> {
    /// A keeper that does `keep` and lets it send `messages`.
    pub(super) fn new(keep: K, messages: Messages) -> Keeper<K> {
        Keeper {
            keep: Some(keep),
            messages,
            jobs: None,
        }
    }

    /// Asks for something to be kept.
    ///
    /// # Errors
    ///
    /// When the thread could not be started.
    pub(super) fn request(&mut self, wanted: Remember) -> io::Result<()> {
        self.send(Job::Keep(wanted))
    }

    /// Asks for a file to be written.
    ///
    /// # Errors
    ///
    /// When the thread could not be started.
    pub(super) fn write(
        &mut self,
        write: impl FnOnce(&Messages) + Send + 'static,
    ) -> io::Result<()> {
        self.send(Job::Write(Box::new(write)))
    }

    fn send(&mut self, job: Job) -> io::Result<()> {
        if let Some(mut keep) = self.keep.take() {
            let (sender, receiver) = mpsc::channel();
            let messages = self.messages.clone();
            thread::Builder::new()
                .name("keep".to_owned())
                .spawn(move || {
                    while let Ok(first) = receiver.recv() {
                        let jobs = std::iter::once(first).chain(receiver.try_iter());
                        for job in without_outdated(jobs.collect()) {
                            match job {
                                Job::Keep(wanted) => keep(wanted, &messages),
                                Job::Write(write) => write(&messages),
                                // Nobody may wait for it any more.
                                Job::Tell(teller) => drop(teller.send(())),
                            }
                        }
                    }
                })?;
            self.jobs = Some(sender);
        }
        if let Some(jobs) = &self.jobs {
            // The thread ends only by a panic, and then the program does.
            let _ = jobs.send(job);
        }
        Ok(())
    }

    /// Waits until all is kept, no longer than `patience`; whether it is.
    pub(super) fn finish(&self, patience: Duration) -> bool {
        let Some(jobs) = &self.jobs else { return true };
        let (teller, told) = mpsc::channel();
        jobs.send(Job::Tell(teller)).is_ok() && told.recv_timeout(patience).is_ok()
    }
}

/// Leaves out places that are followed by another in the same cable: while
/// the disk was waited for, the reader went on.
fn without_outdated(mut jobs: Vec<Job>) -> Vec<Job> {
    let mut newer = Vec::new();
    let mut idx = jobs.len();
    while let Some(before) = idx.checked_sub(1) {
        idx = before;
        let Some(Job::Keep(Remember::Place(entry, ..))) = jobs.get(idx) else {
            continue;
        };
        if newer.contains(entry) {
            jobs.remove(idx);
        } else {
            newer.push(*entry);
        }
    }
    jobs
}
