//! Reading worksheets, with what to do where that fails.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use chainrule::diagnostic::escape;
use chainrule_parser::MOST_BYTES;

/// A worksheet's name and bytes; `-` is standard input. No more is read than tells that it is too long.
pub(crate) fn read(file: &str) -> Result<(String, Vec<u8>), String> {
    if file == "-" {
        return match up_to_the_limit(std::io::stdin().lock()) {
            Ok(bytes) => Ok(("<stdin>".to_owned(), bytes)),
            Err(error) => Err(format!("error: standard input can't be read: {error}\n")),
        };
    }
    let shown = escape(file);
    File::open(file).and_then(up_to_the_limit).map(|bytes| (file.to_owned(), bytes)).map_err(|error| {
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

/// What a source gives, and of an endless one as much as shows that it is too long.
fn up_to_the_limit(source: impl Read) -> std::io::Result<Vec<u8>> {
    let limit = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    source.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
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
