//! What programs write: libraries, functions, comments, loops, assignments.

use chainrule_array::word::Word;
use chainrule_diagnostic::code;
use chainrule_symbolic::function;
use chainrule_symbolic::function::TABLE;
use chainrule_symbolic::function::rows::exponential::LN;
use chainrule_symbolic::function::rows::rectifier::{ELU, LEAKY_RELU};

use super::Foreign;
use super::words::{after_word, around, call, closing, definition, first_word, formula, is_name, is_number};

/// `import numpy as np`, `from math import exp`.
pub(super) fn library<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let is_one = after_word(line, &["import"]).is_some_and(|rest| !rest.starts_with(['=', '(']))
        || (after_word(line, &["from"]).is_some() && line.contains(" import "))
        || line.starts_with("#include")
        || line.starts_with("using ");
    is_one.then(|| {
        Foreign::new(line, "a worksheet needs no library: its functions are there by name")
            .help("leave this line out; `chainrule functions` lists the functions")
    })
}

/// `def f(x): return x**2`, `f = lambda x: x**2`, `return …`.
pub(super) fn function<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let message = "a function is defined by one equation";
    if let Some(rest) = after_word(line, &["def", "function", "fn", "func"]) {
        let (name, behind) = first_word(rest)?;
        let (parameters, body) = behind.strip_prefix('(')?.split_once(')')?;
        let body = body.trim().trim_start_matches([':', '{', '=']).trim().trim_end_matches('}').trim();
        let body = after_word(body, &["return"]).unwrap_or(body);
        let formula = if body.is_empty() { "…".to_owned() } else { formula(body) };
        return Some(Foreign::new(line, message).write(format!("{name}({}) = {formula}", parameters.trim())));
    }
    if let Some(rest) = after_word(line, &["return"]) {
        return Some(
            Foreign::new(line, message)
                .help(format!("write the formula behind the name: `f(x) = {}`", formula(rest))),
        );
    }
    let (name, rest) = match definition(line) {
        Some((name, rest)) => (name, rest),
        None => ("f", line),
    };
    let (parameters, body) = after_word(rest, &["lambda"])?.split_once(':')?;
    Some(Foreign::new(rest, message).write(format!("{name}({}) = {}", parameters.trim(), formula(body))))
}

/// `/* … */`, `-- …` and `REM …`: comments.
pub(super) fn comment<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    if let Some((before, rest)) = line.split_once("/*") {
        let (comment, behind) = rest.split_once("*/").unwrap_or((rest, ""));
        let statement = format!("{}{}", before.trim_end(), behind.trim_end());
        let mut form =
            Foreign::new(&line[before.len()..line.len() - behind.len()], "a comment begins with `#`");
        form = form.write(format!("{} # {}", statement.trim(), comment.trim()).trim().to_owned());
        return Some(form);
    }
    if let Some((statement, comment)) = line.split_once(" -- ").filter(|(before, _)| before.contains('=')) {
        let place = &line[statement.len() + 1..];
        return Some(
            Foreign::new(place, "a comment begins with `#`")
                .write(format!("{} # {}", statement.trim(), comment.trim()))
                .help("write `- (-a)` for a minus behind a minus"),
        );
    }
    let comment = line.strip_prefix("--").filter(|rest| rest.starts_with(' '))?;
    Some(Foreign::new(line, "a comment begins with `#`").write(format!("# {}", comment.trim())))
}

/// `for l in 1..3: a[l] = …`: an index stands behind what it is for.
pub(super) fn loop_before<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let rest = after_word(line, &["for"])?;
    let (head, body) = rest.split_once([':', '{'])?;
    let body = body.trim().trim_end_matches('}').trim();
    let head = head.trim();
    // With nothing behind it, the statement is the next line.
    let next = || {
        let from = line.as_ptr().addr().checked_sub(text.as_ptr().addr())? + line.len();
        text.get(from..)?.lines().map(str::trim).find(|line| !line.is_empty())
    };
    let next = if body.is_empty() { Some(next()?) } else { None };
    let body = next.unwrap_or(body);
    if !body.contains('=') {
        return None;
    }
    let behind = format!("{body} for {head}");
    let written = super::index::range(&behind, "").and_then(|form| form.write.into_iter().next());
    let form = Foreign::new(line, "an index stands behind the statement that it is for");
    Some(Foreign { next, ..form.write(written.unwrap_or(behind)) })
}

/// `w = w - 0.1*dL/dw`, `w -= lr*dL/dw`, `update w by 0.1 for 10 epochs`.
pub(super) fn step<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let message = "a step of gradient descent is a statement of its own";
    let step = after_word(line, &["update"]).unwrap_or(line);
    if let Some(form) = step_as_equation(step, message) {
        return Some(form);
    }
    let behind = after_word(line, &["update", "train"])?;
    let (name, clauses) = first_word(behind)?;
    for (word, rule) in [("using", ""), ("with", ""), ("via", "")] {
        let Some(clause) = after_word(clauses, &[word]) else { continue };
        let clause = clause.trim();
        let rate = clause.rsplit([' ', '=']).next().filter(|last| is_number(last)).unwrap_or("0.1");
        let rule = if clause.to_lowercase().starts_with("adam") { "adam" } else { rule };
        let by = if rule.is_empty() {
            rate.to_owned()
        } else {
            format!("{rule}({})", if rate == "0.1" { "0.001" } else { rate })
        };
        return Some(
            Foreign::new(clauses, "the rate, or the rule, of an update follows `by`")
                .write(format!("update {name} by {by}")),
        );
    }
    let (before, count) = if let Some((before, _, count)) = around(clauses, "for") {
        (before.trim(), count.trim())
    } else {
        let count = after_word(clauses, &["by"])?.split_once(' ')?.1;
        (clauses[..clauses.len() - count.len()].trim(), count.trim())
    };
    let (number, unit) = count.split_once(' ')?;
    let is_steps =
        ["epoch", "epochs", "iteration", "iterations", "times", "updates", "rounds"].contains(&unit.trim());
    (is_steps && number.chars().all(|character| character.is_ascii_digit())).then(|| {
        Foreign::new(count, "an update is repeated for a number of steps")
            .write(format!("update {name} {before} for {number} steps"))
    })
}

fn step_as_equation<'l>(line: &'l str, message: &str) -> Option<Foreign<'l>> {
    let (name, change) = ["-=", ":=", "<-", "="].iter().find_map(|sign| {
        let (name, change) = line.split_once(sign)?;
        let name = name.trim();
        let change = change.trim();
        let step = match *sign {
            "-=" => Some(change),
            _ => {
                change.strip_prefix(name).and_then(|rest| rest.trim_start().strip_prefix('-')).map(str::trim)
            }
        };
        is_name(name).then_some((name, step?))
    })?;
    let gradient = [format!("/d{name}"), format!("/∂{name}")]
        .iter()
        .any(|derivative| change.contains(derivative.as_str()))
        || change.contains("grad");
    let rate = change.split(['*', '·', '×']).next()?.trim();
    (gradient && (is_number(rate) || is_name(rate)) && change != rate)
        .then(|| Foreign::new(line, message).write(format!("update {name} by {rate}")))
}

/// `y := x^2`, `y <- x^2`, `y == x^2`, `y += 1`.
pub(super) fn assignment<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    for (sign, operator) in [
        ("+=", Some('+')),
        ("-=", Some('-')),
        ("*=", Some('*')),
        ("/=", Some('/')),
        (":=", None),
        ("<-", None),
        ("==", None),
    ] {
        let Some((name, formula)) = line.split_once(sign) else { continue };
        let (name, formula) = (name.trim(), formula.trim());
        if !is_name(name) || formula.is_empty() || formula.contains('=') {
            return None;
        }
        let place = &line[line.find(sign)?..][..sign.len()];
        return Some(match operator {
            None => Foreign::new(place, format!("`{sign}` is no sign here: a quantity is defined with `=`"))
                .write(format!("{name} = {formula}")),
            Some(operator) => Foreign::new(place, "a quantity is defined once and never changed")
                .write(format!("{name}_new = {name} {operator} {formula}")),
        });
    }
    None
}

/// `log(x, 2)` and `leaky_relu(z, 0.1)`: functions that take one argument here.
pub(super) fn two_arguments<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    for row in [&LN, &LEAKY_RELU, &ELU] {
        for name in std::iter::once(row.name).chain(row.spellings.iter().copied()) {
            let Some(call) = call(line, name) else { continue };
            let &[argument, other] = call.arguments.as_slice() else { continue };
            let other = other.rsplit('=').next().unwrap_or(other).trim();
            let written = if *row == LN {
                format!("(ln({argument})/ln({other}))")
            } else if *row == LEAKY_RELU {
                format!("(max({argument}, 0) + {other}*min({argument}, 0))")
            } else {
                format!("(max({argument}, 0) + {other}*(exp(min({argument}, 0)) - 1))")
            };
            let is_alone = call.before.trim_end().ends_with('=') && call.after.trim().is_empty();
            let written = if is_alone { &written[1..written.len() - 1] } else { &written };
            let form = Foreign::new(call.whole, format!("`{name}` takes 1 argument, not 2"))
                .write(format!("{}{written}{}", call.before, call.after));
            return Some(Foreign { code: &code::ARITY, ..form });
        }
    }
    None
}

/// `y = |x| + 1`: bars for an absolute value.
pub(super) fn bars<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let has_shapes = text.contains(" in R^") || text.contains('ℝ');
    // `log|A|` beside shapes; else bars could be a length or a determinant there.
    if has_shapes {
        let (before, behind) =
            ["log|", "ln|", "log |", "ln |"].iter().find_map(|word| line.split_once(word))?;
        let (of, behind) = behind.split_once('|')?;
        let of = of.trim();
        let goes_on = before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        if goes_on || !is_name(of) || behind.contains('|') {
            return None;
        }
        let place = &line[before.len()..line.len() - behind.len()];
        let form = Foreign::new(place, "single bars could be absolute values, a length or a determinant");
        return Some(
            form.write(format!("{before}logdet({of}){behind}"))
                .help(format!("write `ln(abs({of}))` for the absolute value of each entry"))
                .help(format!("write `ln(norm({of}))` for the length of a vector")),
        );
    }
    if line.contains("||") || !line.matches('|').count().is_multiple_of(2) {
        return None;
    }
    let parts: Vec<&str> = line.split('|').collect();
    let is_operand =
        |side: &str| !side.trim().is_empty() && !side.trim().ends_with(['+', '-', '*', '/', '^', '(']);
    if parts.len() < 3 || !parts.iter().skip(1).step_by(2).all(|part| is_operand(part)) {
        return None;
    }
    let mut written = String::new();
    for (place, part) in parts.iter().enumerate() {
        if place % 2 == 0 {
            written.push_str(part);
            continue;
        }
        // `log|x|`: what is taken of it.
        let is_call = written.ends_with(char::is_alphabetic);
        let [open, close] = if is_call { ["(", ")"] } else { ["", ""] };
        written.push_str(&format!("{open}abs({}){close}", part.trim()));
    }
    Some(Foreign::new(&line[parts[0].len()..], "bars are not read as an absolute value").write(written))
}

/// `exp x`, `sqrt x`: functions that are put to arguments in brackets.
pub(super) fn argument_left_bare<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let rows = TABLE.iter().filter(|row| row.arity.admits(1));
    for name in rows.flat_map(|row| std::iter::once(row.name).chain(row.spellings.iter().copied())) {
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            continue;
        }
        let Some((before, place, behind)) = around(line, name) else { continue };
        let Some(argument) = behind.strip_prefix(' ') else { continue };
        // `exp -z`
        let sign = usize::from(argument.starts_with('-'));
        let end = argument[sign..]
            .find(|letter: char| {
                !(letter.is_alphanumeric() || letter == '_' || letter == '[' || letter == ']')
            })
            .map_or(argument.len(), |end| sign + end);
        let (argument, rest) = argument.split_at(end);
        let operand = &argument[sign..];
        if !(is_name(operand) || is_number(operand)) || !line.contains('=') {
            continue;
        }
        // `exp -x^2`: a power belongs to what it stands at.
        let power = power_at(rest);
        let (argument, rest) =
            (&line[line.len() - rest.len() - argument.len()..][..argument.len() + power], &rest[power..]);
        // `log sigmoid x`, `log det A`: what it is taken of is a call itself.
        let (argument, rest) = match nested(operand, rest) {
            Some((inner, rest)) => (format!("{}{inner}", &argument[..sign]), rest),
            None => (argument.to_owned(), rest),
        };
        return Some(
            Foreign::new(place, format!("`{name}` is a function and needs its argument in brackets"))
                .write(format!("{before}{name}({argument}){rest}")),
        );
    }
    None
}

/// `sigmoid(x)` for `sigmoid x` or `sigmoid(x)` behind another function, and what follows it.
fn nested<'l>(name: &str, rest: &'l str) -> Option<(String, &'l str)> {
    let is_function = function::find(name).is_some() || Word::find(name).is_some();
    if !is_function {
        return None;
    }
    if rest.starts_with('(') {
        let end = 1 + closing(rest)?;
        return Some((format!("{name}{}", &rest[..end]), &rest[end..]));
    }
    let argument = rest.strip_prefix(' ')?;
    let end = argument
        .find(|letter: char| !(letter.is_alphanumeric() || matches!(letter, '_' | '[' | ']')))
        .unwrap_or(argument.len());
    let (argument, rest) = argument.split_at(end);
    (is_name(argument) || is_number(argument)).then(|| (format!("{name}({argument})"), rest))
}

/// How long a power by a number is that a text begins with: `^2`, `²`.
fn power_at(text: &str) -> usize {
    if let Some(behind) = text.strip_prefix('^') {
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        return if digits > 0 { 1 + digits } else { 0 };
    }
    text.chars().next().filter(|sign| matches!(sign, '²' | '³')).map_or(0, char::len_utf8)
}
