//! Where notes are built: a preprocessor of mdBook and a filter of pandoc, as subcommands or under names of their own.

use std::io::Read;

use super::destination::Destination;
use super::{BAD, DEFECT, defect, say};

/// So many bytes are read.
const MOST_BYTES: u64 = 256 << 20;

/// Answers mdBook: whether a renderer is supported, or the book with its derivations.
pub(crate) fn mdbook(arguments: &[String]) -> u8 {
    match arguments {
        // MathML is shown by browsers alone.
        [word, renderer] if word == "supports" => u8::from(renderer != "html"),
        [] => filter(chainrule_notes::mdbook),
        _ => {
            say("error: mdBook calls this with nothing, or with `supports RENDERER`\n");
            BAD
        }
    }
}

/// Answers pandoc: the document with its derivations, whatever the target is.
pub(crate) fn pandoc() -> u8 {
    filter(chainrule_notes::pandoc)
}

fn filter(work: fn(&str) -> Result<String, String>) -> u8 {
    let mut input = String::new();
    if let Err(error) = std::io::stdin().lock().take(MOST_BYTES).read_to_string(&mut input) {
        say(&format!("error: standard input: {error}\n"));
        return BAD;
    }
    match defect::caught(|| work(&input)) {
        Ok(Ok(text)) => match Destination::find(None, &[]).and_then(|mut output| output.push(&text)) {
            Ok(()) => 0,
            Err(wrong) => {
                say(&wrong);
                BAD
            }
        },
        Ok(Err(why)) => {
            say(&format!("{}\n", why.trim_end()));
            BAD
        }
        Err(panic) => {
            say(&defect::message("<standard input>", "", &panic));
            DEFECT
        }
    }
}

/// The subcommand that the program's own name stands for: a link named `mdbook-chainrule` is `chainrule mdbook`.
pub(crate) fn by_name(program: &std::ffi::OsStr) -> Option<&'static str> {
    let name = std::path::Path::new(program).file_stem()?.to_str()?;
    match name {
        "mdbook-chainrule" => Some("mdbook"),
        "pandoc-chainrule" => Some("pandoc"),
        _ => None,
    }
}
