//! What people write in words: `x is 3`, `show that …`, `Let y = x^2. Find dy/dx.`

use super::Foreign;
use super::words::{after_word, definition, derivative, first_word, is_name, is_number};

/// Words with which a task begins.
const TASKS: &[&str] = &[
    "find",
    "compute",
    "calculate",
    "derive",
    "differentiate",
    "determine",
    "evaluate",
    "what",
    "get",
    "give",
];

/// `1. y = x^2`, `- y = x^2`, `> y = x^2`: items of lists, prompts.
pub(super) fn list_item<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let mark_end = if let Some(rest) = line.strip_prefix(['-', '*', '>', '•', '–']) {
        line.len() - rest.len()
    } else {
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        if digits == 0 || !line[digits..].starts_with(['.', ')', ':']) {
            return None;
        }
        digits + 1
    };
    let (mark, rest) = line.split_at(mark_end);
    let statement = rest.strip_prefix([' ', '>'])?.trim_start_matches('>').trim();
    let begins = first_word(statement).is_some();
    (begins && (statement.contains('=') || statement.contains('/'))).then(|| {
        Foreign::new(mark, "a statement begins with a name or a keyword, without a mark before it")
            .write(statement)
    })
}

/// `x is 3`, `set x to 3`, `x equals 3`.
pub(super) fn value_in_words<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let statement = after_word(line, &["set", "put", "take", "given", "suppose", "assume", "where", "with"])
        .unwrap_or(line);
    let (name, value) = [" is ", " to ", " equals ", " equal to ", " be ", " = "]
        .iter()
        .find_map(|word| statement.split_once(word))?;
    let (name, value) = (name.trim(), value.trim().trim_end_matches('.'));
    let value = value.strip_prefix("equal to ").unwrap_or(value);
    // `x = 3` by itself is a definition.
    let is_an_equation = statement.len() == line.len() && line.contains('=');
    (is_name(name) && is_number(value) && !line.starts_with("let") && !is_an_equation).then(|| {
        Foreign::new(line, "a value is stated with `given` and `=`").write(format!("given {name} = {value}"))
    })
}

/// `define f(x) = x^2`.
pub(super) fn definition_in_words<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let rest = after_word(line, &["define", "def", "set", "consider", "where", "let", "with", "suppose"])?;
    let word = &line[..line.len() - rest.len()];
    let rest = rest.strip_suffix('.').unwrap_or(rest);
    let (name, formula) = definition(rest)?;
    let head = name.split_once('(').map_or(name, |(head, _)| head.trim());
    (is_name(head) && !is_number(formula) && !formula.contains(". ") && !formula.contains(',')).then(|| {
        Foreign::new(word.trim_end(), "a definition begins with the name that it defines")
            .write(format!("{name} = {formula}"))
    })
}

/// `show that dy/dx = 2*x`, `claim y >= 0 for all x`.
pub(super) fn claim_in_words<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let words = ["claim", "show", "prove", "verify", "check", "assert"];
    let rest = after_word(line, &words)?;
    let claimed = after_word(rest, &["that"]);
    let (statement, everywhere) = [" for all ", " for every ", " for any ", " ∀", " everywhere"]
        .iter()
        .find_map(|words| Some((claimed.unwrap_or(rest).split_once(words)?.0, true)))
        .unwrap_or((claimed.unwrap_or(rest), false));
    let compares = statement.contains(['=', '<', '>', '≤', '≥']);
    let is_foreign = claimed.is_some() || everywhere;
    let statement = statement.trim().trim_end_matches(['.', ',']);
    (compares && is_foreign).then(|| {
        let is_claim = claimed.is_none() && line.trim_start().starts_with("claim");
        let message = if is_claim {
            "that a claim is about all values and indices goes without saying"
        } else {
            "what must hold is stated with `claim`"
        };
        let form = Foreign::new(line, message).write(format!("claim {statement}"));
        if everywhere && !is_claim { form.help("a claim is about all values of what has none") } else { form }
    })
}

/// `y = x^2, find dy/dx`, `y = x^2 derive dy/dx`.
pub(super) fn two_statements<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let (at, task) = line.match_indices([' ', ',']).find_map(|(at, _)| {
        let behind = line[at + 1..].trim_start();
        let behind = after_word(behind, &["and", "then"]).unwrap_or(behind);
        after_word(behind, TASKS).map(|task| (at, task))
    })?;
    let first = line[..at].trim().trim_end_matches([',', ';', '.']);
    let (name, _) = definition(first)?;
    let derivative = derivative(task).or_else(|| {
        derivative(&format!("derivative of {}", task.trim_start_matches("the derivative of ")))
    })?;
    is_name(name).then(|| {
        Foreign::new(line[at..].trim_start_matches([',', ' ']), "one line says one thing")
            .write(first)
            .write(format!("derive {derivative}"))
    })
}

/// `Let y = x^2. Find dy/dx.`, `The loss is L = (y - t)^2.`
pub(super) fn sentences<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let is_prose = line.ends_with('.') || line.contains(". ") || line.ends_with('?');
    let words = line
        .split_whitespace()
        .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
        .count();
    if !is_prose || words == 0 {
        return None;
    }
    let mut form = Foreign::new(line, "this is a sentence, and a worksheet is made of formulas");
    for sentence in line.split(". ").map(|sentence| sentence.trim_end_matches(['.', '?', '!']).trim()) {
        if let Some(derivative) = after_word(sentence, TASKS).and_then(derivative) {
            form = form.write(format!("derive {derivative}"));
        } else if let Some((name, formula)) = definition(sentence)
            && let Some(name) = name.rsplit(' ').next()
            && is_name(name)
            && !formula.contains(' ') | formula.contains(['+', '-', '*', '/', '^'])
        {
            let given = if is_number(formula) { "given " } else { "" };
            form = form.write(format!("{given}{name} = {formula}"));
        }
    }
    Some(form.help("begin a line that is for readers with `#`"))
}

/// What is said of a word that begins a task which is none of a worksheet.
pub(crate) fn task(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "integrate" | "integral" | "∫" => "integrals are not worked out here: derivatives are",
        "solve" | "roots" => "equations are not solved here: derivatives are worked out",
        "plot" | "graph" | "draw" => "nothing is plotted from within a worksheet",
        "print" | "disp" | "display" | "println" | "printf" | "pprint" => {
            "nothing is printed by a statement: the page shows the quantities and what is asked for"
        }
        "simplify" | "expand" | "factor" | "collect" => {
            "a result is brought to a finished form without being asked"
        }
        "limit" | "lim" => "limits are not worked out here: derivatives are",
        "minimize" | "minimise" | "maximize" | "maximise" => {
            "nothing is minimised here; steps of gradient descent are carried out"
        }
        _ => return None,
    })
}

/// `integrate y`, `solve y = 4`, `plot y`.
pub(super) fn other_task<'l>(line: &'l str, _: &'l str) -> Option<Foreign<'l>> {
    let (word, rest) = match line.chars().next()? {
        '∫' => ("∫", &line['∫'.len_utf8()..]),
        _ => first_word(line)?,
    };
    let message = task(word)?;
    if rest.starts_with(['=', '(', '[']) && word != "∫" {
        return None;
    }
    let form = Foreign::new(&line[..word.len()], message);
    Some(match word.to_ascii_lowercase().as_str() {
        "plot" | "graph" | "draw" => form.help(
            "`chainrule run --plot` draws the products and trainings of a worksheet, `--graph` its network",
        ),
        "minimize" | "minimise" => form.help("write `update w by 0.1 for 100 steps`"),
        _ => match derivative(rest) {
            Some(derivative) => form.write(format!("derive {derivative}")),
            None => form.help("write `derive dy/dx` for a derivative"),
        },
    })
}
