//! Derivatives as they are asked for in programs, in other tools and in LaTeX: `grad(y, x)`, `D[y, x]`, `y.diff(x)`, `y'`,
//! `d/dx y`.

use chainrule_symbolic::function::rows::constant::PI;

use super::Foreign;
use super::words::{after_word, closing, definition, first_word, is_name, is_number, split};

/// What other tools call the derivative of something by something.
const WORDS: &[&str] = &[
    "grad",
    "gradient",
    "gradients",
    "diff",
    "differentiate",
    "derivative",
    "deriv",
    "D",
    "Dx",
    "Dt",
    "jacobian",
    "jacrev",
    "jacfwd",
    "hessian",
    "value_and_grad",
    "elementwise_grad",
    "backward",
    "backprop",
    "derive",
];

/// Those that are derivatives whatever they are put to.
pub(crate) fn is_word(name: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(name) && word.len() > 1) || name == "D"
}

/// Whether a name stands in a single place of a worksheet, and no derivative of it is spoken of: nothing makes it a quantity.
pub(crate) fn is_alone(text: &str, name: &str) -> bool {
    let words = || text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '∂'));
    let derivatives = [format!("d{name}"), format!("∂{name}")];
    words().filter(|word| *word == name).count() == 1
        && !words().any(|word| derivatives.iter().any(|derivative| derivative == word))
}

const MESSAGE: &str = "a derivative is asked for with `derive`";

const BY_WHAT: &str = "a prime does not say by what is derived";

const OF_A_NAME: &str = "a derivative is that of a name by a name";

/// What is said of a line that is not read: another thing where it begins with `derive`.
fn message(line: &str, of_derive: &'static str) -> &'static str {
    if after_word(line, &["derive"]).is_some() { of_derive } else { MESSAGE }
}

/// What is asked, without the word or the name before it and the question mark behind.
fn what_is_asked(line: &str) -> &str {
    let query = after_word(line, &["derive", "print", "find", "compute", "calculate", "show", "what"])
        .unwrap_or(line);
    let query = query.strip_prefix("is ").unwrap_or(query).trim();
    let query = query.trim_end_matches([';', '.']).trim_end_matches('?').trim_end();
    let query = query.strip_suffix('=').unwrap_or(query).trim();
    // `print(dy/dx)`
    let is_bracketed =
        query.len() < line.len() && query.starts_with('(') && closing(query) == Some(query.len() - 1);
    let query = if is_bracketed { query[1..query.len() - 1].trim() } else { query };
    match query.split_once('=') {
        Some((head, body)) if !body.contains('=') && !head.ends_with(['<', '>', '~', '!', ':']) => {
            body.trim()
        }
        Some(_) | None => query,
    }
}

/// A call, brackets as Mathematica has them, or a method.
pub(super) fn call<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let query = if line.starts_with("derive(") { line } else { what_is_asked(line) };
    let open = query.find(['(', '['])?;
    let (path, rest) = query.split_at(open);
    let end = closing(rest)?;
    let (inner, behind) = (&rest[1..end], rest[end + 1..].trim());
    let (before, word) = match path.rsplit_once('.') {
        Some((before, word)) => (Some(before), word),
        None => (None, path),
    };
    if !is_word(word) {
        return None;
    }
    let mut arguments = split(inner, ',');
    arguments.retain(|argument| !argument.is_empty() && !argument.contains('='));
    let is_word_of_a_list = rest.starts_with('[') && word != "D" && word != "Dt";
    let is_list =
        |argument: &str| argument.is_empty() || argument.starts_with('[') || argument.starts_with('(');
    if is_word_of_a_list || !is_list(behind) {
        return None;
    }
    // `y.diff(x)`: what stands before the point is derived, unless it is a library.
    let of_method = before.filter(|before| has(text, before));
    let (of, by) = match (of_method, arguments.as_slice()) {
        (Some(of), by) => (of, by),
        (None, [of, by @ ..]) => (*of, by),
        (None, []) => return None,
    };
    let is_listed = of.starts_with(['[', '{']);
    let of = if is_listed { of.trim_matches(['[', ']', '{', '}', ' ']) } else { of };
    let form = Foreign::new(query, MESSAGE);
    // By the same names once more.
    let twice: Vec<&str>;
    let by = if word.eq_ignore_ascii_case("hessian") {
        twice = by.iter().chain(by).copied().collect();
        &twice
    } else {
        by
    };
    match question(of, by, text) {
        Some(lines) => Some(form.write_all(lines)),
        // A name that the worksheet says nothing about.
        None if before.is_some() => Some(form.help("write `derive dL/dw`, with names of this worksheet")),
        None => None,
    }
}

/// `y'`, `y' = ?`, `y'(x)`.
pub(super) fn prime<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let query = what_is_asked(line).trim_end_matches('=').trim();
    let query =
        if line.contains('\'') && !query.contains('\'') { line.split('=').next()?.trim() } else { query };
    let (name, rest) = first_word(query)?;
    let primes = rest.chars().take_while(|&sign| sign == '\'').count();
    let by = rest[primes..].trim();
    let by = if by.is_empty() { None } else { Some(by.strip_prefix('(')?.strip_suffix(')')?.trim()) };
    if primes == 0 || !has(text, name) || by.is_some_and(|by| !is_name(by) && !is_number(by)) {
        return None;
    }
    // `f'(3)` is the derivative at 3.
    let point = by.filter(|by| is_number(by));
    let by = by.filter(|by| is_name(by)).or(parameter_of(text, name)).or(only_name(text, name));
    let derived: Vec<&str> = by.into_iter().flat_map(|by| std::iter::repeat_n(by, primes)).collect();
    let mut lines = question(name, &derived, text)?;
    if let (Some(point), Some(by), Some(last)) = (point, by, lines.last_mut()) {
        last.push_str(&format!(" at {by} = {point}"));
    }
    Some(Foreign::new(query, message(line, BY_WHAT)).write_all(lines))
}

/// `dy/dx` and `∂y/∂x` alone, `d/dx y`, `d(x^2)/dx`, `\frac{d}{dx} y`.
pub(super) fn fraction<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    // In a definition it is said that a derivative can't stand there; several are told one by one.
    let is_definition =
        definition(line).is_some_and(|(_, formula)| !formula.trim_matches(['?', ' ']).is_empty());
    let query = what_is_asked(line);
    if is_definition || split(query, ',').len() > 1 {
        return None;
    }
    let plain = plain(query);
    let plain = plain.trim();
    let of_letter = |part: &str| -> Option<String> {
        let part = part.trim();
        part.strip_prefix(['d', '∂']).map(|rest| rest.trim().to_owned())
    };
    let bare = plain.strip_prefix('(').unwrap_or(plain);
    if let Some(rest) = bare.strip_prefix("d/d").or_else(|| bare.strip_prefix("∂/∂")) {
        let (by, of) = first_word(rest)?;
        let of = if bare.len() < plain.len() { of.trim_start().strip_prefix(')')? } else { of };
        let of = of.trim();
        let inner = of.strip_prefix('(').filter(|_| closing(of) == Some(of.len() - 1));
        let of = inner.map_or(of, |inner| &inner[..inner.len() - 1]).trim();
        if of.is_empty() || of.starts_with(['=', ')', '/', '^']) {
            return None;
        }
        return Some(Foreign::new(query, message(line, OF_A_NAME)).write_all(question(of, &[by], text)?));
    }
    let (above, below) = plain.split_once('/')?;
    let (of, by) = (of_letter(above)?, of_letter(below)?);
    if let Some(inner) = of.strip_prefix('(').and_then(|of| of.strip_suffix(')')) {
        let lines = question(inner.trim(), &[by.as_str()], text)?;
        return Some(Foreign::new(query, message(line, OF_A_NAME)).write_all(lines));
    }
    // With the word before it, it is read as it stands.
    let is_bare = after_word(line, &["derive", "claim", "given"]).is_none();
    (is_bare && has(text, &of) && is_name(&by))
        .then(|| Foreign::new(query, MESSAGE).write(format!("derive {}", plain.replace(' ', ""))))
}

/// `D_x y`, `y_x`.
pub(super) fn subscript<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let query = what_is_asked(line);
    if let Some(rest) = query.strip_prefix("D_") {
        let (by, of) = first_word(rest)?;
        let of = of.trim().trim_start_matches(['(', '[']).trim_end_matches([')', ']']).trim();
        return (is_name(of) && has(text, of))
            .then(|| Foreign::new(query, MESSAGE).write(format!("derive d{of}/d{by}")));
    }
    let (of, by) = query.split_once('_')?;
    let names = [of, by].iter().all(|name| is_name(name) && name.starts_with(char::is_alphabetic));
    let is_defined = defines(text, query).is_some();
    (names && !is_defined && defines(text, of).is_some() && only_name(text, of) == Some(by))
        .then(|| Foreign::new(query, MESSAGE).write(format!("derive d{of}/d{by}")))
}

/// `\frac{d}{dx}` as a fraction, `\partial` as its sign.
fn plain(formula: &str) -> String {
    let formula =
        formula.replace("\\partial", "∂").replace("\\left", "").replace("\\right", "").replace("∂ ", "∂");
    let formula = formula.trim_matches('$').to_owned();
    let Some(rest) = formula.strip_prefix("\\frac").or_else(|| formula.strip_prefix("\\dfrac")) else {
        return formula;
    };
    let parts = || {
        let first = closing(rest)?;
        let behind = &rest[first + 1..];
        let second = closing(behind)?;
        let [above, below] = [rest.get(1..first)?, behind.get(1..second)?];
        Some(format!("{above}/{below} {}", behind.get(second + 1..)?.trim()))
    };
    parts().unwrap_or(formula.clone())
}

/// The lines that ask for a derivative of something by some names, one for each time that it is derived.
fn question(of: &str, by: &[&str], text: &str) -> Option<Vec<String>> {
    // Mathematica puts functions to their arguments in square brackets, and derives twice by `{x, 2}`.
    let of = match (of.split_once('['), of.ends_with(']')) {
        (Some((name, inner)), true) if defines_function(text, name) => {
            format!("{name}({})", &inner[..inner.len() - 1])
        }
        (Some(_) | None, _) => of.replace("**", "^"),
    };
    let mut names: Vec<&str> = Vec::new();
    let mut point = None;
    let listed = by.iter().flat_map(|list| list.trim_matches(['[', ']', '{', '}', '(', ')', ' ']).split(','));
    for variable in listed.map(str::trim) {
        // The derivative of a function at a number.
        if by.len() == 1 && is_number(variable) && defines_function(text, &of) {
            point = Some(variable);
            break;
        }
        match variable.parse::<usize>() {
            Ok(order @ 1..=6) => {
                let last = *names.last()?;
                names.extend(std::iter::repeat_n(last, order - 1));
            }
            Err(_) if is_name(variable) => names.push(variable),
            Ok(_) | Err(_) => return None,
        }
    }
    if names.is_empty()
        && let Some(parameter) = parameter_of(text, &of)
    {
        names.push(parameter);
    }
    let (mut lines, name) = if is_name(&of) && !defines_function(text, &of) {
        // What nothing in the worksheet speaks of can't be derived.
        if !has(text, &of) {
            return None;
        }
        (Vec::new(), of)
    } else if is_number(&of) {
        return None;
    } else {
        let name = ["y", "u", "v", "y_new"].iter().find(|name| !has(text, name))?;
        let formula = match parameter_of(text, &of) {
            Some(parameter) => format!("{of}({parameter})"),
            None => of,
        };
        (vec![format!("{name} = {formula}")], (*name).to_owned())
    };
    lines.push(match names.as_slice() {
        [] => format!("derive gradient of {name}"),
        [by] => format!("derive d{name}/d{by}"),
        several if several.iter().all(|other| *other == several[0]) => {
            format!("derive d^{}{name}/d{}^{}", several.len(), several[0], several.len())
        }
        several => {
            let by: Vec<String> = several.iter().map(|variable| format!("∂{variable}")).collect();
            format!("derive ∂^{}{name}/{}", several.len(), by.concat())
        }
    });
    if let (Some(point), [by], Some(last)) = (point, names.as_slice(), lines.last_mut()) {
        last.push_str(&format!(" at {by} = {point}"));
    }
    Some(lines)
}

fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';']).map(str::trim).filter(|statement| !statement.starts_with('#'))
}

/// The formula of a quantity.
fn defines<'l>(text: &'l str, name: &str) -> Option<&'l str> {
    statements(text).find_map(|statement| {
        let formula = statement.strip_prefix(name)?.trim_start().strip_prefix('=')?;
        (!formula.starts_with('=')).then_some(formula)
    })
}

/// The parameter of a function of one argument.
fn parameter_of<'l>(text: &'l str, name: &str) -> Option<&'l str> {
    statements(text).find_map(|statement| {
        let (parameter, rest) = statement.strip_prefix(name)?.strip_prefix('(')?.split_once(')')?;
        (is_name(parameter) && rest.trim_start().starts_with('=')).then_some(parameter)
    })
}

fn defines_function(text: &str, name: &str) -> bool {
    statements(text).any(|statement| {
        let rest = statement.strip_prefix(name).and_then(|rest| rest.strip_prefix('('));
        rest.and_then(|rest| rest.split_once(')')).is_some_and(|(_, rest)| rest.trim_start().starts_with('='))
    })
}

/// Whether a worksheet says something about a name: defines it, or leaves its form open, or is a function of it.
fn has(text: &str, name: &str) -> bool {
    is_name(name)
        && (defines(text, name).is_some()
            || defines_function(text, name)
            || statements(text)
                .any(|statement| statement.strip_prefix(name).is_some_and(|rest| rest.starts_with('('))))
}

/// The one name that the formula of a quantity is put together from; nothing where there are several.
fn only_name<'l>(text: &'l str, name: &str) -> Option<&'l str> {
    let formula = defines(text, name)?;
    let mut only = None;
    let mut rest = formula;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (word, behind) = first_word(&rest[start..])?;
        rest = behind;
        let is_call = behind.starts_with('(');
        if is_call || word == PI.name || only == Some(word) {
            continue;
        }
        if only.is_some() {
            return None;
        }
        only = Some(word);
    }
    only
}
