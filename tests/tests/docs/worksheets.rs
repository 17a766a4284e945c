//! Worksheets in the documentation, and what they print.

use chainrule::diagnostic::{self, Style};
use chainrule::{Format, JacobianLayout, Options, Order, Outcome, Show, json, page};

use super::blocks::{Block, excerpt};
use super::root;

/// A worksheet of a page, as run.
pub struct Sheet {
    /// Its text: that of the file it names, if it names one.
    pub text: String,
    /// Whether an output of it shows its diagnostics.
    is_wrong: bool,
}

fn outcome(text: &str, options: &Options) -> Outcome {
    chainrule::run("worksheet.chain", text, options)
}

/// The options that an output names.
fn options(block: &Block) -> Result<Options, String> {
    let names: Vec<&str> = block.get("formats").map_or(Vec::new(), |names| names.split(',').collect());
    let find = |name: &&str| Format::find(name).ok_or_else(|| format!("there is no number format {name}"));
    let formats = names.iter().map(find).collect::<Result<_, String>>()?;
    let order = match block.get("order") {
        Some("forward") => Order::Forward,
        Some(_) | None => Order::Backward,
    };
    let rounding =
        block.get("round").map(str::parse).transpose().map_err(|wrong| format!("round: {wrong}"))?;
    // A page as it is read where the block says so; else the record, of which a block shows a stretch.
    let show = if block.has("page") { Show::default() } else { Show::everything() };
    let layout = match block.get("layout") {
        Some("denominator") => JacobianLayout::Denominator,
        Some(_) | None => JacobianLayout::Numerator,
    };
    let digits = block.number("digits")?;
    Ok(Options { digits, formats, order, rounding, show, layout, ..Options::default() })
}

/// Runs a worksheet and holds it to what its info string says.
pub fn run(block: &Block) -> Result<Sheet, String> {
    let text = match block.get("file") {
        Some(file) => {
            std::fs::read_to_string(root().join(file)).map_err(|error| format!("{file}: {error}"))?
        }
        None => block.content.clone(),
    };
    let outcome = outcome(&text, &Options::default());
    let ids: Vec<&str> = outcome.diagnostics.iter().map(|found| found.code.id).collect();
    if let Some(code) = block.get("error") {
        return if ids.contains(&code) {
            Ok(Sheet { text, is_wrong: true })
        } else {
            Err(format!("it is to get {code}, and gets {ids:?}"))
        };
    }
    let Some(report) = outcome.report else {
        return Err(format!(
            "the worksheet has an error:\n{}",
            diagnostic::render(&outcome.source, &outcome.diagnostics, Style::Plain)
        ));
    };
    let wanted = u8::try_from(block.number("exit")?.unwrap_or(0)).map_err(|error| error.to_string())?;
    if report.exit_code() != wanted {
        return Err(format!("its exit code is {}, not {wanted}", report.exit_code()));
    }
    Ok(Sheet { text, is_wrong: false })
}

/// What a worksheet prints in the format of a block.
pub fn output(sheet: &Sheet, block: &Block) -> Result<String, String> {
    let options = options(block)?;
    let outcome = outcome(&sheet.text, &options);
    if sheet.is_wrong {
        let shown = diagnostic::render(&outcome.source, &outcome.diagnostics, Style::Plain);
        return excerpt(block, &shown);
    }
    let report = outcome.report.ok_or("the worksheet has an error")?;
    let whole = match block.language.as_str() {
        "text" => {
            page(&report, &options).text(block.number("width")?.unwrap_or(100), block.has("ascii"), false)
        }
        "latex" => page(&report, &options).latex(block.has("standalone")),
        _ => json(&report, &options),
    };
    excerpt(block, &whole)
}
