//! The host's socket: answers hooks' processes of this user. Never waits for any of them.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::io::IoSlice;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd, RawFd};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Instant;

use nix::cmsg_space;
use nix::errno::Errno;
use nix::sys::socket::{
    ControlMessage, ControlMessageOwned, MsgFlags, getsockopt, recvmsg, sendmsg, sockopt::PeerCredentials,
};
use nix::unistd::geteuid;

use super::stream::Stream;
use crate::desk::{Ask, LONGEST, Refusal, Run, Told, VERSION};
use crate::marks::RunId;

/// Hooks ask one at a time; a few more are for people who look.
const MOST_GUESTS: usize = 8;

/// A brain between two questions. Closing its input ends it.
#[derive(Debug)]
struct Brain {
    input: OwnedFd,
    output: OwnedFd,
    process: OwnedFd,
    since: Instant,
}

/// What is kept between two calls.
#[derive(Debug, Default)]
struct Pocket {
    text: String,
    brain: Option<Brain>,
    /// It was said once that versions differ.
    told_version: bool,
}

#[derive(Debug)]
struct Guest {
    stream: UnixStream,
    input: Vec<u8>,
    output: Vec<u8>,
    /// Sent with the first byte of the output.
    descriptors: Vec<OwnedFd>,
    received: Vec<OwnedFd>,
    /// Waits until the end of this command has been read; wants a brain as well.
    waits: Option<(RunId, bool)>,
    /// The failure it looks at: when it goes, what is held back of that is shown.
    looks: Option<RunId>,
    gone: bool,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Service {
    listener: UnixListener,
    pub(super) path: PathBuf,
    folder: Option<PathBuf>,
    guests: Vec<Guest>,
    pocket: Pocket,
}

impl Service {
    /// Opens the socket: in the runtime folder, else in a fresh folder of our own.
    ///
    /// # Errors
    /// When there is no place for it. The host then only passes on.
    pub(super) fn open(runtime: Option<&Path>) -> io::Result<Self> {
        let name = format!("host-{}.sock", std::process::id());
        let (path, folder) = match runtime.map(private_folder) {
            Some(Ok(folder)) => {
                sweep(&folder);
                (folder.join(&name), None)
            }
            _ => {
                let place = std::env::temp_dir();
                sweep_folders(&place);
                let folder = nix::unistd::mkdtemp(&place.join("ghost-XXXXXX"))?;
                (folder.join(&name), Some(folder))
            }
        };
        // It gets its name when it listens: until then others would take it for one that nobody has.
        let unnamed = path.with_extension("new");
        let _ = fs::remove_file(&unnamed);
        let listener = UnixListener::bind(&unnamed)?;
        fs::set_permissions(&unnamed, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        fs::rename(&unnamed, &path)?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener, path, folder, guests: Vec::new(), pocket: Pocket::default() })
    }

    /// Removes the socket's file.
    pub(super) fn remove(path: &Path, folder: Option<&Path>) {
        let _ = fs::remove_file(path);
        let _ = fs::remove_file(path.with_extension("fix"));
        if let Some(folder) = folder {
            let _ = fs::remove_dir(folder);
        }
    }

    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// What to wait for: the listener, then each guest.
    pub(super) fn awaited(&self) -> Vec<(RawFd, libc::c_short)> {
        let mut asked = vec![(self.listener.as_raw_fd(), libc::POLLIN)];
        for guest in &self.guests {
            // Who does not take an answer is asked for nothing more.
            let events = if guest.output.is_empty() { libc::POLLIN } else { libc::POLLOUT };
            asked.push((guest.stream.as_raw_fd(), events));
        }
        asked
    }

    /// Serves what is ready, in the order of [`Service::awaited`].
    pub(super) fn serve(&mut self, ready: &[libc::c_short], stream: &mut Stream, now: Instant) {
        let [listening, rest @ ..] = ready else { return };
        for (guest, ready) in self.guests.iter_mut().zip(rest) {
            if *ready != 0 && guest.output.is_empty() {
                guest.read();
            }
        }
        if *listening != 0 {
            self.accept();
        }
        self.answer(stream, now);
    }

    /// Answers what can be answered by now.
    pub(super) fn answer(&mut self, stream: &mut Stream, now: Instant) {
        for guest in &mut self.guests {
            guest.write();
            // One answer at a time: what is kept for somebody who does not read stays small.
            while !guest.gone && guest.output.is_empty() {
                if let Some((id, brain)) = guest.waits.take_if(|(id, _)| stream.ended(id).is_some()) {
                    guest.tell_taken(Some(&id), brain, &mut self.pocket, stream, now);
                } else if guest.waits.is_none()
                    && let Some(ask) = guest.next()
                {
                    guest.handle(ask, &mut self.pocket, stream, now);
                } else {
                    break;
                }
                guest.write();
            }
        }
        for guest in self.guests.iter().filter(|guest| guest.gone) {
            // It may have gone so late that another command has ended meanwhile: that is none of its business.
            if let Some(id) = &guest.looks {
                stream.release_of(id);
            }
        }
        self.guests.retain(|guest| !guest.gone);
    }

    /// Lets a brain go that nobody has asked for so long.
    pub(super) fn rest(&mut self, now: Instant, idle: std::time::Duration) {
        if self.pocket.brain.as_ref().is_some_and(|brain| now >= brain.since + idle) {
            self.pocket.brain = None;
        }
    }

    /// True while a brain sleeps here.
    pub(super) fn keeps_brain(&self) -> bool {
        self.pocket.brain.is_some()
    }

    fn accept(&mut self) {
        for _ in 0..MOST_GUESTS {
            let Ok((stream, _)) = self.listener.accept() else { return };
            if self.guests.len() >= MOST_GUESTS {
                // Whoever sits here and asks for nothing makes room.
                let idle = self.guests.iter().position(|guest| guest.looks.is_none()).unwrap_or_default();
                self.guests.remove(idle);
            }
            // The file's rights keep others out; root could still open it, and may.
            let ours = getsockopt(&stream, PeerCredentials)
                .is_ok_and(|peer| peer.uid() == geteuid().as_raw() || peer.uid() == 0);
            if ours && stream.set_nonblocking(true).is_ok() {
                self.guests.push(Guest {
                    stream,
                    input: Vec::new(),
                    output: Vec::new(),
                    descriptors: Vec::new(),
                    received: Vec::new(),
                    waits: None,
                    looks: None,
                    gone: false,
                });
            }
        }
    }
}

impl AsFd for Service {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.listener.as_fd()
    }
}

impl Guest {
    fn read(&mut self) {
        let mut buffer = [0_u8; 16 * 1024];
        loop {
            let mut space = cmsg_space!([RawFd; 3]);
            let mut pieces = [std::io::IoSliceMut::new(&mut buffer)];
            let flags = MsgFlags::MSG_CMSG_CLOEXEC | MsgFlags::MSG_DONTWAIT;
            let got = recvmsg::<()>(self.stream.as_raw_fd(), &mut pieces, Some(&mut space), flags).map(|message| {
                let mut descriptors = Vec::new();
                for control in message.cmsgs().into_iter().flatten() {
                    if let ControlMessageOwned::ScmRights(fds) = control {
                        // SAFETY: the kernel has just made these descriptors for us.
                        descriptors.extend(fds.into_iter().map(|fd| unsafe { OwnedFd::from_raw_fd(fd) }));
                    }
                }
                (message.bytes, descriptors)
            });
            match got {
                Ok((0, _)) => self.gone = true,
                Ok((count, descriptors)) => {
                    self.received.extend(descriptors);
                    self.input.extend_from_slice(&buffer[..count]);
                    self.gone |= self.input.len() > LONGEST || self.received.len() > 3;
                    if !self.gone {
                        continue;
                    }
                }
                Err(Errno::EINTR) => continue,
                Err(Errno::EAGAIN) => {}
                Err(_) => self.gone = true,
            }
            return;
        }
    }

    /// The next whole message.
    fn next(&mut self) -> Option<Option<Ask>> {
        let end = memchr::memchr(b'\n', &self.input)?;
        let line: Vec<u8> = self.input.drain(..=end).collect();
        Some(serde_json::from_slice(&line).ok())
    }

    fn handle(&mut self, ask: Option<Ask>, pocket: &mut Pocket, stream: &mut Stream, now: Instant) {
        match ask {
            Some(Ask::Hello { version } | Ask::Take { version, .. } | Ask::Peek { version, .. })
                if version != VERSION =>
            {
                let again = std::mem::replace(&mut pocket.told_version, true);
                let why = if again { Refusal::VersionAgain } else { Refusal::Version };
                self.tell(&Told::Refused { why });
            }
            Some(Ask::Hello { .. }) => self.tell(&Told::Done { was_held: false }),
            Some(Ask::Take { id, brain, .. }) => {
                self.looks = Some(id.clone());
                self.waits = Some((id, brain));
            }
            Some(Ask::Peek { id, brain, .. }) => self.tell_taken(id.as_ref(), brain, pocket, stream, now),
            Some(Ask::Forget) => {
                let was_held = self.looks.as_ref().is_some_and(|id| stream.forget(id));
                self.tell(&Told::Done { was_held });
            }
            Some(Ask::ExpectRun) => {
                stream.expect_run();
                self.tell(&Told::Done { was_held: false });
            }
            Some(Ask::Release) => {
                if let Some(id) = &self.looks {
                    stream.release_of(id);
                }
                self.tell(&Told::Done { was_held: false });
            }
            Some(Ask::Keep { pocket: text }) => {
                pocket.text = text;
                self.tell(&Told::Done { was_held: false });
            }
            Some(Ask::Note { id, text }) => {
                stream.note_for(id, text.into_bytes());
                self.tell(&Told::Done { was_held: false });
            }
            Some(Ask::Return) => {
                let mut received = self.received.drain(..);
                if let (Some(input), Some(output), Some(process)) = (received.next(), received.next(), received.next())
                {
                    pocket.brain = Some(Brain { input, output, process, since: now });
                }
                drop(received);
                self.tell(&Told::Done { was_held: false });
            }
            None => {
                self.tell(&Told::Refused { why: Refusal::Unclear });
            }
        }
    }

    fn tell_taken(&mut self, id: Option<&RunId>, brain: bool, pocket: &mut Pocket, stream: &mut Stream, now: Instant) {
        let lent = if brain { pocket.brain.take() } else { None };
        let ended = id.and_then(|id| stream.ended(id));
        let told = Told::Taken {
            run: ended.map(|ended| Run {
                status: ended.status,
                head: ended.text.head.len(),
                tail: ended.text.tail.len(),
                dropped: ended.text.dropped,
                shown: ended.shown || !stream.is_held(),
                typed: ended.typed,
            }),
            pocket: pocket.text.clone(),
            brain: lent.is_some(),
        };
        let output = ended.map(|ended| [ended.text.head.as_slice(), ended.text.tail.as_slice()].concat());
        if let Some(brain) = lent {
            self.descriptors = vec![brain.input, brain.output, brain.process];
        }
        self.tell(&told);
        self.output.extend(output.unwrap_or_default());
        if self.looks.is_some() {
            stream.looked_at(now);
        }
    }

    fn tell(&mut self, told: &Told) {
        // Values of ours always become text.
        if let Ok(mut line) = serde_json::to_vec(told) {
            line.push(b'\n');
            self.output.append(&mut line);
        }
    }

    fn write(&mut self) {
        while !self.output.is_empty() && !self.gone {
            let fds: Vec<RawFd> = self.descriptors.iter().map(|fd| fd.as_raw_fd()).collect();
            let rights = [ControlMessage::ScmRights(&fds)];
            let control: &[ControlMessage<'_>] = if fds.is_empty() { &[] } else { &rights };
            let flags = MsgFlags::MSG_DONTWAIT | MsgFlags::MSG_NOSIGNAL;
            match sendmsg::<()>(self.stream.as_raw_fd(), &[IoSlice::new(&self.output)], control, flags, None) {
                Ok(count) => {
                    self.descriptors.clear();
                    self.output.drain(..count);
                }
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => return,
                Err(_) => self.gone = true,
            }
        }
    }
}

/// The folder, made where it is missing; refused where it is not ours alone.
fn private_folder(folder: &Path) -> io::Result<PathBuf> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let found = fs::symlink_metadata(folder)?;
    if !found.is_dir() || found.uid() != geteuid().as_raw() || found.mode() & 0o077 != 0 {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    Ok(folder.to_owned())
}

/// Removes what hosts have left here that were ended without a chance to do it themselves.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_of_a_host = path.file_name().and_then(OsStr::to_str).is_some_and(|name| {
            let number = name.strip_prefix("host-").and_then(|rest| rest.strip_suffix(".sock"));
            number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        });
        if is_of_a_host && is_dead(&path) {
            Service::remove(&path, None);
        }
    }
}

/// The same for the folders of their own that hosts make where there is no runtime folder.
fn sweep_folders(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(OsStr::to_str).and_then(|name| name.strip_prefix("ghost-"));
        let made_up = name.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if made_up && private_folder(&path).is_ok() {
            sweep(&path);
            // One that is still in use is not empty.
            let _ = fs::remove_dir(&path);
        }
    }
}

/// Nobody listens there any more. Never waits: one whose visitors queue up is alive.
fn is_dead(path: &Path) -> bool {
    use nix::sys::socket::{AddressFamily, SockFlag, SockType, UnixAddr, connect, socket};
    let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
    let visit = UnixAddr::new(path).and_then(|address| {
        let socket = socket(AddressFamily::Unix, SockType::Stream, flags, None)?;
        connect(socket.as_raw_fd(), &address)
    });
    visit == Err(Errno::ECONNREFUSED)
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;
    use crate::hold::Hold;

    const READY: [libc::c_short; MOST_GUESTS + 1] = [libc::POLLIN; MOST_GUESTS + 1];

    fn open() -> (tempfile::TempDir, Service, Stream) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let service = Service::open(Some(&place.path().join("ghost"))).expect("a socket");
        (place, service, Stream::new("t0", Hold::NONE, Instant::now()))
    }

    fn say(guest: &mut UnixStream, ask: &Ask) {
        let mut line = serde_json::to_vec(ask).expect("text");
        line.push(b'\n');
        guest.write_all(&line).expect("the socket takes it");
    }

    #[test]
    fn what_is_kept_for_one_who_does_not_read_stays_small() {
        let (_place, mut service, mut stream) = open();
        let mut guest = UnixStream::connect(&service.path).expect("it opens");
        guest.set_nonblocking(true).expect("a mode");
        service.serve(&READY, &mut stream, Instant::now());
        service.pocket.text = "x".repeat(LONGEST / 2);
        let peek = serde_json::to_string(&Ask::Peek { version: VERSION, id: None, brain: false }).expect("text");
        let many = format!("{peek}\n").repeat(1000);
        let mut rest = many.as_bytes();
        for _ in 0..100 {
            if let Ok(count) = guest.write(rest) {
                rest = &rest[count..];
            }
            service.serve(&READY, &mut stream, Instant::now());
        }
        let kept: usize = service.guests.iter().map(|guest| guest.output.len() + guest.input.len()).sum();
        assert!(kept < 2 * LONGEST, "{kept}");
        assert_eq!(service.awaited()[1].1, libc::POLLOUT, "and it is not asked on");
    }

    #[test]
    fn what_dead_hosts_have_left_is_removed_and_nothing_else() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = private_folder(&place.path().join("ghost")).expect("a folder");
        let living = UnixListener::bind(folder.join("host-1.sock")).expect("a socket");
        drop(UnixListener::bind(folder.join("host-2.sock")).expect("a socket"));
        for name in ["host-1.fix", "host-2.fix", "host-3.txt", "kernel-abc"] {
            fs::write(folder.join(name), "").expect("a file");
        }
        sweep(&folder);
        let names = |folder: &Path| -> Vec<String> {
            let entries = fs::read_dir(folder).expect("a folder").flatten();
            let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&folder), ["host-1.fix", "host-1.sock", "host-3.txt", "kernel-abc"]);
        drop(living);
        for name in ["ghost-a1B2c3", "ghost-0", "ghost-theirs1"] {
            let folder = private_folder(&place.path().join(name)).expect("a folder");
            drop(UnixListener::bind(folder.join("host-2.sock")).expect("a socket"));
        }
        sweep_folders(place.path());
        assert_eq!(names(place.path()), ["ghost", "ghost-0", "ghost-theirs1"]);
    }

    #[test]
    fn those_who_only_sit_there_keep_nobody_out() {
        let (_place, mut service, mut stream) = open();
        let connect = |service: &Service| UnixStream::connect(&service.path).expect("it opens");
        let mut looking = connect(&service);
        let id = RunId("1.1".to_owned());
        say(&mut looking, &Ask::Take { version: VERSION, id, brain: false });
        service.serve(&READY, &mut stream, Instant::now());
        service.serve(&READY, &mut stream, Instant::now());
        let sitting: Vec<UnixStream> = (0..2 * MOST_GUESTS).map(|_| connect(&service)).collect();
        for _ in 0..3 {
            service.serve(&READY, &mut stream, Instant::now());
        }
        let mut late = connect(&service);
        say(&mut late, &Ask::Hello { version: VERSION });
        service.serve(&READY, &mut stream, Instant::now());
        service.serve(&READY, &mut stream, Instant::now());
        let mut told = [0_u8; 64];
        let count = late.read(&mut told).expect("an answer");
        assert!(told[..count].starts_with(b"{\"told\":\"done\""));
        assert!(service.guests.len() <= MOST_GUESTS);
        assert!(service.guests.iter().any(|guest| guest.looks.is_some()), "who looks at a failure stays");
        drop(sitting);
    }
}
