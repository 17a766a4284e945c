//! Derivations woven into notes: below their worksheets, and nothing else touched.

use chainrule_notes::{FileKind, Math, lay_out, weave};

/// A file with its derivations woven in; nothing is wrong, and weaving it again changes nothing.
fn woven(name: &str, text: &str, math: Math) -> String {
    let kind = FileKind::of(name).expect("notes");
    let first = weave(name, kind, text, math).expect("it is read");
    assert!(first.errors.is_empty(), "{:?}", first.errors);
    let again = weave(name, kind, &first.text, math).expect("it is read");
    assert_eq!(again.text, first.text, "weaving {name} twice");
    first.text
}

/// A text without what was woven in.
fn unwoven(text: &str) -> String {
    let mut kept = String::new();
    let mut is_inside = false;
    for line in text.split_inclusive('\n') {
        is_inside |= line.contains("chainrule:begin");
        if !is_inside {
            kept.push_str(line);
        }
        is_inside &= !line.contains("chainrule:end");
    }
    kept
}

#[test]
fn a_derivation_stands_below_its_worksheet_and_nothing_else_is_touched() {
    let text = "# A\n\n```chain\ny = x^2\nderive dy/dx\n```\ntext  \n\n- item\n\n  ~~~ chain\n  z = x^3\n  derive dz/dx\n  ~~~\n\n> > ```chain\n> > u = 2*x\n> > derive du/dx\n> > ```\n> > tail";
    let out = woven("a.md", text, Math::Latex);
    assert!(out.contains("&= 2\\thinspace x"), "{out}");
    assert!(out.contains("\n  <!-- chainrule:begin -->\n\n  $$\n"), "{out}");
    assert!(out.contains("\n> > <!-- chainrule:begin -->\n> >\n> > $$\n"), "{out}");
    // Blank lines before the markers are all that is left besides.
    let blank = |line: &&str| !line.trim_matches(['>', ' ']).is_empty();
    let (before, after) = (unwoven(&out), text.to_owned());
    assert_eq!(
        before.lines().filter(blank).collect::<Vec<_>>(),
        after.lines().filter(blank).collect::<Vec<_>>()
    );
    assert!(out.ends_with("> > tail"));
}

#[test]
fn line_ends_and_the_end_of_a_file_stay_as_they_are() {
    let out = woven("a.md", "\u{feff}a\r\n\r\n```chain\r\ny = x^2\r\nderive dy/dx\r\n```", Math::Latex);
    assert!(out.starts_with("\u{feff}a\r\n"));
    assert!(!out.replace("\r\n", "").contains('\n'), "every line ends as the others");
    assert!(out.ends_with("<!-- chainrule:end -->"), "{out}");
    let stale = out.replace("2\\thinspace x", "3\\thinspace x");
    assert_ne!(stale, out);
    assert_eq!(weave("a.md", FileKind::Markdown, &stale, Math::Latex).expect("it is read").text, out);
}

#[test]
fn blocks_continue_each_other_and_choose_what_is_shown() {
    let text = "```chain show=chain\nz = w*x\na = z^2\nderive da/dw\n```\n\n```chain continue\nL = (a - 1)^2\nderive dL/dw\nshow chain\n```\n";
    let out = woven("a.md", text, Math::Latex);
    assert_eq!(out.matches("$$\n\\begin{aligned}").count(), 2, "{out}");
    assert!(
        out.contains("\\frac{\\partial L}{\\partial a} \\cdot \\frac{\\partial a}{\\partial z}"),
        "{out}"
    );
    let bad =
        weave("a.md", FileKind::Markdown, "```chain show=nothing\ny = x\nderive dy/dx\n```\n", Math::Latex);
    assert!(bad.expect("it is read").errors[0].contains("is no part of a page"));
    let bad = "```chain\ny = (x\n```\n";
    let left = weave("a.md", FileKind::Markdown, bad, Math::Latex).expect("it is read");
    assert_eq!((left.text.as_str(), left.errors.len()), (bad, 1));
    let open = weave("a.md", FileKind::Markdown, "```chain\ny = x\n", Math::Latex).expect("it is read");
    assert!(open.errors[0].contains("never closed"));
}

#[test]
fn every_format_of_mathematics_and_tex_and_notebooks() {
    let text = "```chain\ny = x^2\nderive dy/dx\n```\n";
    assert!(woven("a.qmd", text, Math::Mathml).contains("<math"));
    // pandoc has its own words for thin spaces and ends of rows.
    let product = "```chain\na = sigmoid(w*x)\nderive da/dw\n```\n";
    assert!(woven("a.md", product, Math::Latex).contains("\\thinspace"));
    assert!(!woven("a.qmd", product, Math::Latex).contains("thinspace"));
    assert!(woven("a.Rmd", text, Math::Text).contains("```text\n"));
    assert!(woven("a.md", text, Math::Typst).contains("```{=typst}\n"));
    let tex = "a\n% \\begin{chain}\n% y = x^2\n% derive dy/dx\n% \\end{chain}\nb\n";
    let out = woven("a.tex", tex, Math::Latex);
    assert!(out.contains("% chainrule:begin\n\\begin{align*}"), "{out}");
    assert_eq!(unwoven(&out), tex);
    for (indent, text) in [
        (
            " ",
            "{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"metadata\": {},\n   \"source\": [\n    \"```chain\\n\",\n    \"y = x^2\\n\",\n    \"derive dy/dx\\n\",\n    \"```\"\n   ]\n  }\n ],\n \"nbformat\": 4\n}\n",
        ),
        (
            "",
            "{\"cells\":[{\"cell_type\":\"markdown\",\"id\":\"a\",\"metadata\":{},\"source\":\"```chain\\ny = x^2\\nderive dy/dx\\n```\"}],\"nbformat\":4}",
        ),
    ] {
        let out = woven("a.ipynb", text, Math::Latex);
        let notebook: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        let cells = notebook["cells"].as_array().expect("cells");
        assert_eq!(cells.len(), 2);
        assert!(cells[1]["source"][0].as_str().expect("a line").contains("chainrule:begin"));
        assert_eq!(out.contains('\n'), !indent.is_empty());
        assert!(out.starts_with(&text[..text.find("\"cell_type\"").expect("a cell")]));
    }
}

#[test]
fn worksheets_of_one_file_of_tex_have_labels_of_their_own() {
    let sheet = "\\begin{chain}\nz = w*x\na = sigmoid(z)\nderive da/dw\n\\end{chain}\n\n";
    let out = woven("a.tex", &sheet.repeat(3), Math::Latex);
    let labels: Vec<&str> = out
        .match_indices("\\label{")
        .map(|(at, _)| &out[at..at + out[at..].find('}').unwrap_or(0)])
        .collect();
    assert_eq!(labels.len(), 3, "{out}");
    assert!(labels[0] != labels[1] && labels[1] != labels[2] && labels[0] != labels[2], "{labels:?}");
}

#[test]
fn what_shows_the_text_of_tex_is_no_worksheet() {
    let sheet = "\\begin{chain}\ny = x^2\nderive dy/dx\n\\end{chain}\n";
    for name in ["verbatim", "lstlisting", "comment", "Verbatim"] {
        let text = format!("\\begin{{{name}}}\n{sheet}\\end{{{name}}}\n");
        assert_eq!(woven("a.tex", &text, Math::Latex), text, "{name}");
        let out = woven("a.tex", &format!("{text}\n{sheet}{text}"), Math::Latex);
        assert_eq!(out.matches("chainrule:begin").count(), 1, "{name}: {out}");
    }
    let open = weave("a.tex", FileKind::Tex, "\\begin{chain}\ny = x^2\n", Math::Latex).expect("it is read");
    assert!(open.errors[0].contains("never closed"), "{:?}", open.errors);
}

/// Notes with their worksheets laid out, and again.
fn laid_out(name: &str, text: &str) -> String {
    let kind = FileKind::of(name).expect("notes");
    let layout = |sheet: &str| chainrule_parser::layout(sheet).ok();
    let first = lay_out(name, kind, text, &layout).expect("it is read");
    assert!(first.errors.is_empty(), "{:?}", first.errors);
    let again = lay_out(name, kind, &first.text, &layout).expect("it is read");
    assert_eq!(again.text, first.text, "laying out {name} twice");
    first.text
}

#[test]
fn worksheets_in_notes_are_laid_out_and_nothing_else_is_touched() {
    let (sheet, right) = ("z=w*x # a\nderive  dz/dw\nshow  chain", "z = w*x  # a\nderive dz/dw\nshow chain");
    let text = format!("z=w*x\n\n```chain\n{sheet}\n```\n\n```text\nz=w*x\n```\ntail");
    assert_eq!(laid_out("a.md", &text), text.replacen(sheet, right, 1));
    let crlf = text.replace('\n', "\r\n");
    assert_eq!(
        laid_out("a.qmd", &crlf),
        crlf.replacen(&sheet.replace('\n', "\r\n"), &right.replace('\n', "\r\n"), 1)
    );
    for lead in ["> ", "  ", "> > "] {
        let quoted = |text: &str| text.lines().map(|line| format!("{lead}{line}\n")).collect::<String>();
        let text = quoted(&format!("```chain\n{sheet}\n```"));
        let before = if lead == "  " { "- item\n\n" } else { "" };
        assert_eq!(
            laid_out("a.md", &format!("{before}{text}")),
            format!("{before}{}", quoted(&format!("```chain\n{right}\n```")))
        );
    }
    let tex = format!("\\begin{{chain}}\n{sheet}\n\\end{{chain}}\n");
    assert_eq!(laid_out("a.tex", &tex), tex.replacen(sheet, right, 1));
    let lines: Vec<String> =
        format!("```chain\n{sheet}\n```").split_inclusive('\n').map(str::to_owned).collect();
    let book = |lines: &[String]| {
        let source: Vec<String> = lines.iter().map(|line| format!("{line:?}")).collect();
        format!(
            "{{\n \"cells\": [\n  {{\n   \"cell_type\": \"markdown\",\n   \"metadata\": {{}},\n   \"source\": [\n    {}\n   ]\n  }}\n ],\n \"metadata\": {{}},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}}\n",
            source.join(",\n    ")
        )
    };
    let right: Vec<String> =
        format!("```chain\n{right}\n```").split_inclusive('\n').map(str::to_owned).collect();
    assert_eq!(laid_out("a.ipynb", &book(&lines)), book(&right));
    let bad =
        lay_out("a.md", FileKind::Markdown, "x\n\n```chain\ny = (x\n```\n", &|_| None).expect("it is read");
    assert!(bad.errors[0].starts_with("a.md:4: this worksheet can't be read"), "{:?}", bad.errors);
}

#[test]
fn a_claim_that_does_not_hold_is_said() {
    let text = "```chain\ny = x^2\nderive dy/dx\nclaim dy/dx = 3*x\nclaim dy/dx = 2*x\n```\n";
    let woven = weave("a.md", FileKind::Markdown, text, Math::Latex).expect("it is read");
    assert_eq!(woven.refuted, ["a.md:4: the claim `dy/dx = 3*x` does not hold\n"]);
    assert!(woven.errors.is_empty());
}
