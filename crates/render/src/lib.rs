//! Expressions and documents as text and LaTeX.
