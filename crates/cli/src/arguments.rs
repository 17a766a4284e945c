//! What can be typed on the command line.

use std::path::{Path, PathBuf};

use chainrule::render::notation::Profile;
use chainrule::render::{self, FORMATS, LATEX};
use chainrule::{ALL, DecimalRounding, MOST_TOP_PATHS, Options, PARTS, Part, Show, Steps, SumOrder};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::choices::{JacobianLayout, Order, sum_order};

/// Works out the gradients of a neural network, written as plain maths, by the chain rule, and verifies every step.
#[derive(Debug, Parser)]
#[command(
    name = "chainrule",
    version,
    after_help = "Example:\n  chainrule run -e 'Z = w*x + b; a = sigmoid(Z); derive da/dw'\n\nExit codes: 0 all well, 1 a claim failed, 2 a bad worksheet or usage, 3 a step was refuted, 70 a defect of\nchainrule."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Work out worksheets.
    #[command(
        after_help = "Examples:\n  chainrule run neuron.chain\n  chainrule run neuron.chain --standalone -o neuron.tex\n  echo 'y = x^2; derive dy/dx' | chainrule run -"
    )]
    Run {
        /// Worksheets, or Markdown files (`.md`) with code blocks marked `chain`; `-` is standard input.
        files: Vec<String>,
        /// A worksheet on the command line; statements end with `;`.
        #[arg(short = 'e', long = "expression", value_name = "TEXT")]
        expression: Option<String>,
        #[command(flatten)]
        output: Output,
        #[command(flatten)]
        pictures: Pictures,
    },
    /// Derive one expression by one name.
    #[command(after_help = "Example:\n  chainrule derive 'sigmoid(w*x + b)' --by w")]
    Derive {
        /// The expression.
        expression: String,
        /// The name to derive by.
        #[arg(long)]
        by: String,
        #[command(flatten)]
        output: Output,
    },
    /// Check worksheets, and proofread the formulas of notes.
    #[command(
        after_help = "Examples:\n  chainrule check notes/\n  chainrule check -e '0.25 \\times 500 = 125'\n  chainrule check -e 'w x = 6' --given 'w = 2' --given 'x = 3'\n\nExit codes: 0 nothing is wrong, 1 something is, 2 a file that could not be read, a bad worksheet or usage."
    )]
    Check {
        /// Worksheets (`.chain`), notes (`.md`, `.qmd`, `.Rmd`, `.ipynb`, `.tex`), and folders of them.
        paths: Vec<PathBuf>,
        /// A formula in LaTeX on the command line.
        #[arg(short = 'e', long = "expression", value_name = "LATEX", allow_hyphen_values = true)]
        expression: Option<String>,
        /// What holds besides, for the formula on the command line; may be repeated.
        #[arg(long = "given", value_name = "LATEX", requires = "expression")]
        givens: Vec<String>,
        /// How the result is written.
        #[arg(long, value_enum, default_value_t)]
        format: crate::check::CheckFormat,
    },
    /// Lay worksheets out canonically: one statement a line, even spaces, comments kept.
    #[command(
        after_help = "Examples:\n  chainrule fmt sheets/\n  chainrule fmt --check sheets/\n\nExit codes: 0 all is laid out, 1 with --check something is not, 2 a worksheet that can't be read, or wrong usage: it stays as it was."
    )]
    Fmt {
        /// Worksheets (`.chain`), notes that hold some (`.md`, `.qmd`, `.Rmd`, `.ipynb`, `.tex`), and folders of them.
        paths: Vec<PathBuf>,
        /// Write nothing: show what would change.
        #[arg(long)]
        check: bool,
    },
    /// Weave derivations into notes, below their worksheets, and keep them up to date.
    #[command(
        after_help = "Examples:\n  chainrule weave notes/\n  chainrule weave --check notes/\n\nExit codes: 0 all is up to date, 1 with --check something is stale, 2 a bad worksheet, file or usage: it stays as it was."
    )]
    Weave {
        /// Notes (`.md`, `.qmd`, `.Rmd`, `.ipynb`, `.tex`), and folders of them.
        paths: Vec<PathBuf>,
        /// How mathematics is written.
        #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
        math: crate::weave::MathFormat,
        /// Write nothing: show what is stale.
        #[arg(long)]
        check: bool,
    },
    /// Weave derivations into a book that mdBook builds: its preprocessor.
    #[command(after_help = "In book.toml:\n  [preprocessor.chainrule]\n  command = \"chainrule mdbook\"")]
    Mdbook {
        /// What mdBook asks: nothing, or `supports RENDERER`.
        arguments: Vec<String>,
    },
    /// Weave derivations into a document that pandoc converts: its JSON filter.
    #[command(
        after_help = "Example:\n  ln -s $(command -v chainrule) pandoc-chainrule; pandoc --filter ./pandoc-chainrule notes.md -o notes.docx"
    )]
    Pandoc {
        /// The format that pandoc writes.
        target: Option<String>,
    },
    /// List the functions, or show one.
    #[command(after_help = "Example:\n  chainrule functions sigmoid")]
    Functions {
        /// Which one.
        name: Option<String>,
    },
    /// List the update rules, or show one as worksheet text.
    #[command(after_help = "Example:\n  chainrule rules adam")]
    Rules {
        /// Which one.
        name: Option<String>,
    },
    /// List the errors and warnings, or show the page of one.
    #[command(after_help = "Example:\n  chainrule explain E0205")]
    Explain {
        /// Its code or name.
        code: Option<String>,
    },
    /// Write a completion script for a shell.
    #[command(after_help = "Example:\n  chainrule completions bash > chainrule.bash")]
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

/// What is drawn besides.
#[derive(Args, Debug, Default)]
pub(crate) struct Pictures {
    /// Draw the products, factor by factor, and the courses of trainings into a file: `.svg`, or `.tex` for LaTeX.
    #[arg(long, value_name = "FILE")]
    pub(crate) plot: Option<PathBuf>,
    /// Draw the network, with the size of each factor on its edge, into a file: `.svg`, or `.tex` for LaTeX.
    #[arg(long, value_name = "FILE")]
    pub(crate) graph: Option<PathBuf>,
}

/// How the result is written.
#[derive(Args, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line, given or not")]
pub(crate) struct Output {
    /// The output format. By default the ending of FILE decides with `-o FILE`; otherwise it is text.
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// Write a whole document instead of a fragment (LaTeX and Typst).
    #[arg(long)]
    pub(crate) standalone: bool,
    /// Write LaTeX: only the equations, a section for a text of your own, or a whole document.
    #[arg(long, value_name = "EXTENT", value_enum)]
    pub(crate) latex: Option<Extent>,
    /// Include LaTeX for every expression (with `--format json`).
    #[arg(long)]
    pub(crate) with_latex: bool,
    /// Use ASCII only (text).
    #[arg(long)]
    pub(crate) ascii: bool,
    /// The width of text in columns, at least 20. By default that of the terminal, or 100.
    #[arg(long, value_name = "COLUMNS", allow_negative_numbers = true, value_parser = columns)]
    pub(crate) width: Option<usize>,
    /// Write out the sum over paths for up to this many paths (at most 1000, by default 8); use backpropagation for more.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = paths)]
    pub(crate) paths: Option<usize>,
    /// Significant digits of values, up to 300. By default 6 where a value is not short, and 17 with `--steps all --show all`.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = digits)]
    pub(crate) digits: Option<usize>,
    /// Show every list, sum and product to its end, in any format.
    #[arg(long)]
    pub(crate) full: bool,
    /// The number formats to show products in, separated by commas: f64, f32, tf32, bf16, f16, e5m2, e5m2-sat, e4m3, e4m3-sat.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = number_format)]
    pub(crate) formats: Vec<&'static chainrule::Format>,
    /// With `--formats`: keep sums over the entries of vectors and matrices in this format, as tensor cores do.
    #[arg(long, value_name = "NAME", value_parser = number_format, requires = "formats")]
    pub(crate) accumulate: Option<&'static chainrule::Format>,
    /// With `--formats`: the order of sums over the entries of vectors and matrices: `left`, `pairwise`, or `blocks:K` for
    /// blocks of K terms.
    #[arg(long, value_name = "ORDER", value_parser = sum_order, requires = "formats")]
    pub(crate) sum_order: Option<SumOrder>,
    /// The direction in which products are taken.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) order: Order,
    /// How the derivative of a vector by a vector is printed. Its entries are the same in either layout.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) layout: JacobianLayout,
    /// Also work the worksheet out by hand and round each line: `4dp` means 4 decimal places, `3sf` 3 significant figures (1 to 50).
    /// Ties go to the even digit; add `:half-up` to round them away from zero.
    #[arg(long = "round", value_name = "DIGITS", allow_hyphen_values = true)]
    pub(crate) rounding: Option<DecimalRounding>,
    /// List this many of the paths that carry most of each gradient, up to 100.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = top_paths)]
    pub(crate) top_paths: Option<usize>,
    /// Show only these parts of the page, separated by commas.
    #[arg(long, value_name = "PART,…", value_delimiter = ',', value_parser = parts())]
    pub(crate) show: Vec<String>,
    /// How many of the steps to show.
    #[arg(long, value_name = "STEPS", value_parser = steps())]
    pub(crate) steps: Option<chainrule::Steps>,
    /// How names and functions look, unless the worksheet says so: `notes`, `nielsen`, `ng`, `goodfellow`, `d2l`, `mazur`, or
    /// a file of your own, `FILE.toml`.
    #[arg(long, value_name = "PROFILE", value_parser = notation)]
    pub(crate) notation: Option<Profile>,
    /// Write to this file, in the format that its ending names, such as `.tex` or `.json`. The file is replaced once every page is
    /// there, and left alone if one is missing. It must not be one of the worksheets; `-` is standard output.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

impl Output {
    /// The format asked for, or that of files that end like the one to write to.
    pub(crate) fn format(&self) -> Format {
        let of_file = || {
            let extension = self.file.as_deref()?.extension()?.to_str()?;
            if extension.eq_ignore_ascii_case(JSON) {
                return Some(Format::Json);
            }
            render::Format::of_extension(extension).map(Format::Page)
        };
        let latex = self.latex.and_then(|_| render::Format::find(LATEX).map(Format::Page));
        self.format.or(latex).or_else(of_file).unwrap_or(Format::Page(FORMATS[0]))
    }

    /// The file to write to; nothing where that is standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref().filter(|file| *file != Path::new("-"))
    }

    /// Whether a whole document is asked for.
    pub(crate) fn is_document(&self) -> bool {
        self.standalone || self.latex == Some(Extent::Document)
    }

    /// What is asked of the page.
    fn show(&self) -> Show {
        let everything = self.show.iter().any(|name| name == ALL);
        let parts = match self.show.as_slice() {
            [] => None,
            names => {
                let all = everything.then(Part::all).into_iter().flatten();
                Some(all.chain(names.iter().filter_map(|name| Part::find(name))).collect())
            }
        };
        Show { parts, steps: self.steps }
    }

    /// What is asked of the library.
    pub(crate) fn options(&self) -> Options {
        Options {
            digits: self.digits,
            paths: self.paths,
            full: self.full,
            formats: self.formats.clone(),
            accumulate: self.accumulate,
            sum_order: self.sum_order.unwrap_or_default(),
            order: self.order.into(),
            layout: self.layout.into(),
            rounding: self.rounding,
            top_paths: self.top_paths,
            with_latex: self.with_latex,
            progress: None,
            show: self.show(),
            notation: self.notation.clone(),
            by_members: false,
            files: Vec::new(),
        }
    }
}

/// A format of output.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Format {
    /// The page, in one of the formats that pages are written in.
    Page(&'static render::Format),
    /// The report as data.
    Json,
}

/// The name of JSON, and the ending of its files.
const JSON: &str = "json";

impl Format {
    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Page(format) => format.name,
            Self::Json => JSON,
        }
    }
}

/// The formats that can be named: those of pages, and JSON.
fn formats() -> impl TypedValueParser<Value = Format> {
    let json = PossibleValue::new(JSON).help("JSON, one document per worksheet");
    let values =
        FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.title)).chain([json]);
    PossibleValuesParser::new(values)
        .map(|name| render::Format::find(&name).map_or(Format::Json, Format::Page))
}

/// The parts of a page that can be named.
fn parts() -> PossibleValuesParser {
    let parts = PARTS.iter().map(|(_, name, shows)| PossibleValue::new(*name).help(*shows));
    PossibleValuesParser::new(parts.chain([PossibleValue::new(ALL).help("every part but the pictures")]))
}

/// How much of the steps can be asked for.
fn steps() -> impl TypedValueParser<Value = Steps> {
    let values = [
        PossibleValue::new("brief").help("those that a reader would write down"),
        PossibleValue::new(ALL).help("every one, with its rule"),
    ];
    PossibleValuesParser::new(values).map(|name| Steps::find(&name).unwrap_or_default())
}

/// How much of a document LaTeX is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Extent {
    /// The equations alone.
    Equations,
    /// A section: equations with the words between them.
    Section,
    /// A document of its own.
    Document,
}

fn number_format(text: &str) -> Result<&'static chainrule::Format, String> {
    chainrule::Format::find(text).ok_or_else(|| {
        let names: Vec<&str> = chainrule::ALL_FORMATS.iter().map(|format| format.name).collect();
        format!("the number formats are {}", names.join(", "))
    })
}

/// The fewest columns: names and rules are longer than less.
const FEWEST_COLUMNS: usize = 20;

fn columns(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ FEWEST_COLUMNS..) => Ok(count),
        Ok(_) | Err(_) => Err(format!("a number of columns from {FEWEST_COLUMNS} on is wanted")),
    }
}

/// The most paths that can be asked for.
const MOST_PATHS: usize = 1000;

fn paths(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 0..=MOST_PATHS) => Ok(count),
        Ok(_) | Err(_) => Err(format!("a number of paths from 0 to {MOST_PATHS} is wanted")),
    }
}

/// The most digits that can be asked for.
const MOST_DIGITS: usize = 300;

fn digits(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=MOST_DIGITS) => Ok(count),
        Ok(_) | Err(_) => Err(format!("a number of digits from 1 to {MOST_DIGITS} is wanted")),
    }
}

fn top_paths(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=MOST_TOP_PATHS) => Ok(count),
        Ok(_) | Err(_) => Err(format!("a number of paths from 1 to {MOST_TOP_PATHS} is wanted")),
    }
}

/// Longer files are no profiles, in bytes.
const LONGEST_PROFILE: u64 = 1 << 16;

/// A profile by its name, or from a file.
fn notation(text: &str) -> Result<Profile, String> {
    if let Some(profile) = Profile::find(text) {
        return Ok(profile);
    }
    let names: Vec<&str> = Profile::built_in().map(|(name, _)| name).collect();
    let list_of_profiles =
        || format!("the profiles are {}, or a file that ends in `.toml`", names.join(", "));
    if Path::new(text).extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("toml")) {
        return Err(list_of_profiles());
    }
    let length = std::fs::metadata(text).map_err(|error| error.to_string())?.len();
    if length > LONGEST_PROFILE {
        return Err(format!("a profile is no longer than {LONGEST_PROFILE} bytes"));
    }
    let file = std::fs::read_to_string(text).map_err(|error| error.to_string())?;
    Profile::read(&file).map_err(|(line, why)| format!("line {line}: {why}"))
}
