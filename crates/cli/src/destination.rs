//! Where pages go: to standard output or a device as they come, to a file when all of them are there.
//!
//! A file is written beside the one it replaces, and takes its place only when it is whole: whatever fails before leaves
//! the old one.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

use chainrule::diagnostic::escape;

use super::identity::Identity;

/// Where pages go.
pub(crate) struct Destination {
    kind: Kind,
    /// As it was typed.
    in_messages: String,
}

enum Kind {
    /// Standard output.
    Output,
    /// Something that keeps nothing, such as a device or a pipe; it is opened for the first page.
    Stream(PathBuf, Option<File>),
    /// A file, and the pages that it is to hold.
    File(PathBuf, Vec<u8>),
}

/// What is shown for standard output.
const OUTPUT: &str = "standard output";

/// So many symbolic links are followed, as by Linux.
const MOST_LINKS: usize = 40;

impl Destination {
    /// Looks at a destination before anything is worked out for it: no file is standard output.
    pub(crate) fn find(file: Option<&Path>, inputs: &[String]) -> Result<Self, String> {
        let Some(file) = file else {
            return Self { kind: Kind::Output, in_messages: OUTPUT.to_owned() }.unless_read(None, inputs);
        };
        let in_messages = format!("`{}`", escape(&file.display().to_string()));
        let refuse = |help: &str| Err(format!("error: {in_messages} can't be written: {help}\n"));
        let identity = Identity::of(file);
        let old = match std::fs::metadata(file) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return refuse(&help(&error)),
        };
        let is_folder = file.as_os_str().as_encoded_bytes().last().is_some_and(|&last| last == b'/');
        if is_folder || old.as_ref().is_some_and(Metadata::is_dir) {
            return refuse("it is a folder; name a file in it");
        }
        // `/dev/stdout`, whatever that leads to.
        if identity.is_some() && identity == Identity::of_output() {
            return Self { kind: Kind::Output, in_messages }.unless_read(identity, inputs);
        }
        let is_file = old.as_ref().is_none_or(Metadata::is_file) && !names_a_descriptor(file);
        if !is_file {
            return Self { kind: Kind::Stream(file.to_owned(), None), in_messages }
                .unless_read(identity, inputs);
        }
        let path = match followed(file) {
            Ok(path) => path,
            Err(error) => return refuse(&help(&error)),
        };
        if path.file_name().is_none() {
            return refuse("it names no file");
        }
        if !folder_of(&path).is_dir() {
            return refuse("there is no such folder; make it first");
        }
        // A file that may not be written is not to be replaced either, though its folder would allow that.
        if old.is_some()
            && let Err(error) = OpenOptions::new().write(true).open(&path)
        {
            return refuse(&help(&error));
        }
        Self { kind: Kind::File(path, Vec::new()), in_messages }.unless_read(identity, inputs)
    }

    /// Refuses to write over a worksheet of the same run.
    fn unless_read(self, identity: Option<Identity>, inputs: &[String]) -> Result<Self, String> {
        let identity = identity.or_else(|| match self.kind {
            Kind::Output => Identity::of_output(),
            Kind::Stream(..) | Kind::File(..) => None,
        });
        let Some(identity) = identity.filter(|identity| identity.is_regular) else { return Ok(self) };
        for input in inputs {
            let read = if input == "-" { Identity::of_input() } else { Identity::of(Path::new(input)) };
            if read.as_ref() == Some(&identity) {
                let read = if input == "-" { "standard input" } else { &format!("`{}`", escape(input)) };
                if self.in_messages == OUTPUT {
                    return Err(format!(
                        "error: standard output leads to {read}, a worksheet of this run; name another file\n"
                    ));
                }
                let is_read =
                    if self.in_messages == *read { "it is" } else { &format!("{read} is the same file,") };
                return Err(format!(
                    "error: {} can't be written: {is_read} a worksheet of this run; name another file\n",
                    self.in_messages
                ));
            }
        }
        Ok(self)
    }

    /// Takes a text.
    pub(crate) fn push(&mut self, text: &str) -> Result<(), String> {
        self.push_by(|out| out.write_all(text.as_bytes()))
    }

    /// Takes what is written.
    pub(crate) fn push_by(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), String> {
        let written = match &mut self.kind {
            Kind::Output => {
                let mut out = std::io::stdout().lock();
                write(&mut out).and_then(|()| out.flush())
            }
            Kind::Stream(_, Some(file)) => write(file),
            Kind::Stream(path, open @ None) => {
                OpenOptions::new().append(true).open(path).and_then(|file| write(open.insert(file)))
            }
            Kind::File(_, pages) => write(pages),
        };
        match written {
            // A reader that stops reading is no error.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(self.failed(&error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Ends the pages, of which so many are missing. A file takes its place only where none is.
    pub(crate) fn finish(self, missing: usize) -> Result<(), String> {
        let Kind::File(path, pages) = &self.kind else { return Ok(()) };
        if missing == 0 {
            return replace(path, pages).map_err(|error| self.failed(&error));
        }
        let what = if path.exists() { "left as it was" } else { "not written" };
        let why = match (pages.is_empty(), missing) {
            (true, _) => "there is no page".to_owned(),
            (false, 1) => "one worksheet has no page".to_owned(),
            (false, _) => format!("{missing} worksheets have no page"),
        };
        Err(format!("error: {} is {what}: {why}\n", self.in_messages))
    }

    fn failed(&self, error: &Error) -> String {
        format!("error: {} can't be written: {}\n", self.in_messages, help(error))
    }
}

/// What to do about an error of the file system.
fn help(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder; make it first".to_owned(),
        ErrorKind::IsADirectory => "it is a folder; name a file in it".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is no folder".to_owned(),
        ErrorKind::PermissionDenied => "you may not write there; name another file".to_owned(),
        ErrorKind::StorageFull => {
            "there is no space left on the device; make some, or name another".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Whether a path leads to something that this process, or another one, has open: `/dev/fd/3`. A file behind it is not
/// replaced but written to, as what comes after is.
fn names_a_descriptor(path: &Path) -> bool {
    ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder))
}

/// The folder of a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file that a path leads to through symbolic links, whether it is there or not.
fn followed(path: &Path) -> std::io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&path) {
            // A relative link counts from the folder that holds it.
            Ok(target) => path = folder_of(&path).join(target),
            Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::NotFound) => {
                return Ok(path);
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::other("its symbolic links lead in a circle"))
}

/// Puts a text in the place of a file, all of it or nothing, with the owner and the permissions of the old one.
pub(crate) fn replace(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".chainrule-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What any new file gets: the process's mask is taken off.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    // What nobody may write is left alone, though its folder would let it be replaced.
    if std::fs::metadata(path).is_ok_and(|old| old.permissions().readonly()) {
        return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let mut file = builder.tempfile_in(folder_of(path))?;
    file.write_all(text)?;
    if let Ok(old) = std::fs::metadata(path) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            // Only root can give a file away; the permissions are kept all the same.
            let _ = std::os::unix::fs::fchown(file.as_file(), Some(old.uid()), Some(old.gid()));
        }
        file.as_file().set_permissions(old.permissions())?;
    }
    // Some file systems tell only now that they are full.
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|failed| failed.error)
}
