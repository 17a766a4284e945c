//! Changed worksheets, worked out to the end: no panic, no hang, no flood of memory or text.
//!
//! The default run takes a few; the long one runs them in processes of their own, which it can end:
//!
//! ```sh
//! CHAINRULE_FUZZ_COUNT=200000 cargo test --release --workspace --test fuzz -- --ignored --exact long_run --nocapture
//! ```
//!
//! `CHAINRULE_FUZZ_COUNT` says how many worksheets are worked out (30 000 where nothing is said), or
//! `CHAINRULE_FUZZ_SECONDS` for how long; `CHAINRULE_FUZZ_SEED` says where it begins, `CHAINRULE_FUZZ_CORPUS` names a folder of more worksheets, and
//! `CHAINRULE_FUZZ_SHOW=SEED` has the default run show the worksheet of a seed and run that alone.

use std::io::{BufRead, BufReader, Write};
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use chainrule::diagnostic::{Style, render};
use chainrule::{ALL_FORMATS, Options, Order, PARTS, Show, Steps, run};
use chainrule_tests::mutation::{Corpus, Random};

/// So many bytes of a page are too many for a worksheet of less than a hundred lines.
const MOST_PAGE_BYTES: usize = 64 << 20;

/// JSON tells all of each quantity: so many bytes are too many for one, where a family stands for tens of thousands.
const MOST_BYTES_A_QUANTITY: usize = 8 << 10;

/// So many worksheets are worked out by the long run, where neither a number nor a time is given.
const USUAL_COUNT: u64 = 30_000;

/// The memory of one process, in KiB.
const MEMORY: u32 = 2 << 20;

/// The processor time of one worksheet, in seconds, in a release build; unoptimised code gets four times that.
const PATIENCE: f64 = if cfg!(debug_assertions) { 40.0 } else { 10.0 };

fn variable<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

fn corpus() -> Corpus {
    Corpus::new(variable::<PathBuf>("CHAINRULE_FUZZ_CORPUS").as_deref())
}

/// What is asked, a little of everything.
fn options(seed: u64) -> Options {
    let mut random = Random::seeded(!seed);
    let mut options = Options { full: random.below(8) == 0, ..Options::default() };
    options.show = match random.below(4) {
        0 | 1 => Show::everything(),
        2 => {
            let parts = (0..=random.below(4)).map(|_| PARTS[random.below(PARTS.len())].0).collect();
            Show { parts: Some(parts), steps: [None, Some(Steps::All)][random.below(2)] }
        }
        _ => Show::default(),
    };
    if random.below(4) == 0 {
        options.formats =
            (0..=random.below(3)).map(|_| ALL_FORMATS[random.below(ALL_FORMATS.len())]).collect();
    }
    if random.below(4) == 0 {
        options.order = Order::Forward;
    }
    if random.below(4) == 0 {
        let roundings = ["4dp", "3sf", "1dp", "50sf", "2dp:half-up"];
        options.rounding = roundings[random.below(roundings.len())].parse().ok();
    }
    if random.below(4) == 0 {
        options.top_paths = Some(1 + random.below(5));
    }
    if random.below(4) == 0 {
        options.paths = Some(random.below(20));
    }
    if random.below(8) == 0 {
        options.digits = Some(1 + random.below(60));
    }
    options
}

/// From text to page, in every output; whether there is one.
fn work(text: &str, options: &Options) -> bool {
    let outcome = run("fuzz", text, options);
    let said = render(&outcome.source, &outcome.diagnostics, Style::Plain);
    assert!(said.len() < 200_000, "{} bytes are said", said.len());
    let is_wrong = outcome.diagnostics.iter().any(chainrule::diagnostic::Diagnostic::is_error);
    let Some(report) = outcome.report else {
        assert!(is_wrong, "there is no report and no error");
        return false;
    };
    let is_refused =
        report.is_refused || report.derivations.iter().any(|derivation| derivation.refusal.is_some());
    assert!(!is_wrong || is_refused, "there is a report beside an error that refuses no derivation of it");
    let document = chainrule::page(&report, options);
    let page = document.text(80, false, false);
    assert!(!page.contains('\u{1b}'), "something raw is on the page");
    let ascii = document.text(60, true, false);
    assert!(ascii.is_ascii(), "the page in ASCII is not");
    let latex = document.latex(true);
    let json = chainrule::json(&report, options);
    serde_json::from_str::<serde::de::IgnoredAny>(&json).expect("JSON");
    let most = MOST_PAGE_BYTES.max(MOST_BYTES_A_QUANTITY * report.worksheet().defined.len());
    assert!(json.len() < most, "{} bytes of JSON", json.len());
    for length in [page.len(), ascii.len(), latex.len()] {
        assert!(length < MOST_PAGE_BYTES, "a page of {length} bytes");
    }
    true
}

#[test]
fn changed_worksheets_are_worked_out() {
    let corpus = corpus();
    if let Some(seed) = variable::<u64>("CHAINRULE_FUZZ_SHOW") {
        let text = corpus.mutated(seed);
        let shown = format!("{text}# {:?}\n", options(seed));
        std::io::stdout().write_all(shown.as_bytes()).expect("standard output");
        work(&text, &options(seed));
        return;
    }
    let mut pages = 0;
    for seed in 1..=640 {
        let text = corpus.mutated(seed);
        let worked = catch_unwind(|| work(&text, &options(seed)));
        assert!(worked.is_ok(), "seed {seed}:\n{text}");
        pages += usize::from(worked.is_ok_and(|is_page| is_page));
    }
    // Worksheets that can't be read try the reader alone.
    assert!(pages > 150, "only {pages} worksheets have a page");
}

/// Works out one worksheet after the other, and tells which; what panics is told and passed over.
#[test]
#[ignore = "a part of long_run"]
fn worker() {
    let Some(first) = variable::<u64>("CHAINRULE_FUZZ_FIRST") else { return };
    let end = variable::<u64>("CHAINRULE_FUZZ_END").unwrap_or(u64::MAX);
    let corpus = corpus();
    let mut out = std::io::stdout();
    for seed in first..end {
        writeln!(out, "seed {seed}").and_then(|()| out.flush()).expect("somebody listens");
        let text = corpus.mutated(seed);
        let word = match catch_unwind(|| work(&text, &options(seed))) {
            Ok(true) => "page",
            Ok(false) => continue,
            Err(_) => "panic",
        };
        writeln!(out, "{word} {seed}").expect("somebody listens");
    }
    writeln!(out, "end {end}").and_then(|()| out.flush()).expect("somebody listens");
}

/// A process that works out worksheets, and what it tells.
struct Worker {
    child: Child,
    lines: Receiver<String>,
}

impl Worker {
    fn new(first: u64, end: u64) -> Self {
        let program = std::env::current_exe().expect("the test has a path");
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")).arg(program);
        command.args(["--exact", "worker", "--ignored", "--nocapture", "--test-threads", "1"]);
        command.env("CHAINRULE_FUZZ_FIRST", first.to_string()).env("CHAINRULE_FUZZ_END", end.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the test runs itself");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            out.lines().map_while(Result::ok).take_while(|line| tell.send(line.clone()).is_ok()).count()
        });
        Self { child, lines }
    }

    /// The processor time it has used, in seconds: the machine may be busy with other things.
    fn used(&self) -> f64 {
        const TICKS: f64 = 100.0;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came of a range of worksheets.
#[derive(Default)]
struct Found {
    worked: u64,
    pages: usize,
    faults: Vec<String>,
}

impl Found {
    /// Works out the worksheets of these seeds, and is told at once what is wrong with one; a process that ends or hangs is
    /// followed by another.
    fn of_range(seeds: std::ops::Range<u64>, deadline: Option<Instant>, corpus: &Corpus) -> Self {
        let is_over = || deadline.is_some_and(|deadline| Instant::now() > deadline);
        let (mut first, mut seed, mut found) = (seeds.start, seeds.start, Self::default());
        'processes: while first < seeds.end && !is_over() {
            let worker = Worker::new(first, seeds.end);
            // What stands before its first line is the harness's own.
            seed = first;
            let mut before = 0.0;
            let what = loop {
                match worker.lines.recv_timeout(Duration::from_millis(500)) {
                    Ok(line) => match line.split_once(' ') {
                        Some(("seed", number)) => {
                            seed = number.parse().expect("a seed");
                            before = worker.used();
                        }
                        Some(("page", _)) => found.pages += 1,
                        Some(("panic", _)) => found.tell(seed, "a panic", corpus),
                        Some(("end", _)) => break 'processes,
                        Some(_) | None => {}
                    },
                    Err(RecvTimeoutError::Timeout) if worker.used() - before > PATIENCE => break "a hang",
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break "an end of the process",
                }
                if is_over() {
                    break 'processes;
                }
            };
            found.tell(seed, what, corpus);
            first = seed + 1;
        }
        found.worked = (seed + 1).saturating_sub(seeds.start);
        found
    }

    fn tell(&mut self, seed: u64, what: &str, corpus: &Corpus) {
        let told = format!("seed {seed}, {what}:\n{}\n", corpus.mutated(seed));
        std::io::stdout().write_all(told.as_bytes()).expect("standard output");
        self.faults.push(told);
    }
}

#[test]
#[ignore = "runs for minutes"]
fn long_run() {
    let seconds = variable("CHAINRULE_FUZZ_SECONDS");
    let deadline = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    // Whatever the speed of the machine, the same worksheets are worked out.
    let usual = if deadline.is_none() { USUAL_COUNT } else { u64::from(u32::MAX) };
    let count = variable("CHAINRULE_FUZZ_COUNT").unwrap_or(usual);
    let start: u64 = variable("CHAINRULE_FUZZ_SEED").unwrap_or(1_000);
    let corpus = corpus();
    // A part of them for each core.
    let parts = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let bound = |part: u64| start.saturating_add(part * count / parts);
    let found: Vec<Found> = std::thread::scope(|scope| {
        let range = |part| bound(part)..bound(part + 1);
        let corpus = &corpus;
        let handles: Vec<_> = (0..parts)
            .map(|part| scope.spawn(move || Found::of_range(range(part), deadline, corpus)))
            .collect();
        handles.into_iter().map(|handle| handle.join().expect("a part ends")).collect()
    });
    let worked: u64 = found.iter().map(|part| part.worked).sum();
    let pages: usize = found.iter().map(|part| part.pages).sum();
    let faults: Vec<String> = found.into_iter().flat_map(|part| part.faults).collect();
    let counted = format!("{worked} worksheets, {pages} with a page, {} faults\n", faults.len());
    std::io::stdout().write_all(counted.as_bytes()).expect("standard output");
    assert!(faults.is_empty(), "{}", faults.concat());
}
