//! What was found in files, as text, JSON and `JUnit`.

use chainrule::diagnostic::escape;
use serde::Serialize;

use crate::line::{Line, Verdict};

/// What was found in one file.
#[derive(Clone, Debug, Default)]
pub struct FileReport {
    /// Its path, as it was named.
    pub path: String,
    /// Its relations, in the order of the page.
    pub lines: Vec<Line>,
    /// What the file shows around each wrong relation, in their order.
    pub shown: Vec<Excerpt>,
    /// Why it could not be read, or what is wrong with its worksheets.
    pub errors: Vec<String>,
}

/// A wrong relation in its line of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// A part of the line, as it stands in the file.
    pub text: String,
    /// Whether the line begins before it.
    pub is_cut: bool,
    /// The characters of it before the relation.
    pub lead: usize,
    /// The characters of it that the relation takes.
    pub marks: usize,
}

impl FileReport {
    /// 0; 1 where a relation is wrong; 2 where the file could not be read.
    pub fn exit_code(&self) -> u8 {
        if self.errors.is_empty() { u8::from(self.count(|verdict| verdict == Verdict::Wrong) > 0) } else { 2 }
    }

    fn count(&self, is: impl Fn(Verdict) -> bool) -> usize {
        self.lines.iter().filter(|line| is(line.verdict)).count()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u8,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    lines: Vec<Entry<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<&'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    line: usize,
    column: usize,
    latex: &'a str,
    role: &'a str,
    relation: &'a str,
    verdict: &'a str,
    value: Option<&'a str>,
    slip: Option<&'a str>,
    because: Option<&'a str>,
    built_on: Option<usize>,
}

/// All files as one JSON document.
pub fn json(files: &[FileReport]) -> String {
    let files = files
        .iter()
        .map(|file| File {
            path: &file.path,
            lines: file
                .lines
                .iter()
                .map(|line| Entry {
                    line: line.line,
                    column: line.column,
                    latex: &line.latex,
                    role: line.role.name(),
                    relation: line.relation,
                    verdict: line.verdict.name(),
                    value: line.value.as_deref(),
                    slip: line.slip.as_deref(),
                    because: line.because.as_deref(),
                    built_on: line.built_on,
                })
                .collect(),
            errors: file.errors.iter().map(String::as_str).collect(),
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&Document { schema: 1, files }).unwrap_or_default();
    text.push('\n');
    text
}

/// All files as `JUnit`'s XML: a test case for each relation that is judged.
pub fn junit(files: &[FileReport]) -> String {
    let judged = |line: &&Line| line.verdict.is_right() || line.verdict == Verdict::Wrong;
    let tests: usize = files.iter().map(|file| file.lines.iter().filter(judged).count()).sum();
    let failures: usize = files.iter().map(|file| file.count(|verdict| verdict == Verdict::Wrong)).sum();
    let errors: usize = files.iter().map(|file| file.errors.len()).sum();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(&format!(
        "<testsuites name=\"chainrule check\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\">\n",
        tests + errors
    ));
    for file in files {
        let lines: Vec<&Line> = file.lines.iter().filter(judged).collect();
        let wrong = file.count(|verdict| verdict == Verdict::Wrong);
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{wrong}\" errors=\"{}\">\n",
            xml(&file.path),
            lines.len() + file.errors.len(),
            file.errors.len()
        ));
        for error in &file.errors {
            out.push_str(&format!(
                "    <testcase classname=\"{}\" name=\"read\"><error message=\"{}\"/></testcase>\n",
                xml(&file.path),
                xml(error.trim_end())
            ));
        }
        for line in lines {
            let name = format!("{}:{} {}", line.line, line.column, line.latex);
            out.push_str(&format!("    <testcase classname=\"{}\" name=\"{}\"", xml(&file.path), xml(&name)));
            if line.verdict == Verdict::Wrong {
                out.push_str(&format!("><failure message=\"{}\"/></testcase>\n", xml(&remarks(line))));
            } else {
                out.push_str("/>\n");
            }
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

/// Text inside XML, without characters that XML cannot hold.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(' '),
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            sign => out.push(sign),
        }
    }
    out
}

/// What there is to say about a wrong relation, in one line.
fn remarks(line: &Line) -> String {
    let mut parts = Vec::new();
    if let Some(because) = &line.because {
        parts.push(because.clone());
    }
    if let Some(value) = &line.value {
        parts.push(format!("right: {value}"));
    }
    if let Some(slip) = &line.slip {
        parts.push(format!("likely slip: {slip}"));
    }
    parts.join("; ")
}

/// All files as text, in their order.
pub fn text(files: &[FileReport]) -> String {
    let mut out = String::new();
    for file in files {
        let path = escape(&file.path);
        for error in &file.errors {
            out.push_str(error.trim_end());
            out.push('\n');
        }
        let mut excerpts = file.shown.iter();
        for line in &file.lines {
            match line.verdict {
                Verdict::Wrong => wrong(&mut out, &path, line, excerpts.next()),
                Verdict::NotRead | Verdict::NotDecided => {
                    let because = line.because.as_deref().unwrap_or("no reason was found");
                    out.push_str(&format!(
                        "{path}:{}:{}: {}: {}\n",
                        line.line,
                        line.column,
                        line.verdict.name(),
                        escape(because)
                    ));
                    if !line.latex.is_empty() {
                        out.push_str(&format!("    {}\n", escape(&cut(&line.latex, 100))));
                    }
                }
                Verdict::Equal
                | Verdict::Proved
                | Verdict::PrintedDigits
                | Verdict::Cut
                | Verdict::RoundedOperands
                | Verdict::OrderOfMagnitude
                | Verdict::None => {
                    // Of a formula on the command line everything is told.
                    if file.path.starts_with('<') && line.verdict.is_right() {
                        out.push_str(&format!(
                            "{path}:{}:{}: {}",
                            line.line,
                            line.column,
                            line.verdict.name()
                        ));
                        if let Some(because) = line.because.as_ref().or(line.value.as_ref()) {
                            out.push_str(&format!(": {}", escape(because)));
                        }
                        out.push('\n');
                    }
                    if let Some(root) = line.built_on {
                        out.push_str(&format!(
                            "{path}:{}:{}: right as arithmetic, built on the wrong line {root}\n",
                            line.line, line.column
                        ));
                    }
                }
            }
        }
    }
    out.push_str(&summary(files));
    out
}

fn wrong(out: &mut String, path: &str, line: &Line, excerpt: Option<&Excerpt>) {
    out.push_str(&format!("{path}:{}:{}: wrong", line.line, line.column));
    if let Some(root) = line.built_on {
        out.push_str(&format!(" (and built on the wrong line {root})"));
    }
    out.push('\n');
    if let Some(excerpt) = excerpt {
        let number = line.line.to_string();
        let before = if excerpt.is_cut { "…" } else { "" };
        out.push_str(&format!("  {number} | {before}{}\n", escape(&excerpt.text)));
        let lead: String = excerpt.text.chars().take(excerpt.lead).collect();
        let lead = escape(&lead).chars().count() + before.chars().count();
        out.push_str(&format!(
            "  {} | {}{}\n",
            " ".repeat(number.len()),
            " ".repeat(lead),
            "^".repeat(excerpt.marks.clamp(1, 80))
        ));
    }
    let mut say = |what: &str, text: &str| out.push_str(&format!("    {what}{}\n", escape(text)));
    if let Some(value) = &line.value {
        say("right: ", value);
    }
    match &line.slip {
        Some(slip) => say("likely slip: ", slip),
        None if line.is_slip_sought => say("", "no simple slip fits"),
        None => say("", "no slip was looked for: too many lines of the page are wrong"),
    }
    if let Some(because) = &line.because {
        say("", because);
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars().take(most).chain(['…']).collect()
    }
}

/// How much was read, and how much of it is right.
fn summary(files: &[FileReport]) -> String {
    let count = |is: &dyn Fn(Verdict) -> bool| -> usize { files.iter().map(|file| file.count(is)).sum() };
    let all = count(&|_| true);
    let right = count(&Verdict::is_right);
    let wrong = count(&|verdict| verdict == Verdict::Wrong);
    let undecided = count(&|verdict| verdict == Verdict::NotDecided);
    let unread = count(&|verdict| verdict == Verdict::NotRead);
    let number = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    format!(
        "{}, {}: {right} right, {wrong} wrong, {undecided} not decided, {unread} not read, {} without a claim\n",
        number(files.len(), "file"),
        number(all, "relation"),
        all - right - wrong - undecided - unread
    )
}
