//! `chainrule functions`: all of them, or one.

use chainrule::symbolic::function;
use chainrule_parser::expression::nearest;

/// Lists all functions, or shows one; or says that there is none of this name.
pub(crate) fn list(name: Option<&str>) -> Result<String, String> {
    let Some(name) = name else { return Ok(chainrule::function_list()) };
    if let Some(row) = function::find(name) {
        return Ok(chainrule::function_page(row));
    }
    let spellings =
        function::TABLE.iter().flat_map(|row| row.spellings.iter().copied().chain(std::iter::once(row.name)));
    let meant = nearest(name, spellings.filter(|spelling| spelling.starts_with(char::is_alphabetic)));
    let help = meant.map_or("`chainrule functions` lists all".to_owned(), |name| {
        format!("did you mean `{name}`? `chainrule functions` lists all")
    });
    Err(format!("error: there is no function `{}`; {help}\n", chainrule::diagnostic::escape(name)))
}
