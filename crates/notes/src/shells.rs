//! Where notes are built: mdBook and pandoc hand over what they have read, and take it back with the derivations.

use chainrule::diagnostic::{Diagnostic, Source, Style, render};
use chainrule::{Options, run_source};
use chainrule_latex::page::FileKind;
use serde_json::{Value, json};

use crate::blocks::{Block, joined};
use crate::derivation::{Math, ShownParts, formulas};
use crate::weave::{Which, weave_some};

/// A book as mdBook hands it to a preprocessor, `[context, book]`, with the derivations below its worksheets.
///
/// Mathematics is MathML: mdBook reads `_` and `*` inside formulas as emphasis.
///
/// # Errors
/// It is no book, or a worksheet in it is bad.
pub fn mdbook(input: &str) -> Result<String, String> {
    let mut all: Value =
        serde_json::from_str(input).map_err(|error| format!("what mdBook wrote is no JSON: {error}"))?;
    // `blocks = "shown"` in book.toml: a book about worksheets need not derive each of them.
    let setting = &all[0]["config"]["preprocessor"]["chainrule"]["blocks"];
    let which = match setting.as_str() {
        None | Some("all") => Which::All,
        Some("shown") => Which::Shown,
        Some(other) => {
            return Err(format!("`blocks = \"{other}\"` in book.toml: it is `all` or `shown`\n"));
        }
    };
    let Some(book) = all.get_mut(1) else { return Err("what mdBook wrote is no book".to_owned()) };
    let mut errors = String::new();
    // mdBook 0.4 has sections, 0.5 has items.
    for key in ["items", "sections"] {
        if let Some(entries) = book.get_mut(key).and_then(Value::as_array_mut) {
            chapters(entries, which, &mut errors);
        }
    }
    if errors.is_empty() { Ok(book.to_string()) } else { Err(errors) }
}

/// Chapters and those below them: JSON is read to a depth of 128.
fn chapters(entries: &mut [Value], which: Which, errors: &mut String) {
    for item in entries {
        let Some(chapter) = item.get_mut("Chapter") else { continue };
        let path = chapter.get("path").and_then(Value::as_str).unwrap_or("a chapter").to_owned();
        if let Some(content) = chapter.get("content").and_then(Value::as_str)
            && let Ok(woven) = weave_some(&path, FileKind::Markdown, content, Math::Mathml, which)
        {
            woven.errors.iter().for_each(|error| errors.push_str(error));
            chapter["content"] = Value::String(woven.text);
        }
        if let Some(entries) = chapter.get_mut("sub_items").and_then(Value::as_array_mut) {
            chapters(entries, which, errors);
        }
    }
}

/// A document as pandoc hands it to a filter, with the derivations below its worksheets.
///
/// # Errors
/// It is no document, or a worksheet in it is bad.
pub fn pandoc(input: &str) -> Result<String, String> {
    let mut document: Value =
        serde_json::from_str(input).map_err(|error| format!("what pandoc wrote is no JSON: {error}"))?;
    let Some(all) = document.get_mut("blocks") else {
        return Err("what pandoc wrote is no document".to_owned());
    };
    let mut walk = Walk { before: String::new(), errors: String::new(), count: 0 };
    walk.value(all);
    if walk.errors.is_empty() { Ok(document.to_string()) } else { Err(walk.errors) }
}

struct Walk {
    before: String,
    errors: String,
    count: usize,
}

impl Walk {
    /// Blocks stand in lists, at any depth; JSON is read to a depth of 128.
    fn value(&mut self, value: &mut Value) {
        match value {
            Value::Array(entries) => {
                let mut place = 0;
                while place < entries.len() {
                    self.value(&mut entries[place]);
                    let added = self.below(&entries[place]);
                    place += 1;
                    for block in added {
                        entries.insert(place, block);
                        place += 1;
                    }
                }
            }
            Value::Object(fields) => {
                for (_, value) in fields.iter_mut() {
                    self.value(value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// What stands below a block: paragraphs of formulas, if it is a worksheet.
    fn below(&mut self, block: &Value) -> Vec<Value> {
        let is_sheet = block["t"] == "CodeBlock"
            && block["c"][0][1]
                .as_array()
                .is_some_and(|classes| classes.iter().any(|class| class == "chain"));
        let Some(text) = block["c"][1].as_str().filter(|_| is_sheet) else { return Vec::new() };
        self.count += 1;
        let mut options = String::new();
        for pair in block["c"][0][2].as_array().into_iter().flatten() {
            if let (Some(key), Some(value)) = (pair[0].as_str(), pair[1].as_str()) {
                options.push_str(&format!("{key} {value} "));
            }
        }
        let classes = block["c"][0][1].as_array().into_iter().flatten();
        if classes.into_iter().any(|class| class == "continue") {
            options.insert_str(0, "continue ");
        }
        let block = Block::of_text(text, &options);
        let sheet = joined(&mut self.before, &block);
        let name = format!("block {}", self.count);
        match ShownParts::read(&block.options, &block.shown_parts).and_then(|parts| {
            let outcome = run_source(Source::new(name.as_str(), sheet), &Options::default());
            match outcome.report {
                Some(report) if !report.is_refuted() => Ok(formulas(&report, &Options::default(), &parts)),
                _ => {
                    let errors: Vec<Diagnostic> =
                        outcome.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
                    Err(render(&outcome.source, &errors, Style::Plain))
                }
            }
        }) {
            Ok(formulas) => formulas
                .into_iter()
                .map(|formula| json!({"t": "Para", "c": [{"t": "Math", "c": [{"t": "DisplayMath"}, formula]}]}))
                .collect(),
            Err(why) => {
                self.errors.push_str(&format!("{name}: {why}\n"));
                Vec::new()
            }
        }
    }
}
