//! What can be typed on the command line.

use std::path::{Path, PathBuf};

use chainrule::render::notation::Profile;
use chainrule::render::{self, FORMATS};
use chainrule::{DecimalRounding, MOST_TOP_PATHS, Options};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

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
        asked: Vec<String>,
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
    /// The format; that of FILE's ending where `-o FILE` has one, text elsewhere.
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// A whole document instead of a part to be put into one, in LaTeX and Typst.
    #[arg(long)]
    pub(crate) standalone: bool,
    /// Expressions in LaTeX besides, with `--format json`.
    #[arg(long)]
    pub(crate) with_latex: bool,
    /// ASCII only, in text.
    #[arg(long)]
    pub(crate) ascii: bool,
    /// Columns of text, at least 20; the terminal's where nothing is said, or 100.
    #[arg(long, value_name = "COLUMNS", allow_negative_numbers = true, value_parser = columns)]
    pub(crate) width: Option<usize>,
    /// Paths up to which the sum over them is written out, at most 1000; 8 where nothing is said. Beyond, backpropagation.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = paths)]
    pub(crate) paths: Option<usize>,
    /// Significant digits of values, up to 300; all that are certain, up to 17, where nothing is said.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = digits)]
    pub(crate) digits: Option<usize>,
    /// Everything: no list, sum or product is cut in the middle, in any format.
    #[arg(long)]
    pub(crate) full: bool,
    /// Number formats in which products are shown, separated by commas: f64, f32, tf32, bf16, f16, e5m2, e5m2-sat, e4m3, e4m3-sat.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = number_format)]
    pub(crate) formats: Vec<&'static chainrule::Format>,
    /// The order in which products are taken: from the loss back, or from the quantity derived by on.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) order: Order,
    /// Work the worksheet out by hand besides, each line rounded: `4dp` to decimal places, `3sf` to significant
    /// figures, from 1 to 50; ties go to the even digit, or with `:half-up` behind it away from zero.
    #[arg(long = "round", value_name = "DIGITS", allow_hyphen_values = true)]
    pub(crate) rounding: Option<DecimalRounding>,
    /// List the paths that carry most of each gradient, so many of them, up to 100.
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = top_paths)]
    pub(crate) top_paths: Option<usize>,
    /// How names and functions look, unless the worksheet says so: `notes`, `nielsen`, `ng`, `goodfellow`, `d2l`, `mazur`, or
    /// a file of one's own, `FILE.toml`.
    #[arg(long, value_name = "PROFILE", value_parser = notation)]
    pub(crate) notation: Option<Profile>,
    /// A file to write to, in the format that its ending names, such as `.tex` or `.json`: it is replaced when every page
    /// is there, and left as it was if one is missing. It may not be one of the worksheets; `-` is standard output.
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
        self.format.or_else(of_file).unwrap_or(Format::Page(FORMATS[0]))
    }

    /// The file to write to; nothing where that is standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref().filter(|file| *file != Path::new("-"))
    }

    /// What is asked of the library.
    pub(crate) fn options(&self) -> Options {
        Options {
            digits: self.digits,
            paths: self.paths,
            full: self.full,
            formats: self.formats.clone(),
            order: self.order.into(),
            rounding: self.rounding,
            top_paths: self.top_paths,
            with_latex: self.with_latex,
            progress: None,
            notation: self.notation.clone(),
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
    let json = PossibleValue::new(JSON).help("JSON, a document for each worksheet");
    let values =
        FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.title)).chain([json]);
    PossibleValuesParser::new(values)
        .map(|name| render::Format::find(&name).map_or(Format::Json, Format::Page))
}

/// The order of a product.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Order {
    /// From the loss back, as backpropagation multiplies.
    #[default]
    Backward,
    /// From the quantity derived by on, as forward mode multiplies.
    Forward,
}

impl From<Order> for chainrule::Order {
    fn from(order: Order) -> Self {
        match order {
            Order::Backward => Self::Backward,
            Order::Forward => Self::Forward,
        }
    }
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
    let names: Vec<&str> = Profile::known().map(|(name, _)| name).collect();
    let known = || format!("the profiles are {}, or a file that ends in `.toml`", names.join(", "));
    if Path::new(text).extension().is_none_or(|extension| !extension.eq_ignore_ascii_case("toml")) {
        return Err(known());
    }
    let length = std::fs::metadata(text).map_err(|error| error.to_string())?.len();
    if length > LONGEST_PROFILE {
        return Err(format!("a profile is no longer than {LONGEST_PROFILE} bytes"));
    }
    let file = std::fs::read_to_string(text).map_err(|error| error.to_string())?;
    Profile::read(&file).map_err(|(line, why)| format!("line {line}: {why}"))
}
