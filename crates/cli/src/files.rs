//! Reading worksheets, with what to do where that fails.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Component, Path};

use chainrule::diagnostic::escape;
use chainrule::worksheet::DataFile;
use chainrule_parser::{MOST_BYTES, files_named};

/// A worksheet's name and bytes; `-` is standard input. No more is read than tells that it is too long.
pub(crate) fn read(file: &str) -> Result<(String, Vec<u8>), String> {
    if file == "-" {
        return match up_to_the_limit(std::io::stdin().lock()) {
            Ok(bytes) => Ok(("<stdin>".to_owned(), bytes)),
            Err(error) => Err(format!("error: standard input can't be read: {error}\n")),
        };
    }
    let escaped = escape(file);
    File::open(file).and_then(up_to_the_limit).map(|bytes| (file.to_owned(), bytes)).map_err(|error| {
        let help = match error.kind() {
            ErrorKind::NotFound if file.contains('=') || file.contains("derive") => {
                "a worksheet on the command line is written `chainrule run -e '…'`".to_owned()
            }
            ErrorKind::NotFound => {
                "there is no such file; look for a mistyped name or another folder".to_owned()
            }
            ErrorKind::IsADirectory => {
                format!("it is a folder; name the worksheets in it: `chainrule run {escaped}/*.chain`")
            }
            ErrorKind::PermissionDenied => "you may not read it; change its permissions".to_owned(),
            _ => error.to_string(),
        };
        format!("error: `{escaped}` can't be read: {help}\n")
    })
}

/// What a source gives, and of an endless one as much as shows that it is too long.
fn up_to_the_limit(source: impl Read) -> std::io::Result<Vec<u8>> {
    let limit = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    source.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The files of numbers that a worksheet names, read from its folder.
pub(crate) fn of_worksheet(worksheet: &str, text: &str) -> Vec<DataFile> {
    let folder = Path::new(worksheet).parent().unwrap_or_else(|| Path::new(""));
    let named = files_named(text).into_iter();
    named.map(|name| DataFile { contents: numbers_in(folder, &name), name }).collect()
}

/// A file of numbers: in the folder of its worksheet or below, and no other.
fn numbers_in(folder: &Path, name: &str) -> Result<Vec<u8>, String> {
    let is_inside = Path::new(name)
        .components()
        .all(|component| matches!(component, Component::Normal(_) | Component::CurDir));
    if name.is_empty() || !is_inside {
        return Err("a worksheet reads files of its own folder, and of those below".to_owned());
    }
    let path = folder.join(name);
    let is_inside = |path: &Path| {
        let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Ok::<bool, std::io::Error>(path.canonicalize()?.starts_with(root.canonicalize()?))
    };
    let read = || {
        if !is_inside(&path)? {
            return Ok(Err("it is a link out of the folder of the worksheet".to_owned()));
        }
        if !path.metadata()?.is_file() {
            return Ok(Err("it is no file of numbers".to_owned()));
        }
        File::open(&path).and_then(up_to_the_limit).map(Ok)
    };
    let bytes = read().unwrap_or_else(|error: std::io::Error| {
        Err(match error.kind() {
            ErrorKind::NotFound => "there is no such file beside the worksheet".to_owned(),
            ErrorKind::PermissionDenied => "you may not read it; change its permissions".to_owned(),
            _ => error.to_string(),
        })
    })?;
    if bytes.len() > MOST_BYTES {
        return Err(format!("it has more than {} MB", MOST_BYTES >> 20));
    }
    Ok(bytes)
}

/// Whether a file holds its worksheets in Markdown.
pub(crate) fn is_markdown(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "md" || extension == "markdown")
}

/// What to do where a Markdown file holds no worksheet.
pub(crate) fn no_worksheet_in(name: &str) -> String {
    let name = escape(name);
    format!(
        "error: `{name}` has no code block marked `chain`: begin a block with ```chain to make it a worksheet\n"
    )
}
