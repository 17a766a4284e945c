//! Questions as they are asked elsewhere: `derive f'(3)`, `derive dy/dx where x = 3`, `derive grad y`.

use super::Foreign;
use super::words::{after_word, around, is_name, is_number, split};

/// `derive dy/dx where x = 3`, `derive dy/dx, x = 3`.
pub(super) fn at_point<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let question = after_word(line, &["derive"])?;
    let (of, place, at) =
        ["where", "when", "with", "for", "given", "if", "using", ","].iter().find_map(|word| {
            let (of, place, at) = around(question, word)?;
            at.contains('=').then_some((of.trim(), place, at.trim()))
        })?;
    let is_value = |part: &str| {
        let Some((name, value)) = part.split_once('=') else { return false };
        let value = value.trim();
        is_name(name.trim()) && (is_number(value) || value.starts_with('[') && value.ends_with(']'))
    };
    let values: Vec<&str> = at.split(" and ").flat_map(|part| split(part, ',')).collect();
    if of.contains(' ') || !values.iter().all(|part| is_value(part)) {
        return None;
    }
    let values = values.join(", ");
    Some(
        Foreign::new(place, format!("the point at which a derivative is taken follows `at`, not `{place}`"))
            .write(format!("derive {of} at {values}")),
    )
}

/// `derive dy/dx|x=3`, `derive dy/dx|_{x=3}`.
pub(super) fn at_bar<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let (of, at) = after_word(line, &["derive"])?.split_once('|')?;
    let values = at.trim().trim_start_matches('_').trim_matches(['{', '}', '(', ')', ' ']);
    let (name, value) = values.split_once('=')?;
    (is_name(name.trim()) && is_number(value.trim()) && of.contains('/')).then(|| {
        Foreign::new(at, "the point at which a derivative is taken follows `at`").write(format!(
            "derive {} at {} = {}",
            of.trim(),
            name.trim(),
            value.trim()
        ))
    })
}

/// `derive dL/da = -2*(y - a)`: a question with its answer.
pub(super) fn answered<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let (of, answer) = after_word(line, &["derive"])?.split_once('=')?;
    let (of, answer) = (of.trim(), answer.trim());
    let is_derivative = of.starts_with(['d', '∂']) && of.contains('/') && !of.contains(' ');
    let is_answer = !answer.is_empty() && !answer.starts_with(['=', '?']) && !answer.contains('=');
    (is_derivative && is_answer).then(|| {
        Foreign::new(answer, "`derive` asks for a derivative; what it should be is a claim")
            .write_all(vec![format!("derive {of}"), format!("claim {of} = {answer}")])
    })
}

/// `derive gradient(y)`, `derive grad y`, `derive ∇y`.
pub(super) fn gradient<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let question = after_word(line, &["derive"]).or_else(|| line.starts_with(['∇', '\\']).then_some(line))?;
    let of =
        ["∇", "\\nabla", "gradient", "grad", "nabla"].iter().find_map(|word| question.strip_prefix(word))?;
    let of = of.trim();
    // `∇_w L`
    if let Some(below) = of.strip_prefix('_') {
        let (by, of) = below.trim_start_matches('{').split_once([' ', '}', '('])?;
        let of = of.trim_matches(['}', '(', ')', ' ']);
        return (is_name(by) && is_name(of)).then(|| {
            Foreign::new(question, "a derivative is asked for by its quantities")
                .write(format!("derive d{of}/d{by}"))
        });
    }
    let of = of.strip_prefix('(').and_then(|of| of.strip_suffix(')')).unwrap_or(of).trim();
    if !is_name(of) {
        return None;
    }
    let message = format!("the derivatives by all inputs are asked for with `gradient of`: of {of}");
    Some(
        Foreign::new(question, message.replace(&format!(": of {of}"), ""))
            .write(format!("derive gradient of {of}")),
    )
}

/// `derive ∇²L`, `derive ∇²_w L`, `derive second derivative of L by w`.
pub(super) fn second<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let asked = after_word(line, &["derive"]).or_else(|| line.starts_with('∇').then_some(line))?;
    let by_words = |of: &'l str| {
        let words = [" with respect to ", " wrt ", " w.r.t. ", " by ", " in "];
        words.iter().find_map(|word| of.split_once(word)).map_or((of, None), |(of, by)| (of, Some(by)))
    };
    let asked_plain = asked.strip_prefix("the ").unwrap_or(asked);
    let second = ["second derivatives of ", "second derivative of "];
    let (of, by) = if let Some(rest) = ["∇²", "∇^2"].iter().find_map(|word| asked.strip_prefix(word)) {
        match rest.trim().strip_prefix('_') {
            Some(below) => {
                let (by, of) = below.trim_start_matches('{').split_once([' ', '}', '('])?;
                (of, Some(by))
            }
            None => (rest, None),
        }
    } else {
        by_words(second.iter().find_map(|word| asked_plain.strip_prefix(word))?)
    };
    let of = of.trim_matches(['}', '(', ')', ' ']);
    let form = Foreign::new(asked, "second derivatives are asked for with `Hessian of`");
    match by.map(str::trim) {
        Some(by) if is_name(by) && is_name(of) => Some(form.write(format!("derive Hessian of {of} by {by}"))),
        None if is_name(of) => {
            Some(form.help(format!("write `derive Hessian of {of} by w`, with the name to derive by")))
        }
        _ => None,
    }
}

/// `derive d(y)/d(x)`.
pub(super) fn fraction_of_calls<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let question = after_word(line, &["derive"])?;
    let (of, by) = question.split_once('/')?;
    let inner = |part: &'l str| part.trim().strip_prefix("d(")?.strip_suffix(')').map(str::trim);
    let of = inner(of).or_else(|| of.trim().strip_prefix('d'))?;
    let by = inner(by).or_else(|| by.trim().strip_prefix('d'))?;
    (question.contains('(') && is_name(of) && is_name(by)).then(|| {
        Foreign::new(question, "a derivative is written without brackets")
            .write(format!("derive d{of}/d{by}"))
    })
}

/// `derive dy/dx twice`.
pub(super) fn twice<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let question = after_word(line, &["derive"])?;
    let (derivative, often) = question.split_once(' ')?;
    let order = match often.trim() {
        "twice" | "two times" | "2 times" => 2,
        "three times" | "3 times" => 3,
        _ => return None,
    };
    let (of, by) = derivative.split_once('/')?;
    let (of, by) = (of.strip_prefix('d')?, by.strip_prefix('d')?);
    (is_name(of) && is_name(by)).then(|| {
        Foreign::new(often.trim(), "how often is derived is said by the powers in a derivative")
            .write(format!("derive d^{order}{of}/d{by}^{order}"))
    })
}
