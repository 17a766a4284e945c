//! The formats that pages are written in: what holds of every page in each, and the pages of some worksheets.

mod markup;
mod notations;
mod numbers;

use std::path::Path;

use chainrule::render::{Document, FORMATS, Format, Page, Settings};
use chainrule::symbolic::function::TABLE;
use chainrule::{Options, Outcome, run};
use chainrule_tests::{SETTINGS, everything, in_format};

use markup::{assert_is_markdown, assert_is_markup, assert_is_mathml, assert_is_typst, words_of};

/// The page as it is read.
fn document(name: &str, text: &str) -> Document {
    document_with(name, text, &Options::default())
}

fn document_with(name: &str, text: &str, options: &Options) -> Document {
    let Outcome { diagnostics, report, .. } = run(name, text, options);
    chainrule::page(&report.unwrap_or_else(|| panic!("{name}: {diagnostics:?}")), options)
}

fn page(format: &str, document: &Document) -> String {
    in_format(format, document)
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
        .flat_map(|name| std::fs::read_dir(folder.join(name)).expect("a folder"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "chain"))
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

/// LaTeX has a spelling for every character of a page: `[?]` stands for one that it lacks.
#[test]
fn no_character_of_a_page_lacks_a_spelling_in_latex() {
    for (name, text) in worksheets() {
        for options in [Options::default(), everything()] {
            let latex = page("latex", &document_with(&name, &text, &options));
            assert!(!latex.contains("[?]"), "{name}: {latex}");
        }
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

/// A page says the same in every format: each reason and each rule stands in all of them.
#[test]
fn nothing_is_left_out() {
    for format in FORMATS {
        let page =
            recorded(format.name, "Z = w*x + b; a = sigmoid(Z); derive da/dw; given w = 1, x = 2, b = 0");
        let plain = page.replace("\u{A0}", " ").replace("</mtext>", "");
        for part in ["chain rule", "derivative of sigmoid", "sum rule", "factors collected", "verified"] {
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
