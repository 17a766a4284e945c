//! A line of LaTeX as a worksheet says it, to be shown to who typed it.

use chainrule_symbolic::function;

use super::alphabet::is_spelled_greek;

/// The line without commands; nothing where one of them has no plain form.
pub(super) fn plain_latex(line: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = line.trim().trim_matches('$').trim();
    // What closes the groups that are open: `)` of a fraction, `_hat` of an accent.
    let mut groups: Vec<&str> = Vec::new();
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        match first {
            '{' => {
                // A script: `_{11}`, `^{2}`, `^{(2)}`.
                out.push('{');
                groups.push("}");
            }
            '}' => match groups.pop()? {
                // The second part of a fraction follows.
                ")/(" => {
                    out.push_str(")/(");
                    rest = rest.trim_start().strip_prefix('{')?;
                    groups.push(")");
                }
                close => out.push_str(close),
            },
            '\\' => {
                let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
                let (command, after) = rest.split_at(end);
                rest = after;
                match command {
                    "" => {
                        let space =
                            rest.chars().next().filter(|sign| matches!(sign, ',' | ';' | '!' | ' '))?;
                        rest = &rest[space.len_utf8()..];
                        out.push(' ');
                    }
                    "frac" | "dfrac" | "tfrac" => {
                        rest = rest.trim_start().strip_prefix('{')?;
                        times_before(&mut out);
                        out.push('(');
                        groups.push(")/(");
                    }
                    "hat" | "widehat" | "bar" | "overline" | "tilde" | "dot" => {
                        rest = rest.trim_start().strip_prefix('{')?;
                        times_before(&mut out);
                        groups.push(match command {
                            "hat" | "widehat" => "_hat",
                            "bar" | "overline" => "_bar",
                            "tilde" => "_tilde",
                            _ => "_dot",
                        });
                    }
                    "sqrt" => {
                        rest = rest.trim_start().strip_prefix('{')?;
                        times_before(&mut out);
                        out.push_str("sqrt(");
                        groups.push(")");
                    }
                    "mathrm" | "mathbf" | "text" | "operatorname" | "boldsymbol" => {
                        rest = rest.trim_start().strip_prefix('{')?;
                        groups.push("");
                    }
                    // Between the sizes of a shape it is no product.
                    "times" if out.contains("R^") || out.contains("ℝ^") => out.push('×'),
                    "cdot" | "times" => out.push('*'),
                    "left" | "right" | "quad" => {}
                    "partial" => {
                        out.push('∂');
                        rest = rest.trim_start();
                    }
                    "le" | "leq" => out.push_str("<="),
                    "ge" | "geq" => out.push_str(">="),
                    "approx" => out.push_str("~="),
                    _ if is_spelled_greek(command) || function::find(command).is_some() => {
                        times_before(&mut out);
                        out.push_str(command);
                        if rest.starts_with(|next: char| next.is_ascii_alphanumeric()) {
                            return None;
                        }
                    }
                    _ => return None,
                }
            }
            '$' | '&' => return None,
            '(' => {
                if out.ends_with(')') {
                    out.push('*');
                }
                out.push('(');
            }
            other => out.push(other),
        }
    }
    groups.is_empty().then(|| tidied(&out))
}

/// A product without a sign before what follows.
fn times_before(out: &mut String) {
    let end = out.trim_end();
    let word = end.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    if super::Keyword::find(word).is_some() {
        return;
    }
    if end.ends_with(|last: char| last.is_ascii_alphanumeric() || matches!(last, ')' | '}')) {
        let length = end.len();
        out.truncate(length);
        out.push('*');
    }
}

/// `(1)/(2)` is `1/2`, with its brackets where something else follows.
fn tidied(text: &str) -> String {
    let single = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let single = single.replace(" *", "*").replace("* ", "*");
    let mut out = String::new();
    let mut rest = single.as_str();
    let is_product = |after: &str| after.starts_with(|c: char| c.is_alphanumeric() || c == '(');
    while let Some(at) = rest.find('(') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let whole = |text: &str| -> Option<usize> {
            let inner = text.strip_prefix('(')?;
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '∂' | '_');
            let end = inner.find(|c: char| !is_plain(c))?;
            (end > 0 && inner[end..].starts_with(')')).then_some(end + 2)
        };
        // Brackets of a function belong to it.
        let is_argument = out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '}'));
        let parts = whole(rest).filter(|_| !is_argument).and_then(|above| {
            let below = whole(rest[above..].strip_prefix('/')?)?;
            Some((above, below))
        });
        let Some((above, below)) = parts else {
            out.push('(');
            rest = &rest[1..];
            continue;
        };
        let (over, under) = (&rest[1..above - 1], &rest[above + 2..above + below]);
        let end = above + 1 + below;
        let after = rest[end..].trim_start();
        let is_factor = |c: char| c.is_alphanumeric() || matches!(c, '*' | '(' | '^' | '_' | '\'');
        let is_alone = !after.starts_with(is_factor) && !out.ends_with(['/', '^']);
        if is_alone {
            out.push_str(&format!("{over}/{under}"));
        } else {
            out.push_str(&format!("({over}/{under})"));
            if is_product(after) {
                out.push('*');
            }
        }
        rest = if is_product(after) { after } else { &rest[end..] };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::plain_latex;

    #[test]
    fn lines_as_worksheets_say_them() {
        for (latex, plain) in [
            (r"L = \frac{1}{2}(y-\hat{y})^2", "L = (1/2)*(y-y_hat)^2"),
            (r"a = \sigma(w \cdot x + b)", "a = sigma(w*x + b)"),
            (r"C = \frac{1}{2} \left(a - y\right)^2", "C = (1/2)*(a - y)^2"),
            (r"z = \sqrt{x^2 + 1}", "z = sqrt(x^2 + 1)"),
            (r"y = \frac{a+b}{c}", "y = (a+b)/(c)"),
            (r"z = w_{11}^{(2)} \cdot \alpha", "z = w_{11}^{(2)}*alpha"),
            (r"\hat{y} = \tanh(z)", "y_hat = tanh(z)"),
            (r"derive \frac{\partial L}{\partial w}", "derive ∂L/∂w"),
            (r"y = \frac{1}{2} x", "y = (1/2)*x"),
            (r"y = \sqrt{x}/(y)", "y = sqrt(x)/(y)"),
        ] {
            assert_eq!(plain_latex(latex).as_deref(), Some(plain), "{latex}");
        }
        for latex in [r"y = \begin{cases} 1 \end{cases}", r"y = \alpha2", r"y = \frac12", r"x \\ y"] {
            assert_eq!(plain_latex(latex), None, "{latex}");
        }
    }
}
