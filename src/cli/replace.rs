//! Files that are replaced as a whole: whoever reads sees the old one or the new one, whenever the writer is stopped.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Writes a file with `write`, syncs it, and puts it in the place of `target`. Where that fails, `target` is as it was and nothing is left over.
///
/// On Linux the file has no name until it is whole. Where there is an old one it takes two calls to put it in place, one that names it and one that moves it, and
/// whoever is killed between them would leave a name: so another process, which whoever kills this one does not know of, makes both. What is left all the same, or
/// elsewhere, the next to replace the same file takes away.
pub(crate) fn replace(target: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let name = target.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "it names no file"))?;
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if target.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
    }
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}{NEW}", std::process::id()));
    let beside = folder.join(hidden);
    sweep(folder, name);
    let mut draft = Draft::begin(folder, &beside)?;
    // Tells others that somebody is at work on it; where files cannot be locked nobody sweeps.
    let _ = draft.file.lock();
    write(&mut draft.file)?;
    if let Ok(old) = fs::metadata(target) {
        draft.file.set_permissions(old.permissions())?;
    }
    draft.file.sync_all()?;
    draft.put_in_place(target)?;
    // The name is in the folder, which is a file as well; not everybody who may write to it may read it, and the new file is in its place by now.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// The end of the name of what is not in its place yet.
const NEW: &str = ".new";

/// Takes away what a writer left that was killed before its file got to its place.
fn sweep(folder: &Path, name: &OsStr) {
    let is_left = |found: &OsStr| {
        let number =
            found.as_encoded_bytes().strip_prefix(b".").and_then(|rest| rest.strip_prefix(name.as_encoded_bytes()));
        let number = number.and_then(|rest| rest.strip_prefix(b".")?.strip_suffix(NEW.as_bytes()));
        number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
    };
    let found = fs::read_dir(folder).into_iter().flatten().flatten();
    for left in found.filter(|found| is_left(&found.file_name())) {
        // Whoever is at work on it has locked it.
        if File::open(left.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(left.path());
        }
    }
}

/// A file that is not in its place yet.
struct Draft {
    file: File,
    /// Its name, where it has one: taken away again unless it gets to its place.
    named: Option<PathBuf>,
    beside: PathBuf,
}

impl Draft {
    fn begin(folder: &Path, beside: &Path) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Ok(file) = linux::nameless(folder) {
            return Ok(Self { file, named: None, beside: beside.to_owned() });
        }
        let _ = folder;
        // What is there already belongs to somebody at work, on another machine perhaps, or leads elsewhere.
        let file = match OpenOptions::new().read(true).write(true).create_new(true).open(beside) {
            Err(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {
                let why = format!("{} is there already; remove it if nobody is at work on it", beside.display());
                return Err(io::Error::new(fault.kind(), why));
            }
            opened => opened?,
        };
        Ok(Self { file, named: Some(beside.to_owned()), beside: beside.to_owned() })
    }

    fn put_in_place(mut self, target: &Path) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        if self.named.is_none() {
            return linux::put_in_place(&self.file, &self.beside, target);
        }
        fs::rename(&self.beside, target)?;
        self.named = None;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(named) = &self.named {
            // There is nobody left to tell, and the reason for stopping is being told already.
            let _ = fs::remove_file(named);
        }
    }
}

/// Does what the program is asked for where it was started to put a file in place, and gives the exit code; none where it was started for anything else.
pub(crate) fn finish() -> Option<ExitCode> {
    #[cfg(target_os = "linux")]
    return linux::finish();
    #[cfg(not(target_os = "linux"))]
    None
}

/// Files that have no name until they are whole.
#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::OsStr;
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    use std::path::{Path, PathBuf};
    use std::process::{Command, ExitCode, Stdio};

    use rustix::fs::{AtFlags, CWD, Mode, OFlags};
    use rustix::io::Errno;

    /// By this name the program is started to put a file in place.
    const FINISHER: &str = "ost: putting a file in place";

    /// Where the files are that a process has open, by number: through it they are named.
    const OPEN: &str = "/proc/self/fd";

    /// A file without a name, which is gone when it is closed; not every file system has them.
    pub(super) fn nameless(folder: &Path) -> io::Result<File> {
        fs::metadata(OPEN)?;
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        Ok(rustix::fs::open(folder, flags, Mode::from_raw_mode(0o666))?.into())
    }

    /// Puts a nameless file in place.
    pub(super) fn put_in_place(file: &File, beside: &Path, target: &Path) -> io::Result<()> {
        if name(file.as_raw_fd(), target)? {
            return Ok(());
        }
        by_another(file, beside, target).unwrap_or_else(|| exchange(file.as_raw_fd(), beside, target))
    }

    /// Where a file is that is open.
    fn open(descriptor: i32) -> PathBuf {
        format!("{OPEN}/{descriptor}").into()
    }

    /// Gives a nameless file a name, unless there is a file of that name.
    fn name(descriptor: i32, name: &Path) -> io::Result<bool> {
        match rustix::fs::linkat(CWD, open(descriptor), CWD, name, AtFlags::SYMLINK_FOLLOW) {
            Err(Errno::EXIST) => Ok(false),
            other => Ok(other.map(|()| true)?),
        }
    }

    /// Whether a name is that of a file that is open.
    fn is_named(descriptor: i32, name: &Path) -> bool {
        let which = |path: &Path| fs::metadata(path).ok().map(|file| (file.dev(), file.ino()));
        which(name).is_some_and(|named| which(&open(descriptor)) == Some(named))
    }

    /// Puts a nameless file in the place of another by way of a name beside it, wherever somebody has stopped who was about to. A name that somebody of the same
    /// number has left there is taken over.
    fn exchange(descriptor: i32, beside: &Path, target: &Path) -> io::Result<()> {
        if is_named(descriptor, target) {
            return Ok(());
        }
        if !name(descriptor, beside)? && !is_named(descriptor, beside) {
            fs::remove_file(beside)?;
            if !name(descriptor, beside)? {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
        }
        fs::rename(beside, target).inspect_err(|_| _ = fs::remove_file(beside))
    }

    /// The same, done by a process of its own, in a group of its own, which goes on if this one is killed; none where there can be no such process.
    fn by_another(file: &File, beside: &Path, target: &Path) -> Option<io::Result<()>> {
        let mut finisher = Command::new("/proc/self/exe");
        finisher.arg0(FINISHER).args([beside, target]).process_group(0);
        finisher.stdin(file.try_clone().ok()?).stdout(Stdio::null()).stderr(Stdio::null());
        match finisher.status().ok()?.code()? {
            0 => Some(Ok(())),
            fault => Some(Err(io::Error::from_raw_os_error(fault))),
        }
    }

    /// What that process does; its exit code is the number of the system's error.
    pub(super) fn finish() -> Option<ExitCode> {
        let mut arguments = std::env::args_os();
        arguments.next().filter(|own| own == OsStr::new(FINISHER))?;
        let [beside, target] = [(); 2].map(|()| arguments.next().map(PathBuf::from).unwrap_or_default());
        let done = exchange(io::stdin().as_raw_fd(), &beside, &target);
        let fault = done.map_or_else(|fault| fault.raw_os_error().unwrap_or(Errno::IO.raw_os_error()), |()| 0);
        Some(ExitCode::from(fault as u8))
    }

    #[cfg(test)]
    mod tests {
        use std::io::Write;

        use super::*;

        /// Whether nobody has begun, has named the file, or has put it in place and was stopped then, and where another's file is in the way.
        #[test]
        fn whoever_was_stopped_is_followed_to_the_end() {
            let folder = std::env::temp_dir().join(format!("ost-replace-{}", std::process::id()));
            let [beside, target] = ["beside", "target"].map(|own| folder.join(own));
            for stopped in 0..4 {
                fs::create_dir_all(&folder).unwrap();
                fs::write(&target, "old").unwrap();
                // Not every file system has files without names.
                let Ok(mut file) = nameless(&folder) else { break };
                file.write_all(b"new").unwrap();
                match stopped {
                    0 => assert!(!name(file.as_raw_fd(), &target).unwrap()),
                    1 => assert!(name(file.as_raw_fd(), &beside).unwrap()),
                    2 => assert!(name(file.as_raw_fd(), &beside).is_ok() && fs::rename(&beside, &target).is_ok()),
                    _ => fs::write(&beside, "another's").unwrap(),
                }
                exchange(file.as_raw_fd(), &beside, &target).unwrap();
                assert_eq!(fs::read(&target).unwrap(), b"new", "{stopped}");
                assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "{stopped}");
            }
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}
