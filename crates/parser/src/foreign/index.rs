//! What an index runs over, as programs and texts write it.

use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};

use super::Foreign;
use super::words::{around, call, is_name, is_number};

/// `for i in range(3)`, `for l = 1..3`, `for l from 1 to 3`, `for i in 1:3`, `a[l] = …, l = 1..3`.
pub(super) fn range<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let (before, place, index, bounds, closes) = if let Some((before, _, behind)) = around(line, "for") {
        let (index, bounds) = split_index(behind)?;
        let is_as_here = behind.contains(" in ") && bounds.contains("..") && !bounds.contains("...");
        if is_as_here {
            return None;
        }
        let (bounds, closes) = bounds_and_rest(bounds);
        (before, behind.trim(), index, bounds, closes)
    } else {
        // A comma and an index behind a definition.
        let (before, behind) = line.rsplit_once(',')?;
        let (index, bounds) = behind.split_once('=')?;
        let index = index.trim();
        if !is_name(index) || !before.contains(&format!("[{index}")) {
            return None;
        }
        (before, behind.trim(), index, bounds.trim(), "")
    };
    let (first, last) = ends(bounds)?;
    let before = before.trim_end();
    let message = format!("an index runs over whole numbers: `for {index} in {first}..{last}`");
    let form = Foreign::new(place.strip_suffix(closes).unwrap_or(place).trim_end(), message)
        .write(format!("{before} for {index} in {first}..{last}{closes}"));
    let is_shifted = bounds.starts_with("range") && first == "0";
    Some(if is_shifted {
        form.help(format!(
            "`range` starts at 0 and leaves its end out; here both ends count: `{first}..{last}`"
        ))
    } else {
        form
    })
}

/// The index and what it is said to run over.
fn split_index(behind: &str) -> Option<(&str, &str)> {
    [" in ", " from ", "=", "∈"].iter().find_map(|word| {
        let (index, bounds) = behind.split_once(word)?;
        is_name(index.trim()).then_some((index.trim(), bounds.trim()))
    })
}

/// The bounds, and brackets behind them that close what was opened before.
fn bounds_and_rest(bounds: &str) -> (&str, &str) {
    let mut depth = 0usize;
    for (at, letter) in bounds.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' if depth == 0 => return (bounds[..at].trim(), &bounds[at..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    (bounds.trim_end_matches(':').trim(), "")
}

/// The first and the last number of a range that is written in another way than here.
fn ends(bounds: &str) -> Option<(String, String)> {
    let is_end = |text: &str| !text.is_empty() && (is_number(text) || is_name(text));
    if let Some(call) = call(bounds, "range") {
        let (first, last) = match *call.arguments.as_slice() {
            [last] => ("0", last),
            [first, last] => (first, last),
            _ => return None,
        };
        let before_last = match last.parse::<i64>() {
            Ok(last) => (last - 1).to_string(),
            Err(_) if is_name(last) => format!("({last}-1)"),
            Err(_) => last.strip_suffix("+1").or_else(|| last.strip_suffix("+ 1"))?.trim().to_owned(),
        };
        return is_end(first).then(|| (first.to_owned(), before_last));
    }
    let separators = ["..", " to ", ":", ",...,", ", ..., ", "...", "…", "-"];
    let (first, last) = separators.iter().find_map(|separator| bounds.split_once(separator))?;
    let (first, last) = (first.trim(), last.trim());
    let last = last.trim_start_matches('.').trim();
    (is_end(first) && is_end(last)).then(|| (first.to_owned(), last.to_owned()))
}

/// `sum_{i=1}^3 x[i]`, `Σ_{i=1}^n w_i x_i`.
pub(super) fn sum<'l>(line: &'l str, text: &'l str) -> Option<Foreign<'l>> {
    let signs = [("Σ", "sum"), ("∑", "sum"), ("Π", "prod"), ("∏", "prod")];
    let words = ["sum", "prod", "mean", MAX.name, MIN.name].map(|word| (word, word));
    let (at, sign, word) = signs.into_iter().chain(words).find_map(|(sign, word)| {
        let at = line.find(&format!("{sign}_"))?;
        let goes_on = line[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        (!goes_on).then_some((at, sign, word))
    })?;
    let behind = line[at + sign.len()..].strip_prefix('_')?;
    let (lower, behind) = group(behind)?;
    let ((index, first), (upper, body), is_told) = match behind.trim_start().strip_prefix('^') {
        Some(above) => (lower.split_once('=')?, group(above)?, true),
        // `Σ_i x_i`: how far it goes, the shape of what is summed says, or nothing.
        None => ((lower, "1"), (size_along(text, behind, lower).unwrap_or("3"), behind), false),
    };
    let (index, first, upper) = (index.trim(), first.trim(), upper.trim());
    if !is_told && !index.chars().all(char::is_alphabetic) {
        return None;
    }
    if !is_name(index) || !(is_number(first) || is_name(first)) || !(is_number(upper) || is_name(upper)) {
        return None;
    }
    // `\sum` is LaTeX's, and its lines are read.
    if line[..at].ends_with('\\') {
        return None;
    }
    let body = body.trim().trim_end_matches('.').trim();
    let whole = line[at..].trim_end();
    if body.is_empty() || body.contains(['\\', '=']) || body.starts_with(['+', '-', '*', '/', '^', ')', ','])
    {
        return None;
    }
    let (body, behind) = body.split_at(term_end(body));
    let body = body.trim_end();
    let behind = if behind.is_empty() { String::new() } else { format!(" {behind}") };
    let body = with_index(body, index);
    let one = match word {
        "sum" => "a sum",
        "prod" => "a product",
        "mean" => "a mean",
        _ => "a largest or smallest value",
    };
    let message = format!("{one} says at its end what `{index}` runs over");
    let written = format!("{}{word}({body} for {index} in {first}..{upper}){behind}", &line[..at]);
    let is_example = !is_told && size_along(text, line, index).is_none();
    let (written, is_open) = for_all(&written, index, text).unwrap_or((written, false));
    let form = Foreign::new(whole, message).write(written);
    Some(if is_example || is_open { form.help("with the last index in the place of 3") } else { form })
}

/// `z[i] = … for i in 1..3` where `z_i` is defined over an index of its own; and whether how far it goes is an example.
fn for_all(line: &str, summed: &str, text: &str) -> Option<(String, bool)> {
    let (name, _) = line.split_once('=')?;
    let (_, index) = name.trim().split_once('_')?;
    let is_letter =
        index.len() == 1 && index.bytes().all(|byte| byte.is_ascii_lowercase()) && index != summed;
    if !is_letter || line.contains(&format!("for {index} in")) {
        return None;
    }
    let size = size_along(text, line, index);
    let written = members(line, index);
    Some((format!("{written} for {index} in 1..{}", size.unwrap_or("3")), size.is_none()))
}

/// The size of an array of which an entry stands in a sum over an index, where the worksheet declares it: n of `x in R^n`
/// for `x_i`.
fn size_along<'l>(text: &'l str, body: &str, index: &str) -> Option<&'l str> {
    text.lines().flat_map(|line| line.split(", ")).find_map(|item| {
        let (name, shape) = item.split_once(" in R^").or_else(|| item.split_once(" ∈ ℝ^"))?;
        let name = name.trim();
        let shape = shape.trim().trim_matches(['(', ')', '{', '}']);
        let sizes: Vec<&str> = shape.split(['×', 'x']).map(str::trim).collect();
        let below = body.split(name).skip(1).find_map(|rest| {
            let rest = rest.strip_prefix('_').or_else(|| rest.strip_prefix('['))?;
            let rest = rest.trim_start_matches('{');
            let is_part = |sign: char| sign.is_alphabetic() || sign.is_ascii_digit() || sign == ',';
            let end = rest.find(|sign| !is_part(sign)).unwrap_or(rest.len());
            rest[..end].contains(index).then_some(&rest[..end])
        })?;
        let below: Vec<String> = below.chars().filter(|sign| *sign != ',').map(String::from).collect();
        (below.len() == sizes.len())
            .then(|| below.iter().position(|other| other == index))
            .flatten()
            .map(|axis| sizes[axis])
    })
}

/// Where a term ends: a sum reaches up to the next `+` or `-` outside of brackets.
fn term_end(body: &str) -> usize {
    let mut depth = 0usize;
    for (at, sign) in body.char_indices() {
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '+' | '-' | '−' if depth == 0 => return at,
            _ => {}
        }
    }
    body.len()
}

/// What stands in braces, or the one sign; and what follows.
fn group(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_prefix('{') {
        return inner.split_once('}');
    }
    let end = text.chars().next()?.len_utf8();
    Some((&text[..end], &text[end..]))
}

/// `ij` of `W_ij`: a few letters and digits run together, with the index among them.
fn run<'l>(text: &'l str, index: &str) -> Option<(&'l str, &'l str)> {
    let end = text.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    ((2..=3).contains(&run.len()) && index.len() == 1 && run.contains(index)).then_some((run, rest))
}

/// `x_i`, `x_{i}` and `x_{i-1}` as members of families, and a product between names side by side.
fn with_index(body: &str, index: &str) -> String {
    let written = members(body, index);
    let mut parts = written.split("] ");
    let mut product = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let part = part.trim_start();
        let is_factor = part.starts_with(|sign: char| sign.is_alphanumeric() || sign == '(');
        product.push_str(if is_factor { "]*" } else { "] " });
        product.push_str(part);
    }
    product
}

/// `x_i`, `x_{i}` and `x_{i-1}` as members of families.
fn members(body: &str, index: &str) -> String {
    let mut written = String::new();
    let mut rest = body;
    while let Some((before, behind)) = rest.split_once('_') {
        let (subscript, after) = match run(behind, index).or_else(|| group(behind)) {
            Some((subscript, after)) if subscript.contains(index) || behind.starts_with('{') => {
                (subscript, after)
            }
            Some(_) | None => {
                written.push_str(before);
                written.push('_');
                rest = behind;
                continue;
            }
        };
        written.push_str(before);
        written.push('[');
        // `w_{ji}` has two indices.
        let runs_together = subscript.chars().all(|c| c.is_ascii_alphanumeric());
        if runs_together && subscript.chars().any(char::is_alphabetic) {
            written.push_str(&subscript.chars().map(String::from).collect::<Vec<String>>().join(","));
        } else {
            written.push_str(subscript);
        }
        written.push(']');
        rest = after;
    }
    written.push_str(rest);
    written
}

/// `x[1] + ... + x[3]`, `x_1 + x_2 + … + x_n`.
pub(super) fn dots<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let dots = ["\\dots", "\\cdots", "\\ldots", "...", "…", "⋯"];
    let (at, sign) = dots.iter().find_map(|sign| Some((line.find(sign)?, *sign)))?;
    let (before, behind) = (line[..at].trim_end(), line[at + sign.len()..].trim_start());
    let operator = before.chars().last().filter(|sign| "+*·".contains(*sign))?;
    let behind = behind.strip_prefix(operator)?.trim();
    let place = &line[at..at + sign.len()];
    let message = "dots are not read: what they stand for is said with an index";
    let start = before.rfind('=').map_or(0, |equals| equals + 1);
    let mut terms = before[start..].split(operator).map(str::trim);
    let word = if operator == '+' { "sum" } else { "prod" };
    let first = terms.next()?;
    let form = Foreign::new(place, message);
    match (member(first), member(behind)) {
        (Some((name, first)), Some((other, last))) if name == other => Some(
            form.write(format!("{} {word}({name}[i] for i in {first}..{last})", before[..start].trim_end())),
        ),
        _ => Some(form.help(format!("write `{word}(w[i]*x[i] for i in 1..3)`"))),
    }
}

/// `x` and `3` of `x[3]`, `x_3`, `x_{3}`, `x3`.
fn member(text: &str) -> Option<(&str, &str)> {
    let start = text.find(['[', '_']).or_else(|| text.find(|letter: char| letter.is_ascii_digit()))?;
    let (name, index) = text.split_at(start);
    let index = index.trim_start_matches(['[', '_', '{']).trim_end_matches([']', '}']);
    let is_index = !index.is_empty() && index.chars().all(char::is_alphanumeric);
    (is_name(name) && is_index).then_some((name, index))
}
