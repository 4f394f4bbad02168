//! Files that are replaced as a whole: whoever reads sees the old one or the new one, whenever the writer is stopped.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Writes a file with `write`, syncs it, and puts it in the place of `target`. Where anything fails, `target` is as it was and nothing is left over.
///
/// On Linux the file has no name until it is whole, so that a process that is killed leaves nothing either, unless it is killed between the two calls that name the
/// file and put it in place: what is left then, or elsewhere, the next to replace the same file takes away.
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
    draft.file.sync_all()?;
    draft.put_in_place(target)?;
    // The name is in the folder, which is a file as well.
    File::open(folder)?.sync_all()
}

/// The end of the name of what is not in its place yet.
const NEW: &str = ".new";

/// Takes away what a writer left that was killed before its file got to its place. Where files have no names until they are whole, that can be only between two
/// calls to the system.
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
        if let Ok(file) = nameless(folder) {
            return Ok(Self { file, named: None, beside: beside.to_owned() });
        }
        let _ = folder;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(beside)?;
        Ok(Self { file, named: Some(beside.to_owned()), beside: beside.to_owned() })
    }

    fn put_in_place(mut self, target: &Path) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        if self.named.is_none() {
            name(&self.file, &self.beside)?;
            self.named = Some(self.beside.clone());
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

/// A file without a name, which is gone when it is closed; not every file system has them.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    Ok(rustix::fs::open(folder, flags, Mode::from_raw_mode(0o666))?.into())
}

/// Gives a nameless file a name. A name that somebody of the same number has left there is taken over.
#[cfg(target_os = "linux")]
fn name(file: &File, beside: &Path) -> io::Result<()> {
    use std::os::fd::AsRawFd;

    use rustix::fs::{AtFlags, CWD};
    let own = format!("/proc/self/fd/{}", file.as_raw_fd());
    let link = || rustix::fs::linkat(CWD, own.as_str(), CWD, beside, AtFlags::SYMLINK_FOLLOW);
    match link() {
        Err(rustix::io::Errno::EXIST) => {
            fs::remove_file(beside)?;
            Ok(link()?)
        }
        other => Ok(other?),
    }
}
