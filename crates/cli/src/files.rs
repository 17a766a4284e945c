//! Reading worksheets and writing pages, with what to do where that fails.

use std::io::{ErrorKind, Read, Write};
use std::path::Path;

use chainrule::diagnostic::escape;

/// A worksheet's name and bytes; `-` is standard input.
pub(crate) fn read(file: &str) -> Result<(String, Vec<u8>), String> {
    if file == "-" {
        let mut bytes = Vec::new();
        return match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(("<stdin>".to_owned(), bytes)),
            Err(error) => Err(format!("error: standard input can't be read: {error}\n")),
        };
    }
    let shown = escape(file);
    std::fs::read(file).map(|bytes| (file.to_owned(), bytes)).map_err(|error| {
        let help = match error.kind() {
            ErrorKind::NotFound if file.contains('=') || file.contains("derive") => {
                "a worksheet on the command line is written `chainrule run -e '…'`".to_owned()
            }
            ErrorKind::NotFound => {
                "there is no such file; look for a mistyped name or another folder".to_owned()
            }
            ErrorKind::IsADirectory => {
                format!("it is a folder; name the worksheets in it: `chainrule run {shown}/*.chain`")
            }
            ErrorKind::PermissionDenied => "you may not read it; change its permissions".to_owned(),
            _ => error.to_string(),
        };
        format!("error: `{shown}` can't be read: {help}\n")
    })
}

/// Whether a file holds its worksheets in Markdown.
pub(crate) fn is_markdown(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|own| own == "md" || own == "markdown")
}

/// What to do where a Markdown file holds no worksheet.
pub(crate) fn no_worksheet_in(name: &str) -> String {
    let name = escape(name);
    format!(
        "error: `{name}` has no code block marked `chain`: begin a block with ```chain to make it a worksheet\n"
    )
}

/// Writes a page to its file or to standard output. A reader that stops reading is no error.
pub(crate) fn write(page: &str, path: Option<&Path>) -> Result<(), String> {
    let Some(path) = path else {
        let mut out = std::io::stdout().lock();
        return match out.write_all(page.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(format!("error: standard output can't be written: {error}\n"))
            }
            Ok(()) | Err(_) => Ok(()),
        };
    };
    std::fs::write(path, page).map_err(|error| {
        let help = match error.kind() {
            ErrorKind::NotFound => "there is no such folder; make it first".to_owned(),
            ErrorKind::IsADirectory => "it is a folder; name a file in it".to_owned(),
            ErrorKind::PermissionDenied => "you may not write there; name another file".to_owned(),
            _ => error.to_string(),
        };
        format!("error: `{}` can't be written: {help}\n", escape(&path.display().to_string()))
    })
}
