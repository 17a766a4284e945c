//! The formats that pages are written in: what holds of every page in each, and the pages of some worksheets.

use std::path::Path;

use chainrule::render::{Document, FORMATS, Format, Page, Settings};
use chainrule::symbolic::function::TABLE;
use chainrule::{Options, Outcome, run};
use chainrule_tests::everything;
use pulldown_cmark::{Event, Parser};

const SETTINGS: Settings =
    Settings { width: 100, ascii: false, color: false, standalone: false, equations: false, named: false };

/// The page as it is read.
fn document(name: &str, text: &str) -> Document {
    document_with(name, text, &Options::default())
}

fn document_with(name: &str, text: &str, options: &Options) -> Document {
    let Outcome { diagnostics, report, .. } = run(name, text, options);
    chainrule::page(&report.unwrap_or_else(|| panic!("{name}: {diagnostics:?}")), options)
}

fn page(format: &str, document: &Document) -> String {
    Format::find(format).expect("a format").write(&[Page { name: "sheet.chain", document }], &SETTINGS)
}

/// The page with every part and every step.
fn recorded(format: &str, text: &str) -> String {
    page(format, &document_with("sheet.chain", text, &everything()))
}

fn written(format: &str, text: &str) -> String {
    page(format, &document("sheet.chain", text))
}

/// The worked examples: name and text.
fn worksheets() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found: Vec<(String, String)> = ["worked", "consumers"]
        .iter()
        .flat_map(|own| std::fs::read_dir(folder.join(own)).expect("a folder"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|own| own == "chain"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("a worksheet"))
        })
        .collect();
    found.sort();
    found
}

/// Names that could break out of a format, where they stand as they are.
const HOSTILE: &str =
    "a`b</h1><script>alert(1)</script>$x$ |y| [z](w) \\end{document} #f(1) *b* _i_ \"q\" 'r' &amp; $$";

/// Tags in order, each closed by its own; nothing that runs or that comes from elsewhere.
fn assert_is_markup(text: &str, whole: bool) {
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
fn assert_is_mathml(text: &str) {
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
                let own = &text[start + at..];
                if own.starts_with("</") {
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
    while let Some(own) = characters.next() {
        match own {
            '{' => depth += 1,
            '}' => depth -= 1,
            '\\' => {
                let after = characters.peek().copied().unwrap_or(' ');
                assert!(after.is_ascii_alphabetic(), "a backslash that Markdown eats: {formula}");
            }
            '*' | '|' | '<' | '>' | '[' | ']' | '`' | '$' | '#' | '%' => panic!("`{own}` in {formula}"),
            '_' => {
                let after = characters.peek().copied().unwrap_or(' ');
                assert!(before.is_alphanumeric() || after == ' ', "emphasis in {formula}");
            }
            _ => {}
        }
        assert!(depth >= 0, "{formula}");
        before = own;
    }
    assert_eq!(depth, 0, "{formula}");
}

/// The words of a page as `CommonMark` reads it, knowing nothing of formulas.
fn words_of(markdown: &str) -> String {
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

fn assert_is_markdown(text: &str) {
    let words = words_of(text);
    for formula in formulas(text) {
        assert_is_safe_formula(formula);
        assert!(words.contains(formula.trim()), "Markdown changes {formula}");
    }
}

/// Brackets, quotes and dollars of Typst that pair.
fn assert_is_typst(text: &str) {
    let mut open: Vec<char> = Vec::new();
    let mut quoted = false;
    let mut characters = text.chars();
    while let Some(own) = characters.next() {
        match own {
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
            '(' | '[' | '{' | '$' => open.push(own),
            ')' | ']' | '}' => panic!("`{own}` closes {open:?} in {text}"),
            _ => {}
        }
    }
    assert!(open.is_empty() && !quoted, "{open:?} stay open in {text}");
}

#[test]
fn pages_are_what_their_formats_want() {
    for (name, text) in worksheets() {
        let document = document(&name, &text);
        let html = page("html", &document);
        assert_is_markup(&html, true);
        assert_is_mathml(&html);
        assert_is_markdown(&page("markdown", &document));
        assert_is_typst(&page("typst", &document));
    }
}

#[test]
fn a_name_breaks_out_of_no_format() {
    let document = document("sheet.chain", "y = x^2; derive dy/dx");
    for format in FORMATS {
        let settings = Settings { named: true, ..SETTINGS };
        let one = Page { name: HOSTILE, document: &document };
        for pages in [&[one][..], &[one, one]] {
            let written = format.write(pages, &settings);
            match format.name {
                "html" => {
                    assert_is_markup(&written, true);
                    assert!(written.contains("&lt;script&gt;"));
                }
                "markdown" => {
                    assert_is_markdown(&written);
                    assert!(words_of(&written).contains(HOSTILE), "{}", words_of(&written));
                }
                "typst" => assert_is_typst(&written),
                // A comment, and text.
                _ => assert!(written.contains(HOSTILE)),
            }
        }
    }
}

#[test]
fn formats_are_told_apart() {
    for (place, format) in FORMATS.iter().enumerate() {
        assert!(std::ptr::eq(Format::find(format.name).expect("it is found"), *format));
        for extension in format.extensions {
            assert!(std::ptr::eq(Format::of_extension(extension).expect("it is found"), *format));
            assert!(FORMATS[..place].iter().all(|other| !other.extensions.contains(extension)));
        }
        assert!(!format.extensions.is_empty() && format.media_type.contains('/'));
    }
    assert!(Format::of_extension("TEX").is_some() && Format::of_extension("json").is_none());
}

#[test]
fn symbols_of_functions_are_well_formed() {
    for row in TABLE {
        let Some(symbol) = row.symbol() else { continue };
        assert_is_markup(symbol.mathml, false);
        assert_is_mathml(symbol.mathml);
        assert_is_typst(symbol.typst);
        assert!(!symbol.unicode.is_empty());
        assert_eq!(symbol.latex.matches('{').count(), symbol.latex.matches('}').count());
    }
}

const NOTED: &str = r#"O21 = sigmoid(Z)
Z = W*x + b
derive dO21/dW
notation O21 as "\hat{y}"
notation W as "\mathbf{W}_h^{(1)}"
notation b as "\beta'""#;

#[test]
fn a_notation_is_shown_by_every_format() {
    for (format, shown) in [
        ("text", &["ŷ = σ(Z)", "∂ŷ/∂Wₕ⁽¹⁾", "Wₕ⁽¹⁾·x + β'"][..]),
        ("latex", &[r"\hat{y} &= \sigma(Z)", r"\mathbf{W}_{h}^{(1)}", r"\beta^{\prime}"]),
        ("markdown", &[r"\hat{y} &= \sigma(Z)", r"\mathbf{W}_ {h}^{(1)}", r"\beta^{\prime}"]),
        (
            "html",
            &[
                r#"<mover accent="true"><mrow><mi>y</mi></mrow><mo stretchy="false">^</mo></mover>"#,
                "<mi>𝐖</mi>",
            ],
        ),
        ("typst", &["hat(y)", "upright(bold(W))_(h)^(\\(1\\))", "β^(′)"]),
    ] {
        let page = recorded(format, NOTED);
        for part in shown {
            assert!(page.contains(part), "{format} lacks {part}: {page}");
        }
        assert!(
            !page.contains("O21") && !page.contains("O_{21}") && !page.contains("O₂₁"),
            "{format}: {page}"
        );
    }
    let ascii = Format::find("text").expect("text").write(
        &[Page { name: "", document: &document("sheet.chain", NOTED) }],
        &Settings { ascii: true, ..SETTINGS },
    );
    assert!(ascii.contains("dy_hat/dW_h^{(1)}") && ascii.is_ascii(), "{ascii}");
}

#[test]
fn a_notation_for_one_format_is_shown_by_it_alone() {
    for format in FORMATS {
        let own = format.name;
        let sheet =
            format!("y = x^2\nderive dy/dx\nnotation x as \"\\alpha\"\nnotation x as \"qq\" in {own}");
        for other in FORMATS {
            let page = written(other.name, &sheet);
            let is_shown =
                page.contains("qq") || page.contains("<mi>q</mi><mi>q</mi>") || page.contains("q q");
            assert_eq!(is_shown, other.name == own, "{own} in {}: {page}", other.name);
            let general = ["α", r"\alpha"].iter().any(|greek| page.contains(greek));
            assert_eq!(general, other.name != own, "{own} in {}: {page}", other.name);
        }
    }
}

#[test]
fn words_are_for_text() {
    let page = written("text", "y = x^2; derive dy/dx; notation x as \"the input\" in text");
    assert!(page.contains("y = the input²") && page.contains("∂y/∂the input"), "{page}");
    // What ASCII can't write has the worksheet's name there.
    let document = document("sheet.chain", "y = x^2; derive dy/dx; notation x as \"重み\" in text");
    let text = Format::find("text").expect("text");
    for (ascii, shown) in [(false, "重み²"), (true, "x^2")] {
        let page = text.write(&[Page { name: "", document: &document }], &Settings { ascii, ..SETTINGS });
        assert!(page.contains(shown), "{page}");
    }
}

#[test]
fn names_that_text_can_not_tell_apart_stay_those_of_the_worksheet() {
    for (sheet, shown) in [
        (r#"a = 2*x; b = 3*a; derive db/dx; notation a as "\mathbf{b}""#, "∂b/∂a·∂a/∂x"),
        (
            r#"a = 2*x; b = 3*a; derive db/dx; notation a as "\mathbf{u}"; notation b as "\mathcal{u}""#,
            "∂b/∂a·∂a/∂x",
        ),
        (r#"a = 2*x; b = 3*a; derive db/dx; notation a as "u"; notation b as "v""#, "∂v/∂u·∂u/∂x"),
        // In ASCII the notation of one is the name of the other.
        (
            r#"a = 2*y1_dot; b = 3*a; derive db/dy1_dot; notation a as "\dot{\mathrm{y1}}""#,
            "∂b/∂a·∂a/∂y1_dot",
        ),
    ] {
        let page = recorded("text", sheet);
        assert!(page.contains(shown), "{page}");
    }
    let page = written("latex", r#"a = 2*x; b = 3*a; derive db/dx; notation a as "\mathbf{b}""#);
    assert!(page.contains(r"\frac{\partial b}{\partial \mathbf{b}}"), "{page}");
}

#[test]
fn what_is_no_notation_is_refused_where_it_stands() {
    for (notation, wrong) in [
        (r#"x as "\hat{y}\input{z}""#, r"\input"),
        (r#"x as "<script>""#, "<"),
        (r#"x as "a`b`""#, "`"),
        (r#"x as "a$b""#, "$"),
        (r#"x as "a#b" in typst"#, "#"),
        (r#"x as "<b>" in html"#, "<"),
        (r#"x as "\def\a{b}" in markdown"#, r"\def"),
        (r#"x as "\hat{y" in latex"#, "{"),
        (r#"x as "a" in klingon"#, "klingon"),
        ("x as \"a\u{200B}\" in text", "\u{200B}"),
        (r#"x as "" in text"#, ""),
    ] {
        let text = format!("y = x^2; derive dy/dx\nnotation {notation}");
        let outcome = run("sheet.chain", &text, &Options::default());
        let refused = outcome.diagnostics.iter().find(|own| own.is_error()).expect(notation);
        assert!(outcome.report.is_none());
        let mark = &text[refused.primary.span.range()];
        assert_eq!(mark, wrong, "{notation}: {refused:?}");
        assert!(matches!(refused.code.id, "E0606" | "E0101" | "E0102" | "E0103"), "{notation}: {refused:?}");
    }
}

#[test]
fn notations_that_are_wrong_are_said_beside_other_mistakes() {
    let text = "y = x^2; derive dy/dq\nnotation x as \"\\foo\"\nnotation y as \"{\"";
    let outcome = run("sheet.chain", text, &Options::default());
    let marks: Vec<&str> = outcome.diagnostics.iter().map(|own| &text[own.primary.span.range()]).collect();
    assert_eq!(marks, ["q", "\\foo", "{"]);
}

/// A page says the same in every format: each reason and each rule stands in all of them.
#[test]
fn nothing_is_left_out() {
    for format in FORMATS {
        let page =
            recorded(format.name, "Z = w*x + b; a = sigmoid(Z); derive da/dw; given w = 1, x = 2, b = 0");
        let plain = page.replace("\u{A0}", " ").replace("</mtext>", "");
        for part in ["chain rule", "derivative of sigmoid", "sum rule", "factors gathered", "verified"] {
            assert!(plain.contains(part), "{} lacks {part}: {page}", format.name);
        }
    }
}

const SHOWN: &[&str] = &[
    "vanishing.chain",
    "overflow-f16.chain",
    "exploding.chain",
    "second-derivative.chain",
    "any-depth.chain",
    "zhou.chain",
];

#[test]
fn pages_of_some_worksheets() {
    for (name, text) in worksheets().iter().filter(|(name, _)| SHOWN.contains(&name.as_str())) {
        let document = document(name, text);
        let stem = name.trim_end_matches(".chain");
        insta::assert_snapshot!(format!("{stem}.md"), page("markdown", &document));
        insta::assert_snapshot!(format!("{stem}.typ"), page("typst", &document));
        if ["vanishing.chain", "exploding.chain"].contains(&name.as_str()) {
            insta::assert_snapshot!(format!("{stem}.html"), page("html", &document));
        }
    }
}
