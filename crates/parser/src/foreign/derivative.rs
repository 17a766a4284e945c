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

/// What is asked, without the word or the name before it and the question mark behind.
fn what_is_asked(line: &str) -> &str {
    let own = after_word(line, &["derive", "print", "find", "compute", "calculate", "show", "what"])
        .unwrap_or(line);
    let own = own.strip_prefix("is ").unwrap_or(own).trim();
    let own = own.trim_end_matches([';', '.']).trim_end_matches('?').trim_end();
    let own = own.strip_suffix('=').unwrap_or(own).trim();
    // `print(dy/dx)`
    let is_bracketed = own.len() < line.len() && own.starts_with('(') && closing(own) == Some(own.len() - 1);
    let own = if is_bracketed { own[1..own.len() - 1].trim() } else { own };
    match own.split_once('=') {
        Some((head, body)) if !body.contains('=') && !head.ends_with(['<', '>', '~', '!', ':']) => {
            body.trim()
        }
        Some(_) | None => own,
    }
}

/// A call, brackets as Mathematica has them, or a method.
pub(super) fn call<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let own = if line.starts_with("derive(") { line } else { what_is_asked(line) };
    let open = own.find(['(', '['])?;
    let (path, rest) = own.split_at(open);
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
    let is_list = |own: &str| own.is_empty() || own.starts_with('[') || own.starts_with('(');
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
    let form = Foreign::new(own, MESSAGE);
    match question(of, by, text) {
        Some(lines) => Some(form.write_all(lines)),
        // A name that the worksheet says nothing about.
        None if before.is_some() => Some(form.help("write `derive dL/dw`, with names of this worksheet")),
        None => None,
    }
}

/// `y'`, `y' = ?`, `y'(x)`.
pub(super) fn prime<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let own = what_is_asked(line).trim_end_matches('=').trim();
    let own = if line.contains('\'') && !own.contains('\'') { line.split('=').next()?.trim() } else { own };
    let (name, rest) = first_word(own)?;
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
    Some(Foreign::new(own, MESSAGE).write_all(lines))
}

/// `dy/dx` and `∂y/∂x` alone, `d/dx y`, `d(x^2)/dx`, `\frac{d}{dx} y`.
pub(super) fn fraction<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    // In a definition it is said that a derivative can't stand there; several are told one by one.
    let is_definition =
        definition(line).is_some_and(|(_, formula)| !formula.trim_matches(['?', ' ']).is_empty());
    let own = what_is_asked(line);
    if is_definition || split(own, ',').len() > 1 {
        return None;
    }
    let plain = plain(own);
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
        return Some(Foreign::new(own, MESSAGE).write_all(question(of, &[by], text)?));
    }
    let (above, below) = plain.split_once('/')?;
    let (of, by) = (of_letter(above)?, of_letter(below)?);
    if let Some(inner) = of.strip_prefix('(').and_then(|of| of.strip_suffix(')')) {
        return Some(Foreign::new(own, MESSAGE).write_all(question(inner.trim(), &[by.as_str()], text)?));
    }
    // With the word before it, it is read as it stands.
    let is_bare = after_word(line, &["derive", "claim", "given"]).is_none();
    (is_bare && has(text, &of) && is_name(&by))
        .then(|| Foreign::new(own, MESSAGE).write(format!("derive {}", plain.replace(' ', ""))))
}

/// `D_x y`, `y_x`.
pub(super) fn subscript<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let own = what_is_asked(line);
    if let Some(rest) = own.strip_prefix("D_") {
        let (by, of) = first_word(rest)?;
        let of = of.trim().trim_start_matches(['(', '[']).trim_end_matches([')', ']']).trim();
        return (is_name(of) && has(text, of))
            .then(|| Foreign::new(own, MESSAGE).write(format!("derive d{of}/d{by}")));
    }
    let (of, by) = own.split_once('_')?;
    let names = [of, by].iter().all(|name| is_name(name) && name.starts_with(char::is_alphabetic));
    let is_defined = defines(text, own).is_some();
    (names && !is_defined && defines(text, of).is_some() && only_name(text, of) == Some(by))
        .then(|| Foreign::new(own, MESSAGE).write(format!("derive d{of}/d{by}")))
}

/// `\frac{d}{dx}` as a fraction, `\partial` as its sign.
fn plain(own: &str) -> String {
    let own = own.replace("\\partial", "∂").replace("\\left", "").replace("\\right", "").replace("∂ ", "∂");
    let own = own.trim_matches('$').to_owned();
    let Some(rest) = own.strip_prefix("\\frac").or_else(|| own.strip_prefix("\\dfrac")) else { return own };
    let parts = || {
        let first = closing(rest)?;
        let behind = &rest[first + 1..];
        let second = closing(behind)?;
        let [above, below] = [rest.get(1..first)?, behind.get(1..second)?];
        Some(format!("{above}/{below} {}", behind.get(second + 1..)?.trim()))
    };
    parts().unwrap_or(own.clone())
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
    let listed = by.iter().flat_map(|own| own.trim_matches(['[', ']', '{', '}', '(', ')', ' ']).split(','));
    for own in listed.map(str::trim) {
        // The derivative of a function at a number.
        if by.len() == 1 && is_number(own) && defines_function(text, &of) {
            point = Some(own);
            break;
        }
        match own.parse::<usize>() {
            Ok(order @ 1..=6) => {
                let last = *names.last()?;
                names.extend(std::iter::repeat_n(last, order - 1));
            }
            Err(_) if is_name(own) => names.push(own),
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
        several if several.iter().all(|own| *own == several[0]) => {
            format!("derive d^{}{name}/d{}^{}", several.len(), several[0], several.len())
        }
        several => {
            let by: Vec<String> = several.iter().map(|own| format!("∂{own}")).collect();
            format!("derive ∂^{}{name}/{}", several.len(), by.concat())
        }
    });
    if let (Some(point), [by], Some(last)) = (point, names.as_slice(), lines.last_mut()) {
        last.push_str(&format!(" at {by} = {point}"));
    }
    Some(lines)
}

fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';']).map(str::trim).filter(|own| !own.starts_with('#'))
}

/// The formula of a quantity.
fn defines<'l>(text: &'l str, name: &str) -> Option<&'l str> {
    statements(text).find_map(|own| {
        let formula = own.strip_prefix(name)?.trim_start().strip_prefix('=')?;
        (!formula.starts_with('=')).then_some(formula)
    })
}

/// The parameter of a function of one argument.
fn parameter_of<'l>(text: &'l str, name: &str) -> Option<&'l str> {
    statements(text).find_map(|own| {
        let (parameter, rest) = own.strip_prefix(name)?.strip_prefix('(')?.split_once(')')?;
        (is_name(parameter) && rest.trim_start().starts_with('=')).then_some(parameter)
    })
}

fn defines_function(text: &str, name: &str) -> bool {
    statements(text).any(|own| {
        let rest = own.strip_prefix(name).and_then(|rest| rest.strip_prefix('('));
        rest.and_then(|rest| rest.split_once(')')).is_some_and(|(_, rest)| rest.trim_start().starts_with('='))
    })
}

/// Whether a worksheet says something about a name: defines it, or leaves its form open, or is a function of it.
fn has(text: &str, name: &str) -> bool {
    is_name(name)
        && (defines(text, name).is_some()
            || defines_function(text, name)
            || statements(text).any(|own| own.strip_prefix(name).is_some_and(|rest| rest.starts_with('('))))
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
