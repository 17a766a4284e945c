//! Panics: defects of chainrule, which are told, and end one worksheet and not the run.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::RefCell;
use std::io::Write;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

use chainrule::diagnostic::escape;

thread_local! {
    /// What the last panic of this thread said, and where.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From here on a panic is kept for [`caught`] instead of being printed as it comes.
pub(crate) fn watch() {
    std::panic::set_hook(Box::new(|info| {
        let description = describe(info);
        LAST.with_borrow_mut(|last| *last = Some(description));
    }));
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned());
    let place =
        info.location().map_or(String::new(), |place| format!(" ({}:{})", place.file(), place.line()));
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => format!("{}{place}\n{backtrace}", escape(&message)),
        _ => format!("{}{place}", escape(&message)),
    }
}

/// The result of some work; or, where it panics, what the panic said.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What was half done is dropped: nobody looks at it again.
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        LAST.with_borrow_mut(Option::take).unwrap_or_else(|| "a panic without a message".to_owned())
    })
}

/// What to say about a worksheet that made the program panic. One that stands in no file is kept in one.
pub(crate) fn message(name: &str, worksheet: &str, panic: &str) -> String {
    let is_in_a_file = !name.starts_with('<');
    let place = if is_in_a_file {
        "the worksheet".to_owned()
    } else {
        match keep(worksheet) {
            Ok(path) => format!("the worksheet, which is kept in `{}`", escape(&path)),
            Err(_) => "the worksheet".to_owned(),
        }
    };
    let name = escape(name);
    format!(
        "error: this is a defect of chainrule: `{name}` could not be worked out\n  \
         {panic}\n  \
         nothing is wrong with your files; please report this, with {place}\n"
    )
}

fn keep(worksheet: &str) -> std::io::Result<String> {
    let mut file = tempfile::Builder::new().prefix("chainrule-defect-").suffix(".chain").tempfile()?;
    file.write_all(worksheet.as_bytes())?;
    let (_, path) = file.keep().map_err(|failed| failed.error)?;
    Ok(path.display().to_string())
}
