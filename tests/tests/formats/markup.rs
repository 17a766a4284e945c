//! What holds of a page in each format, as one who reads that format sees it.

use pulldown_cmark::{Event, Parser};

/// Tags in order, each closed by its own; nothing that runs or that comes from elsewhere.
pub(super) fn assert_is_markup(text: &str, whole: bool) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let end =
            start + rest[start..].find('>').unwrap_or_else(|| panic!("a tag that does not end: {rest}"));
        assert!(!rest[..start].contains('>'), "a bracket alone: {}", &rest[..start]);
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().expect("a name");
        assert!(!["script", "iframe", "img", "link", "object", "form", "a"].contains(&name), "<{tag}>");
        for attribute in ["on", "href", "src", "style="] {
            assert!(!tag.contains(&format!(" {attribute}")), "<{tag}>");
        }
        if tag.starts_with('!') || ["meta", "br", "wbr"].contains(&name) {
            assert!(whole || name != "meta");
        } else if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{text}");
        } else if name == "style" {
            let end = rest.find("</style>").expect("a style sheet that ends");
            rest = &rest[end + "</style>".len()..];
        } else {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
}

/// Every child that a fraction or a script wants, and no more.
pub(super) fn assert_is_mathml(text: &str) {
    for (tag, children) in
        [("mfrac", 2), ("msub", 2), ("msup", 2), ("msubsup", 3), ("munderover", 3), ("mover", 2)]
    {
        for (start, _) in text.match_indices(&format!("<{tag}")) {
            if !text[start + tag.len() + 1..].starts_with(['>', ' ']) {
                continue;
            }
            let mut depth = 0;
            let mut count = 0;
            for (at, _) in text[start..].match_indices('<') {
                let tag = &text[start + at..];
                if tag.starts_with("</") {
                    depth -= 1;
                } else {
                    count += usize::from(depth == 1);
                    depth += 1;
                }
                if depth == 0 {
                    break;
                }
            }
            assert_eq!(count, children, "<{tag}> of {}", &text[start..(start + 300).min(text.len())]);
        }
    }
}

/// The formulas of a page of Markdown, as one who looks for dollars finds them.
fn formulas(markdown: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = markdown;
    while let Some(start) = rest.find('$') {
        rest = &rest[start..];
        let fence = if rest.starts_with("$$") { "$$" } else { "$" };
        rest = &rest[fence.len()..];
        let end = rest.find(fence).unwrap_or_else(|| panic!("a formula that does not end: {rest}"));
        found.push(&rest[..end]);
        rest = &rest[end + fence.len()..];
    }
    found
}

fn assert_is_safe_formula(formula: &str) {
    let mut depth = 0i32;
    let mut before = ' ';
    let mut characters = formula.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            '\\' => {
                let after = characters.peek().copied().unwrap_or(' ');
                assert!(after.is_ascii_alphabetic(), "a backslash that Markdown eats: {formula}");
            }
            '*' | '|' | '<' | '>' | '[' | ']' | '`' | '$' | '#' | '%' => panic!("`{character}` in {formula}"),
            '_' => {
                let after = characters.peek().copied().unwrap_or(' ');
                assert!(before.is_alphanumeric() || after == ' ', "emphasis in {formula}");
            }
            _ => {}
        }
        assert!(depth >= 0, "{formula}");
        before = character;
    }
    assert_eq!(depth, 0, "{formula}");
}

/// The words of a page as `CommonMark` reads it, knowing nothing of formulas.
pub(super) fn words_of(markdown: &str) -> String {
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let mut out = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) => out.push_str(&text),
            Event::Code(text) => panic!("code: {text}"),
            Event::Html(text) | Event::InlineHtml(text) => panic!("HTML: {text}"),
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => panic!("a line broken hard in {markdown}"),
            _ => {}
        }
    }
    out
}

pub(super) fn assert_is_markdown(text: &str) {
    let words = words_of(text);
    for formula in formulas(text) {
        assert_is_safe_formula(formula);
        assert!(words.contains(formula.trim()), "Markdown changes {formula}");
    }
}

/// Brackets, quotes and dollars of Typst that pair.
pub(super) fn assert_is_typst(text: &str) {
    let mut open: Vec<char> = Vec::new();
    let mut quoted = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            // In running text quotes are plain characters, and those are escaped.
            '"' => quoted = !quoted,
            _ if quoted => {}
            ')' if open.last() == Some(&'(') => drop(open.pop()),
            ']' if open.last() == Some(&'[') => drop(open.pop()),
            '}' if open.last() == Some(&'{') => drop(open.pop()),
            '$' if open.last() == Some(&'$') => drop(open.pop()),
            '(' | '[' | '{' | '$' => open.push(character),
            ')' | ']' | '}' => panic!("`{character}` closes {open:?} in {text}"),
            _ => {}
        }
    }
    assert!(open.is_empty() && !quoted, "{open:?} stay open in {text}");
}
