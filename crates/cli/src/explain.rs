//! The pages of the errors and warnings, from their codes.

use chainrule::diagnostic::{code, escape};
use chainrule_parser::expression::nearest;

/// The page of a code, or the list of all; or what to ask for instead.
pub(crate) fn explain(wanted: Option<&str>) -> Result<String, String> {
    let Some(wanted) = wanted else {
        return Ok(code::CODES.iter().map(|code| line(code)).collect());
    };
    if let Some(code) = code::find(wanted) {
        return Ok(code.page());
    }
    let lower = wanted.to_ascii_lowercase();
    let parts = |name: &str| name.split('-').any(|part| part == lower);
    let alike: Vec<String> = code::CODES
        .iter()
        .filter(|code| parts(code.name) || code.id[1..] == lower)
        .map(|code| format!("`{}` ({})", code.id, code.name))
        .collect();
    let names = code::CODES.iter().flat_map(|code| [code.id, code.name]);
    let help = match (alike.as_slice(), nearest(wanted, names)) {
        ([], Some(name)) if wanted.len() > 5 => format!("did you mean `{name}`? "),
        ([], _) => String::new(),
        (_, _) => format!("did you mean {}? ", alike.join(" or ")),
    };
    Err(format!("error: there is no code `{}`; {help}`chainrule explain` lists all\n", escape(wanted)))
}

fn line(code: &code::Code) -> String {
    format!("{} {:<24} {}\n", code.id, code.name, code.title)
}
