//! Notations of the reader's own, in every format and in one alone.

use chainrule::render::{FORMATS, Format, Page, Settings};
use chainrule::{Options, run};

use super::{SETTINGS, document, recorded, written};

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
        let name = format.name;
        let sheet =
            format!("y = x^2\nderive dy/dx\nnotation x as \"\\alpha\"\nnotation x as \"qq\" in {name}");
        for other in FORMATS {
            let page = written(other.name, &sheet);
            let is_shown =
                page.contains("qq") || page.contains("<mi>q</mi><mi>q</mi>") || page.contains("q q");
            assert_eq!(is_shown, other.name == name, "{name} in {}: {page}", other.name);
            let general = ["α", r"\alpha"].iter().any(|greek| page.contains(greek));
            assert_eq!(general, other.name != name, "{name} in {}: {page}", other.name);
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
        let refused = outcome.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).expect(notation);
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
    let marks: Vec<&str> =
        outcome.diagnostics.iter().map(|diagnostic| &text[diagnostic.primary.span.range()]).collect();
    assert_eq!(marks, ["q", "\\foo", "{"]);
}
