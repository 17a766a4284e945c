//! Notes proofread: single lines whose truth is known, whole pages with seeded errors, and hostile ones.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chainrule_notes::{
    FileKind, Kind, Line, Math, Page, Role, Verdict, check, mdbook, pandoc, proofread, single, weave,
};
use chainrule_tests::command_folder;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("notes")
}

fn page(name: &str) -> Vec<Line> {
    let text = std::fs::read_to_string(folder().join("pages").join(name)).expect("a page");
    let kind = FileKind::of(name).expect("notes");
    proofread(&Page::read(kind, &text).expect("it is read"))
}

fn notes(text: &str) -> Vec<Line> {
    proofread(&Page::read(FileKind::Markdown, text).expect("it is read"))
}

/// What the relations of a formula come to together.
fn judged(lines: &[Line]) -> &'static str {
    let has = |is: &dyn Fn(Verdict) -> bool| lines.iter().any(|line| is(line.verdict));
    if has(&|verdict| verdict == Verdict::Wrong) {
        "false"
    } else if has(&|verdict| verdict == Verdict::NotDecided) {
        "not decided"
    } else if has(&|verdict| verdict == Verdict::NotRead) {
        "unread"
    } else if has(&Verdict::is_right) {
        "true"
    } else {
        "none"
    }
}

#[test]
fn single_lines_whose_truth_is_known() {
    let text = std::fs::read_to_string(folder().join("lines.tsv")).expect("the lines");
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in text.lines().filter(|row| !row.starts_with('#')) {
        let parts: Vec<&str> = row.split('\t').collect();
        let (truth, latex) = (parts[0], parts[1]);
        let givens: Vec<String> = parts[2]
            .split(";;")
            .map(|given| given.trim().to_owned())
            .filter(|given| !given.is_empty())
            .collect();
        let lines = single(latex, &givens);
        count += 1;
        if judged(&lines) != truth {
            wrong.push(format!("{latex} is {truth}, but judged {}: {lines:?}", judged(&lines)));
        }
    }
    assert!(count >= 150, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The lines of a page on which something is wrong, with the slips.
fn wrong_on(name: &str) -> Vec<(usize, Option<String>)> {
    let wrong = page(name).into_iter().filter(|line| line.verdict == Verdict::Wrong);
    wrong.map(|line| (line.line, line.slip)).collect()
}

#[track_caller]
fn expect(name: &str, seeded: &[(usize, Option<&str>)]) {
    let found = wrong_on(name);
    let lines = |all: Vec<usize>| all;
    assert_eq!(
        lines(found.iter().map(|(line, _)| *line).collect()),
        lines(seeded.iter().map(|(line, _)| *line).collect()),
        "{name}: {found:?}"
    );
    for ((line, slip), (_, wanted)) in found.iter().zip(seeded) {
        if let Some(wanted) = wanted {
            assert!(slip.as_deref().is_some_and(|slip| slip.contains(wanted)), "{name}:{line}: {slip:?}");
        }
    }
}

#[test]
fn pages_with_seeded_errors() {
    expect(
        "two-layers.md",
        &[
            (12, Some("digits are exchanged")),
            (24, Some("sign of one term")),
            (30, Some("slope of a function is left out")),
            (33, Some("decimal point")),
        ],
    );
    expect("chain.tex", &[(12, None), (18, Some("sign of one term")), (19, Some("sign of one term"))]);
    expect(
        "rates.qmd",
        &[(6, Some("decimal point")), (12, Some("decimal point")), (20, Some("digits are exchanged"))],
    );
    expect("notebook.ipynb", &[(9, Some("base of the logarithm")), (26, Some("sign"))]);
    expect("gates.md", &[(6, None), (8, Some("square")), (12, Some("decimal point")), (16, None)]);
}

#[test]
fn what_is_built_on_a_wrong_line_says_so() {
    let lines = page("gates.md");
    let built: Vec<(usize, Verdict, Option<usize>)> = lines
        .iter()
        .filter(|line| line.line == 18)
        .map(|line| (line.column, line.verdict, line.built_on))
        .collect();
    assert_eq!(built[1], (7, Verdict::Equal, Some(16)));
    assert_eq!(built[2], (15, Verdict::Equal, Some(16)));
}

#[test]
fn a_page_on_vanishing_gradients_from_beginning_to_end() {
    let lines = page("vanishing.md");
    let at = |number: usize| -> Vec<&Line> { lines.iter().filter(|line| line.line == number).collect() };
    let wrong: Vec<&Line> = lines.iter().filter(|line| line.verdict == Verdict::Wrong).collect();
    let [slip] = wrong.as_slice() else { panic!("{wrong:?}") };
    assert_eq!(slip.line, 11);
    assert_eq!(slip.value.as_deref(), Some("2e-13"));
    assert_eq!(slip.slip.as_deref(), Some("the decimal point: the number is one place too small"));
    // What is about 0 is 0 to the digits printed, and said not to be 0.
    assert!(at(13)[0].because.as_deref().is_some_and(|because| because.contains("is not 0")));
    // The sign is the sigmoid by the page's own words, so that its range is proved.
    assert!(at(21).iter().all(|line| line.verdict == Verdict::Proved), "{:?}", at(21));
    assert!(at(23).iter().all(|line| line.verdict == Verdict::Proved), "{:?}", at(23));
    assert!(at(25).iter().all(|line| line.verdict == Verdict::Proved), "{:?}", at(25));
    let unread = at(29)[0];
    assert_eq!(unread.verdict, Verdict::NotRead);
    assert!(
        unread
            .because
            .as_deref()
            .is_some_and(|because| because.contains("comparison stands inside brackets"))
    );
    assert_eq!((at(33)[0].role, at(33)[0].verdict), (Role::Substitution, Verdict::Equal));
    assert_eq!(at(34)[0].verdict, Verdict::Equal);
}

#[test]
fn a_notation_line_names_the_sigmoid() {
    let text =
        "<!-- notation sigmoid as \"\\ominus\" -->\n\n$$\\ominus(z) \\le 1$$\n\n$$\\ominus(0) = 0.5$$\n";
    let lines = notes(text);
    assert!(lines.iter().all(|line| line.verdict.is_right()), "{lines:?}");
}

#[test]
fn what_is_no_claim_is_never_wrong() {
    for text in [
        "$w x + b = 0$ and $k(1-p) = (n-k)p$",
        "$x = 2$ and later $x = 3$",
        "$i = 1, 2, 3$",
        "$w = w - \\alpha g$ with $w \\gets w - 0.1$",
        "the equations (1) and (2), $(1) = (2)$",
        "$\\frac{\\partial L}{\\partial w} = 0$",
        "if $x > 0$, $|w| < 4$",
        "$y = f(x)$, $\\hat{y} = \\sigma(z)$ and $L = (y - \\hat{y})^2$",
        "$\\frac{\\partial L}{\\partial w} = \\frac{\\partial L}{\\partial a} \\frac{\\partial a}{\\partial w}$",
        "$(y - \\hat{y})^2 = (y - \\sigma(z))^2$",
        "$\\sigma(x) = \\tanh(x)$ or $\\sigma(x) = \\max(0, x)$, and then $\\sigma(-1) = 0$",
        "$$ f = x y \\hspace{0.5in} \\frac{\\partial f}{\\partial x} = y \\hspace{0.5in} \\frac{\\partial f}{\\partial y} = x $$",
        "It costs $5 and $10, which is $15.",
    ] {
        let wrong: Vec<Line> =
            notes(text).into_iter().filter(|line| line.verdict == Verdict::Wrong).collect();
        assert!(wrong.is_empty(), "{text}: {wrong:?}");
    }
}

#[test]
fn numbers_are_judged_at_their_printed_digits() {
    for (latex, verdict) in [
        ("2/3 = 0.667", Verdict::PrintedDigits),
        ("2/3 = 0.66", Verdict::Cut),
        ("2/3 = 0.68", Verdict::Wrong),
        ("1/4 = 0.25", Verdict::Equal),
        ("7/2 = 4", Verdict::Wrong),
        (r"0.25^{20} \approx 10^{-12}", Verdict::OrderOfMagnitude),
        (r"0.25^{20} \approx 10^{-13}", Verdict::Wrong),
        (r"1.5^{49} \approx 6.4 \times 10^8", Verdict::Wrong),
        (r"\ln 4 = 2 \ln 2", Verdict::Equal),
    ] {
        let lines = single(latex, &[]);
        assert_eq!(lines[0].verdict, verdict, "{latex}: {lines:?}");
    }
}

#[test]
fn hostile_notes_end_and_say_why() {
    let deep = format!("$${}x{} = 1$$", "(".repeat(20_000), ")".repeat(20_000));
    let braces = format!("$${}$$", "{".repeat(100_000));
    let long = format!("$x = {}1$", "1+".repeat(3_000_000));
    let dollars = "$a ".repeat(2_000_000);
    let fences = "```chain\n".to_owned() + &"y = x\n".repeat(10);
    let endless = r"\newcommand{\a}{\a\a} $\a = 1$ \newcommand{\b}{\b} $\b = 2$".to_owned();
    let script = "$x<script>alert(1)</script> = 2$ and $\u{202e}y = 3$".to_owned();
    let unclosed = "$$ 1 + 1 = 3\n\nand more\n\n\\[ 2 = 2".to_owned();
    for text in [deep, braces, long, dollars, fences, endless, script, unclosed] {
        let report = check("notes.md", Kind::Notes(FileKind::Markdown), &text);
        let out = chainrule_notes::text(std::slice::from_ref(&report));
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "no control character is echoed");
        assert!(chainrule_notes::json(std::slice::from_ref(&report)).starts_with('{'));
        assert!(chainrule_notes::junit(&[report]).starts_with("<?xml"));
    }
    let never = notes("$$ 1 + 1 = 3\n\nand more");
    assert_eq!(never[0].verdict, Verdict::NotRead);
    assert!(never[0].because.as_deref().is_some_and(|because| because.contains("never closed")));
}

/// A folder of the test's own.
fn own_folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("chainrule-notes-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let done = Command::new(command_folder().join("chainrule"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code().expect("it ends by itself"), text(done.stdout), text(done.stderr))
}

#[test]
fn the_command_checks_folders() {
    let folder = own_folder("check");
    for (name, text) in [
        ("a.md", "# A\n\n$1 + 1 = 2$\n\n```chain\ny = x^2\ngiven x = 3\nclaim dy/dx = 6\n```\n"),
        ("b.chain", "y = x^2\ngiven x = 3\nclaim dy/dx = 5\n"),
        (".gitignore", "ignored.md\n"),
        ("ignored.md", "$1 + 1 = 3$\n"),
        ("text.txt", "$1 + 1 = 3$\n"),
    ] {
        std::fs::write(folder.join(name), text).expect("a file can be written");
    }
    let (code, out, _) = run(&folder, &["check", ".", "--format", "json"]);
    assert_eq!(code, 1, "{out}");
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(found["schema"], 1);
    let files = found["files"].as_array().expect("files");
    let verdicts: Vec<(&str, Vec<&str>)> = files
        .iter()
        .map(|file| {
            let lines = file["lines"].as_array().expect("lines");
            let verdicts = lines.iter().map(|line| line["verdict"].as_str().expect("a verdict")).collect();
            (file["path"].as_str().expect("a path"), verdicts)
        })
        .collect();
    assert_eq!(verdicts, [("./a.md", vec!["equal", "proved"]), ("./b.chain", vec!["wrong"])]);
    let line = &files[0]["lines"][0];
    for key in
        ["line", "column", "latex", "role", "relation", "verdict", "value", "slip", "because", "built_on"]
    {
        assert!(line.get(key).is_some(), "{key}");
    }
    assert_eq!(run(&folder, &["check", "a.md"]).0, 0);
    std::fs::write(folder.join("c.chain"), "y = (x\n").expect("a file can be written");
    assert_eq!(run(&folder, &["check", "."]).0, 2);
    assert_eq!(run(&folder, &["check", "missing.md"]).0, 2);
    assert_eq!(run(&folder, &["check"]).0, 2);
    assert_eq!(run(&folder, &["check", "-e", r"\sigma(z)(1-\sigma(z)) = \sigma'(z)"]).0, 0);
    let (code, out, _) =
        run(&folder, &["check", "-e", r"\alpha w = 2", "--given", r"\alpha = 0.001", "--given", "w = 200"]);
    assert_eq!(code, 1);
    assert!(out.contains("right: 0.2"), "{out}");
    let (_, out, _) = run(&folder, &["check", "b.chain", "--format", "junit"]);
    assert!(out.contains("<testsuite name=\"b.chain\" tests=\"1\" failures=\"1\""), "{out}");
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}

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
fn mdbook_and_pandoc_get_back_what_they_gave_with_the_derivations() {
    let sheet = "# T\n\n```chain\ny = x^2\nderive dy/dx\n```\n";
    for key in ["sections", "items"] {
        let inner = serde_json::json!({"Chapter": {"content": sheet, "path": "b.md", "sub_items": []}});
        let chapter = serde_json::json!({"Chapter": {"content": "a", "path": "a.md", "sub_items": [inner]}});
        let input = serde_json::json!([{"renderer": "html"}, {key: [chapter, "Separator"]}]).to_string();
        let book: serde_json::Value = serde_json::from_str(&mdbook(&input).expect("a book")).expect("JSON");
        let content = &book[key][0]["Chapter"]["sub_items"][0]["Chapter"]["content"];
        assert!(content.as_str().expect("text").contains("<math"), "{content}");
        assert_eq!(book[key][1], "Separator");
    }
    let code = serde_json::json!({"t": "CodeBlock", "c": [["", ["chain"], [["show", "chain"]]], "y = x^2\nz = y^2\nderive dz/dx"]});
    let input = serde_json::json!({"pandoc-api-version": [1, 23], "meta": {}, "blocks": [{"t": "BlockQuote", "c": [code]}]});
    let out: serde_json::Value =
        serde_json::from_str(&pandoc(&input.to_string()).expect("a document")).expect("JSON");
    let inside = out["blocks"][0]["c"].as_array().expect("blocks");
    assert_eq!(inside.len(), 2);
    assert_eq!(inside[1]["c"][0]["c"][0]["t"], "DisplayMath");
    assert!(mdbook("[]").is_err() && pandoc("{}").is_err() && pandoc("x").is_err());
}

#[test]
fn the_command_weaves_and_says_what_is_stale() {
    let folder = own_folder("weave");
    let text = "```chain\ny = x^2\nderive dy/dx\n```\n";
    std::fs::write(folder.join("a.md"), text).expect("a file can be written");
    let (code, out, _) = run(&folder, &["weave", "--check", "."]);
    assert_eq!(code, 1);
    assert!(out.starts_with("--- ./a.md\n+++ ./a.md\n@@"), "{out}");
    assert_eq!(std::fs::read_to_string(folder.join("a.md")).expect("the file"), text);
    assert_eq!(run(&folder, &["weave", "."]).0, 0);
    assert_eq!(run(&folder, &["weave", "--check", "."]).0, 0);
    std::fs::write(folder.join("b.md"), "```chain\ny = (x\n```\n").expect("a file can be written");
    let (code, _, said) = run(&folder, &["weave", "."]);
    assert_eq!(code, 2);
    assert!(said.contains("b.md:2:"), "{said}");
    assert_eq!(run(&folder, &["mdbook", "supports", "html"]).0, 0);
    assert_eq!(run(&folder, &["mdbook", "supports", "latex"]).0, 1);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
}
