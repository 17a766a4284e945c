//! The names of formats.

/// The name of text.
pub const TEXT: &str = "text";

/// The name of LaTeX.
pub const LATEX: &str = "latex";

/// The name of Markdown.
pub const MARKDOWN: &str = "markdown";

/// The name of HTML.
pub const HTML: &str = "html";

/// The name of Typst.
pub const TYPST: &str = "typst";
