//! Whether two names lead to one file.

use std::fs::Metadata;
use std::path::Path;

/// What a file is, whatever it is called: links of both kinds lead to the same one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    #[cfg(unix)]
    device_and_node: (u64, u64),
    #[cfg(not(unix))]
    path: std::path::PathBuf,
    /// Whether it has contents that writing destroys: a terminal or a pipe has none.
    pub(crate) is_regular: bool,
}

impl Identity {
    /// That of a file; none where there is no such file.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        Self::found(&std::fs::metadata(path).ok()?, path)
    }

    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere a path may have no canonical form")]
    fn found(metadata: &Metadata, _: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self { device_and_node: (metadata.dev(), metadata.ino()), is_regular: metadata.is_file() })
    }

    #[cfg(not(unix))]
    fn found(metadata: &Metadata, path: &Path) -> Option<Self> {
        Some(Self { path: path.canonicalize().ok()?, is_regular: metadata.is_file() })
    }

    /// That of what standard input comes from.
    pub(crate) fn of_input() -> Option<Self> {
        Self::of_stream(&std::io::stdin())
    }

    /// That of what standard output goes to.
    pub(crate) fn of_output() -> Option<Self> {
        Self::of_stream(&std::io::stdout())
    }

    #[cfg(unix)]
    fn of_stream(stream: &impl std::os::fd::AsFd) -> Option<Self> {
        let file = std::fs::File::from(stream.as_fd().try_clone_to_owned().ok()?);
        Self::found(&file.metadata().ok()?, Path::new(""))
    }

    #[cfg(not(unix))]
    fn of_stream<T>(_: &T) -> Option<Self> {
        None
    }
}
