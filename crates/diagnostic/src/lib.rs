//! Sources, spans and diagnostics of chainrule.
