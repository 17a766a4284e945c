//! Choices as programs and texts write them: `x > 0 ? x : 0`, `if(x > 0, x, 0)`.

use super::Foreign;
use super::words::{call, definition};

/// A choice between two formulas.
struct Choice<'l> {
    condition: &'l str,
    first: &'l str,
    other: &'l str,
}

/// `c ? a : b`, `if(c, a, b)`, `where(c, a, b)`, `cases(c, a, b)`.
pub(super) fn choice<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let message = "a choice is a sum of steps here";
    if let Some((name, formula)) = definition_of(line)
        && let Some((condition, rest)) = formula.split_once('?')
        && let Some((first, other)) = rest.split_once(':')
    {
        let written = Choice { condition, first, other }.written()?;
        return Some(said(Foreign::new(formula, message), format!("{name} = {written}")));
    }
    let call = ["np.where", "torch.where", "jnp.where", "where", "cases", "if", "IF", "ifelse", "piecewise"]
        .iter()
        .find_map(|name| call(line, name))?;
    let &[condition, first, other] = call.arguments.as_slice() else { return None };
    let written = Choice { condition, first, other }.written()?;
    let is_alone = call.before.trim_end().ends_with('=') && call.after.trim().is_empty();
    let written = if is_alone { written } else { format!("({written})") };
    Some(said(Foreign::new(call.whole, message), format!("{}{written}{}", call.before, call.after)))
}

/// A definition that may hold comparisons in its formula.
fn definition_of(line: &str) -> Option<(&str, &str)> {
    let (name, formula) = line.split_once('=')?;
    let name = name.trim();
    (definition(&format!("{name} = 1")).is_some() && !formula.is_empty()).then_some((name, formula.trim()))
}

fn said(form: Foreign<'_>, line: String) -> Foreign<'_> {
    form.write(line)
        .help("`step` is 1 above 0 and 0 elsewhere; `max(a, b)` and `min(a, b)` are choices without a jump")
}

impl Choice<'_> {
    fn written(&self) -> Option<String> {
        let [condition, first, other] = [self.condition, self.first, self.other].map(str::trim);
        // `step` is 0 at 0.
        let (left, right, is_strict) = if let Some((left, right)) = condition.split_once(">=") {
            (right, left, false)
        } else if let Some((left, right)) = condition.split_once("<=") {
            (left, right, false)
        } else if let Some((left, right)) = condition.split_once('>') {
            (left, right, true)
        } else {
            let (left, right) = condition.split_once('<')?;
            (right, left, true)
        };
        let (left, right) = (left.trim(), right.trim());
        if left.is_empty() || right.is_empty() || right.contains(['<', '>', '=', '&', '|']) {
            return None;
        }
        let right = if right.contains(['+', '-']) { format!("({right})") } else { right.to_owned() };
        let step = if right == "0" { format!("step({left})") } else { format!("step({left} - {right})") };
        let none = format!("(1 - {step})");
        let (factor, rest) = if is_strict { (step, none) } else { (none, step) };
        Some(format!("{factor}*({first}) + {rest}*({other})"))
    }
}
