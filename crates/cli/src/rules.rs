//! The update rules, from their table.

use chainrule_parser::expression::nearest;
use chainrule_parser::{BuiltInRule, UPDATE_RULES};

/// Lists all update rules, or shows one; or says that there is none of this name.
pub(crate) fn list(name: Option<&str>) -> Result<String, String> {
    let Some(name) = name else {
        return Ok(UPDATE_RULES.iter().map(|rule| format!("{:<10} {}\n", rule.name, rule.title)).collect());
    };
    if let Some(rule) = BuiltInRule::find(name) {
        return Ok(page(rule));
    }
    let meant = nearest(name, UPDATE_RULES.iter().map(|rule| rule.name));
    let help = meant.map_or("`chainrule rules` lists all".to_owned(), |name| {
        format!("did you mean `{name}`? `chainrule rules` lists all")
    });
    Err(format!("error: there is no update rule `{}`; {help}\n", chainrule::diagnostic::escape(name)))
}

/// The rule as worksheet text.
fn page(rule: &BuiltInRule) -> String {
    let mut text = format!("# {}: {}\n", rule.name, rule.title);
    for (name, value) in rule.defaults {
        text.push_str(&format!("# {name} is {value} by default\n"));
    }
    text.push_str(&format!("# {}\n{}\n", rule.source, rule.text));
    text
}
